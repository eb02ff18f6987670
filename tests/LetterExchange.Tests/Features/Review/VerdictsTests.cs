using LetterExchange.Data;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>Findings that reviewers mark right or wrong.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class VerdictsTests(Engine engine) : LetterTest(engine)
{
    Verdicts Verdicts => Get<Verdicts>();

    [Test]
    public async Task A_verdict_is_given_changed_and_taken_back_and_each_change_is_an_event()
    {
        var letter = await InReview(WithNumber);
        foreach (var (verdict, stands) in new (Verdict?, string?)[] { (Verdict.Right, "Right"), (Verdict.Right, "Right"), (Verdict.Wrong, "Wrong"), (null, null), (null, null) })
        {
            Assert.That(await Verdicts.Give(letter.Id, 1, 1, Ruth, verdict), Is.True);
            Assert.That(await Db.Find<string>("SELECT verdict FROM finding_verdicts WHERE reviewer_id = @Ruth", new { Ruth }), Is.EqualTo(stands));
        }
        Assert.That(await Db.Query<string>("SELECT codes FROM events WHERE kind = 'letter.verdict' ORDER BY id"),
            Is.EqualTo(new[] { "revision=1 finding=1 verdict=Right", "revision=1 finding=1 verdict=Wrong", "revision=1 finding=1 verdict=none" }));
    }

    [Test]
    public async Task Each_reviewer_has_a_verdict_of_their_own_and_hears_the_other_s_only_after_it()
    {
        var letter = await InReview(WithNumber);
        await Verdicts.Give(letter.Id, 1, 1, Ruth, Verdict.Right);
        Assert.That(await Seen(Omar), Is.EqualTo(((Verdict?)null, "")));
        await Verdicts.Give(letter.Id, 1, 1, Omar, Verdict.Wrong);
        Assert.That(await Seen(Omar), Is.EqualTo(((Verdict?)Verdict.Wrong, "Ruth Tester: Right")));
        Assert.That(await Seen(Ruth), Is.EqualTo(((Verdict?)Verdict.Right, "Omar Tester: Wrong")));

        async Task<(Verdict?, string)> Seen(Guid person)
        {
            var seen = (await Get<ReviewStore>().Find(letter.Id, person))!;
            return (seen.VerdictOf(seen.Findings[0], person), string.Join(", ", seen.OthersOn(seen.Findings[0], person).Select(judged => $"{judged.ReviewerName}: {judged.Verdict}")));
        }
    }

    [Test]
    public async Task Only_who_reviews_the_letter_judges_and_only_what_was_found_in_its_newest_version()
    {
        var letter = await InReview(WithNumber);
        Assert.That(await Verdicts.Give(letter.Id, 1, 1, Lead, Verdict.Right), Is.False, "not in danger: no lead's");
        Assert.That(await Verdicts.Give(letter.Id, 1, 1, Pair.MentorId, Verdict.Right), Is.False);
        Assert.That(await Verdicts.Give(letter.Id, 1, 9, Ruth, Verdict.Right), Is.False, "no such finding");
        Assert.That(await Verdicts.Give(letter.Id, 2, 1, Ruth, Verdict.Right), Is.False, "no such version");
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.");
        Assert.That(await Verdicts.Give(letter.Id, 1, 1, Ruth, Verdict.Right), Is.False, "it is its writer's again");
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM finding_verdicts"), Is.Zero);
    }

    [Test]
    public async Task What_is_decided_can_still_be_judged()
    {
        var letter = await Approved(WithNumber);
        Assert.That(await Verdicts.Give(letter.Id, 1, 1, Omar, Verdict.Right), Is.True);
    }
}
