using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>What a reviewer marks in a letter that is returned, as its writer finds it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MarksTests(Engine engine) : LetterTest(engine)
{
    const string Two = "Dear Henrik, my number is 07700 900461 and my mail is amina77@mail.example, please.";

    [Test]
    public async Task The_chosen_findings_are_marked_and_no_others()
    {
        var letter = await InReview(Two);
        var findings = await Db.Query<(int Ordinal, string Category)>("SELECT ordinal, category FROM findings ORDER BY ordinal");
        Assert.That(findings.Select(found => found.Category), Is.EqualTo(new[] { "contact.phone", "contact.email" }));
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.", [findings[1].Ordinal, 77, 0, -1]), Is.EqualTo(Decided.Done));
        var marked = (await Paper(letter)).Marked.Single();
        Assert.That((marked.Ordinal, marked.Category, marked.Words, marked.Start), Is.EqualTo((1, "contact.email", "amina77@mail.example", Two.IndexOf("amina77", StringComparison.Ordinal))));
    }

    [Test]
    public async Task A_letter_is_returned_without_marks_too()
    {
        var letter = await InReview(Two);
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please."), Is.EqualTo(Decided.Done));
        Assert.That((await Paper(letter)).Marked, Is.Empty);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM returned_passages"), Is.Zero);
    }

    [Test]
    public async Task A_passage_that_no_rule_found_is_marked_where_it_stands_whatever_became_of_its_blanks()
    {
        var letter = await InReview("Dear Henrik,\nthe house\nwith the red   door is ours.");
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.", [], " the house with the red door\r\n"), Is.EqualTo(Decided.Done));
        var marked = (await Paper(letter)).Marked.Single();
        Assert.That((marked.Category, marked.Words), Is.EqualTo(((string?)null, "the house\nwith the red   door")));
    }

    [TestCase("the house with the green door")]
    [TestCase("the.house")]
    public async Task A_passage_that_is_not_in_the_letter_is_refused_and_nothing_is_done(string passage)
    {
        var letter = await InReview("Dear Henrik, the house with the red door is ours.");
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.", [], passage), Is.EqualTo(Decided.PassageNotThere));
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.InReview));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM decisions"), Is.Zero);
    }

    [Test]
    public async Task The_same_place_is_marked_once()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.", [.. await Ordinals(letter)], "07700 900461");
        Assert.That((await Paper(letter)).Marked.Count(passage => passage.Words == "07700 900461"), Is.EqualTo(1));
    }

    [Test]
    public async Task Marks_are_of_the_last_return_of_this_revision()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.", [1]);
        await Writing.Submit(Pair.MenteeId, Sheet, "Dear Henrik, " + Two);
        await Screen();
        Assert.That((await Paper(letter)).Marked, Is.Empty, "while it is read again");
        letter = await Fresh(letter.Id);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "And the mail.", [2]);
        Assert.That((await Paper(letter)).Marked.Select(passage => passage.Words), Is.EqualTo(new[] { "amina77@mail.example" }));
        await Writing.Submit(Pair.MenteeId, Sheet, Two);
        await Writing.Recall(Pair.MenteeId, letter.Id);
        Assert.That((await Paper(letter)).Marked, Is.Empty, "of a letter that its writer took back");
    }

    [Test]
    public async Task A_disclosure_is_never_marked()
    {
        var letter = await InReview(Dangerous);
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Take that out.", [.. await Ordinals(letter)], "I want to die"), Is.EqualTo(Decided.DisclosureNotReturned));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM returned_passages"), Is.Zero);
    }

    [Test]
    public async Task Nothing_readable_stays_of_a_text_that_was_erased()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.", [1]);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, 1)", new { letter.Id });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @Id", new { letter.Id });
        Assert.That((await Paper(letter)).Marked, Is.Empty);
    }

    async Task<Paper> Paper(Letter letter) => (await Get<Papers>().OfLetter(letter.Id))!;

    Task<List<int>> Ordinals(Letter letter) => Db.Query<int>("SELECT ordinal FROM findings WHERE letter_id = @Id", new { letter.Id });
}
