using LetterExchange.Features.Programs;
using LetterExchange.Features.Ratings;

namespace LetterExchange.Tests.Features.Ratings;

/// <summary>When the two of a pair are asked: one card at most.</summary>
public sealed class AskingTests
{
    static readonly DateTimeOffset now = new(2027, 6, 1, 10, 0, 0, TimeSpan.Zero);

    static readonly AskedPair pair = new() { PairId = Guid.NewGuid(), PartnerName = "Henrik", State = PairState.Active, CreatedAt = now.AddDays(-100), AnsweredStart = true, HadRounds = true, HasRounds = true };

    [TestCase(29, null, ExpectedResult = null)]
    [TestCase(30, null, ExpectedResult = "Rating")]
    [TestCase(100, 29, ExpectedResult = null)]
    [TestCase(100, 30, ExpectedResult = "Rating")]
    public string? A_rating_is_asked_for_every_thirty_days(int age, int? rated) => Asked(pair with { CreatedAt = now.AddDays(-age), RatedAt = rated is { } days ? now.AddDays(-days) : null });

    [TestCase(0, ExpectedResult = "Start")]
    [TestCase(29, ExpectedResult = "Start")]
    [TestCase(30, ExpectedResult = "Rating")]
    public string? The_start_is_asked_about_in_the_first_thirty_days(int age) => Asked(pair with { CreatedAt = now.AddDays(-age), AnsweredStart = false });

    [Test]
    public void The_end_is_asked_about_when_no_round_is_left_or_the_pair_has_finished_once()
    {
        var over = pair with { HasRounds = false };
        Assert.That(Asked(over), Is.EqualTo("End"));
        Assert.That(Asked(over with { AnsweredEnd = true, RatedAt = now }), Is.Null);
        Assert.That(Asked(over with { HadRounds = false, RatedAt = now }), Is.Null, "Who never had a round has not come to an end.");
        var closed = over with { State = PairState.Closed, ClosedWhy = "finished", ClosedAt = now.AddDays(-59) };
        Assert.That((Asked(closed), Asked(closed with { ClosedAt = now.AddDays(-60) }), Asked(closed with { ClosedWhy = "safety" })), Is.EqualTo(("End", (string?)null, (string?)null)));
    }

    [Test]
    public void Nobody_is_asked_while_the_pair_stands_still() => Assert.That(Asked(pair with { State = PairState.Paused }), Is.Null);

    static string? Asked(AskedPair one) => Asking.Of([one], Side.Mentee, now) is { } ask ? ask.Survey?.ToString() ?? "Rating" : null;
}
