using System.Net;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;
using LetterExchange.Text;

namespace LetterExchange.Tests.Features.Review.Quality;

/// <summary>The training letters as files, and a new reviewer's walk through them; second readings and rates as pages.</summary>
public sealed class TrainingTests
{
    static IEnumerable<(string Name, string Language)> All => from language in Spoken.All from name in TrainingLetters.Names select (name, language);

    [TestCaseSource(nameof(All))]
    public void A_training_letter_says_what_is_expected_and_screening_sends_it_the_way_that_it_says((string Name, string Language) of)
    {
        var letter = new TrainingLetters().In(of.Language).Single(one => one.Name == of.Name);
        Assert.That(letter.Text, Has.Length.GreaterThan(150));
        Assert.That(letter.Why, Has.Length.GreaterThan(100));
        Assert.That(letter.Expected, Is.Unique.And.Not.Empty);
        var seen = Screener.Screen(new ScreeningInput(letter.Text, letter.From, of.Language, null)).Route;
        Assert.That(letter.Route, Is.GreaterThanOrEqualTo(seen), "screening never sees more than the letter is said to be");
        if (letter.Expected[0] == TrainingAnswer.Approve) Assert.That(letter.Route, Is.Not.EqualTo(Route.Safeguarding));
        if (letter.Expected[0] == TrainingAnswer.Danger) Assert.That(letter.Route, Is.EqualTo(Route.Safeguarding));
    }

    [Test]
    public void Each_language_expects_the_same() =>
        Assert.That(Spoken.All.Select(language => string.Join(';', new TrainingLetters().In(language).Select(letter => $"{letter.Name} {letter.From} {letter.Route} {string.Join(',', letter.Expected)}"))).Distinct().Count(), Is.EqualTo(1));

    [Test]
    public async Task Somebody_new_reads_them_before_the_queue_opens_and_a_coordinator_sees_who_has()
    {
        await using var office = await Office.Open();
        await Set(office, new Policies { TrainingFirst = true });
        using var omar = await office.Site.As(office.Omar);
        using var lea = await office.Site.As(office.Lea);
        Assert.That((await omar.Get("/review")).Path, Is.EqualTo("/review/training"));
        Assert.That((await lea.Get("/review")).Path, Is.EqualTo("/review"), "danger does not wait for a training");
        var page = await omar.Get("/review/training/goalkeeper");
        Assert.That(page.Text, Does.Contain("What do you do?").And.Not.Contain("A telephone number, written in words"));
        Assert.That((await omar.Post("/review/training/goalkeeper")).Text, Does.Contain("Please choose what you would do."));
        page = await omar.Post("/review/training/goalkeeper", null, ("Answer", "Approve"));
        Assert.That(page.Text, Does.Contain("The programme expects something else").And.Contain("A telephone number, written in words"));
        var letters = office.Site.Get<TrainingLetters>();
        foreach (var letter in letters.All) await office.Site.Get<TrainingStore>().Answer(office.Omar, letter, letter.Expected[0]);
        Assert.That((await omar.Get("/review/training")).Text, Does.Contain("All read. As expected: 8 of 9."), "the first answer counts");
        Assert.That((await omar.Get("/review")).Path, Is.EqualTo("/review"));
        using var cora = await office.Site.As(office.Coordinator);
        Assert.That((await cora.Get("/quality")).Text, Does.Contain("Omar Tester 9 of 9 8 of 9 today").And.Contain("Grace Tester 0 of 9"));
    }

    [Test]
    public async Task Who_has_decided_before_is_not_new()
    {
        await using var office = await Office.Open();
        var letter = await office.Send();
        await office.Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
        await Set(office, new Policies { TrainingFirst = true });
        using var grace = await office.Site.As(office.Grace);
        Assert.That((await grace.Get("/review")).Path, Is.EqualTo("/review"));
    }

    [Test]
    public async Task A_second_reader_comes_from_the_queue_says_what_they_would_have_decided_and_opens_a_concern()
    {
        await using var office = await Office.Open();
        await Set(office, new Policies { SecondReadPercent = 100 });
        var letter = await office.Send(Office.WithNumber);
        await office.Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
        await office.Site.Pass(TimeSpan.FromMinutes(2));
        using var omar = await office.Site.As(office.Omar);
        Assert.That((await omar.Get("/review")).Text, Does.Contain("One letter for a second reading"));
        var address = $"/review/second/{letter.Id}";
        var page = await omar.Get(address);
        Assert.That(page.Text, Does.Contain("Amina to Henrik").And.Contain("it is too long to write").And.Not.Contain("Grace"));
        Assert.That(await office.Looks(letter.Id, office.Omar), Is.EqualTo(1));
        page = await omar.Post(address, null, ("Verdict", ""), ("Concern", "true"), ("ConcernWords", ""), ("Marks[1]", "right"));
        Assert.That(page.Text, Does.Contain("Please say what you would have decided.").And.Contain("Please write a few words."));
        Assert.That(page.Html, Does.Match("value=\"right\" checked"));
        page = await omar.Post(address, null, ("Verdict", "Withhold"), ("Concern", "true"), ("ConcernWords", "A number went out."), ("Marks[1]", "right"));
        Assert.That(page.Text, Does.Contain("Your reading is kept, and a concern is open.").And.Contain("Nothing waits for a second reading."));
        Assert.That((await omar.Get(address)).Text, Does.Contain("It has been read again"));
        Assert.That((await office.Site.Get<ConcernStore>().All(office.Program, office.Lea)).Single().Note, Is.EqualTo("A number went out."));
        using var grace = await office.Site.As(office.Grace);
        Assert.That((await grace.Get(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var cora = await office.Site.As(office.Coordinator);
        Assert.That((await cora.Get("/quality")).Text, Does.Contain("Grace Tester fewer than 10").And.Contain("100 of a hundred approved letters are read again, after they have gone."));
    }

    static Task Set(Office office, Policies policies) => office.Site.Db.Execute("UPDATE programs SET policies = @policies, version = version + 1 WHERE id = @Program", new { policies = policies.ToJson(), office.Program });
}
