using LetterExchange.Features.Pulse;

namespace LetterExchange.Tests.Features.Pulse;

public sealed class NeedTests
{
    static readonly DateTimeOffset now = new(2027, 3, 10, 12, 0, 0, TimeSpan.Zero);
    static readonly Guid one = Guid.Parse("01a30430-0000-7000-8000-000000000001"), two = Guid.Parse("01a30430-0000-7000-8000-000000000002");

    [TestCase("", "", null, TestName = "Nothing missed")]
    [TestCase("", "Mentor 1", Stand.Late, TestName = "One letter late")]
    [TestCase("Mentor 20", "", null, TestName = "A lapse of twenty days ago")]
    [TestCase("Mentor 13", "", Stand.Lapsed, TestName = "A lapse of thirteen days ago")]
    [TestCase("Mentor 14", "", null, TestName = "A lapse of fourteen days ago")]
    [TestCase("Mentor 13", "Mentee 1", Stand.Late, TestName = "A lapse of one side and a late letter of the other")]
    [TestCase("Mentor 60, Mentor 30", "", Stand.Silent, TestName = "Two lapses of one side")]
    [TestCase("Mentor 60, Mentee 30", "", null, TestName = "A lapse of each side, long ago")]
    [TestCase("Mentor 60", "Mentor 1", Stand.Silent, TestName = "A lapse of one side and its letter late")]
    [TestCase("Mentor 60, Mentor 30", "Mentee 1", Stand.Silent, TestName = "Silence is more pressing than a late letter of the other")]
    public void A_pair_needs_what_is_most_pressing(string missed, string late, Stand? stand) =>
        Assert.That(Sort(Turns(one, missed), Turns(one, late)).Select(need => (Stand?)need.Stand).SingleOrDefault(), Is.EqualTo(stand));

    [Test]
    public void Silence_counts_from_the_first_letter_that_was_missed() =>
        Assert.That(Sort(Turns(one, "Mentor 60, Mentor 30"), []).Single(), Is.EqualTo(new Need(one, Stand.Silent, now.AddDays(-60), Side.Mentor)));

    [Test]
    public void The_most_pressing_come_first_and_within_one_stand_the_oldest()
    {
        var needs = Need.Sort([.. Turns(one, "Mentee 1"), .. Turns(two, "Mentor 2")], [], [new Need(Guid.Empty, Stand.Ending, now, null)], now);
        Assert.That(needs.Select(need => need.PairId), Is.EqualTo([two, one, Guid.Empty]));
    }

    [Test]
    public void A_key_is_read_as_it_was_written()
    {
        var key = BoardKey.Of(new Need(one, Stand.Late, now, null));
        Assert.That(BoardKey.Read(key.ToString()), Is.EqualTo(key));
        Assert.That(BoardKey.Start.IsBefore(key) && key.IsBefore(new(BoardKey.Others, 0, Guid.Empty)) && !key.IsBefore(key));
        foreach (var wrong in new[] { null, "", "1.2", "a.b.c", "1.2.3" }) Assert.That(BoardKey.Read(wrong), Is.EqualTo(BoardKey.Start));
    }

    static List<Need> Sort(List<MissedTurn> missed, List<MissedTurn> late) => Need.Sort(late, missed, [], now);

    static List<MissedTurn> Turns(Guid pair, string days) => [.. days.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split(' '))
        .Select(each => new MissedTurn { PairId = pair, Writer = Enum.Parse<Side>(each[0]), At = now.AddDays(-int.Parse(each[1])) })];
}
