using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class BeforeSendingTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_writer_is_told_what_screening_would_mark_as_they_wrote_it()
    {
        var foreseen = (await Look(WithNumber))!;
        var number = foreseen.Findings.Single(finding => finding.Category == Category.Phone);
        Assert.That((foreseen.HasHints, foreseen.Side, WithNumber.Substring(number.Start, number.Length)), Is.EqualTo((true, Side.Mentee, "07700 900461")));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM findings"), Is.Zero, "nothing of it is kept");
    }

    [Test]
    public async Task It_knows_the_two_of_the_pair_as_screening_does()
    {
        await Db.Execute("UPDATE people SET given_name = 'Amina', surname = 'Wierzbicka' WHERE id = @MenteeId", new { Pair.MenteeId });
        Assert.That((await Look("Dear Henrik, I am Amina Wierzbicka."))!.Findings.Select(finding => finding.Category), Does.Contain(Category.Surname));
    }

    [Test]
    public async Task There_is_nothing_to_say_of_a_safe_letter_or_of_an_empty_page()
    {
        Assert.That((await Look(Safe))!.HasHints, Is.False);
        Assert.That((await Look(" \n"), await Look(new string('a', LetterStore.MostCharacters + 1))), Is.EqualTo(((Foreseen?)null, (Foreseen?)null)));
    }

    [Test]
    public async Task A_child_that_tells_of_danger_is_asked_to_change_nothing_at_all()
    {
        var foreseen = (await Look($"{Dangerous} Call me on 07700 900461."))!;
        Assert.That(foreseen.Findings.Select(finding => finding.Category), Does.Contain(Category.Phone).And.Contain(Category.Selfharm));
        Assert.That(foreseen.HasHints, Is.False);
    }

    [Test]
    public async Task Another_text_has_another_mark_and_the_same_text_the_same()
    {
        var mark = (await Look(WithNumber))!.Mark;
        Assert.That((await Look(WithNumber + "\r\n"))!.Mark, Is.EqualTo(mark));
        Assert.That((await Look(WithNumber + " Please."))!.Mark, Is.Not.EqualTo(mark));
    }

    [Test]
    public async Task A_letter_that_is_sent_by_the_verb_is_not_asked_about() =>
        Assert.That((await InReview(WithNumber)).Route, Is.EqualTo(Route.Attention));

    [Test]
    public void A_writer_hears_of_the_model_only_where_it_is_very_sure()
    {
        foreach (var (head, built) in MeaningModel.ForWriters.Heads.Zip(MeaningModel.Built.Heads))
            Assert.That(head.Least, Is.EqualTo(Math.Max(built.Least, built.LeastForWriters)), head.Category);
    }

    [TestCase(Category.Phone, true)]
    [TestCase(Category.Profanity, true)]
    [TestCase(Category.Meeting, true)]
    [TestCase(Category.Secrecy, false)]
    [TestCase(Category.Sexual, false)]
    [TestCase(Category.Threat, false)]
    [TestCase(Category.Abuse, false)]
    public void What_an_adult_must_not_say_to_a_child_reaches_the_reviewers_as_it_was_written(string category, bool told) =>
        Assert.That(new Foreseen("Here it is", Side.Mentor, [new Finding(category, 0, 4, "test", 1)]).HasHints, Is.EqualTo(told));

    Task<Foreseen?> Look(string text) => Get<BeforeSending>().Look(Pair.Id, Pair.MenteeId, text);
}
