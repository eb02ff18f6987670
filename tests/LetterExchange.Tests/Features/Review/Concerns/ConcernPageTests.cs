using System.Net;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review.Concerns;

/// <summary>The pages of a concern: written in, restricted, printed, and its pair held.</summary>
public sealed class ConcernPageTests
{
    Office office = null!;
    Guid id;

    Site Site => office.Site;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.Open();

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [SetUp]
    public async Task Begin()
    {
        var store = Site.Get<ConcernStore>();
        id = await store.Worried(office.Program, office.Pair.Id, null, "He asked where she lives.", office.Pair.MenteeId, []);
        await store.Take((await store.Find(id))!, office.Lea);
    }

    [Test]
    public async Task A_lead_writes_down_what_happened_who_was_told_and_what_is_to_do_then_closes_it()
    {
        using var lea = await Site.As(office.Lea);
        var page = await lea.Post(Address, "Happened", ("HappenedWords", "Talked with her\nteacher."));
        Assert.That(page.Text, Does.Contain("It is written down.").And.Contain("Talked with her teacher.").And.Contain("Lea Tester"));
        page = await lea.Post(Address, "Told", ("ToldWhom", "The school nurse"), ("ToldHow", "Phone"), ("ToldAt", "2027-01-11T09:30"), ("ToldWords", "She looks after her."));
        Assert.That(page.Text, Does.Contain("The school nurse was told (by telephone, today at 09:30)").And.Contain("She looks after her."));
        page = await lea.Post(Address, "Act", ("ActionWords", "Ring the school."), ("ActionDay", "2027-01-12"));
        Assert.That(page.Text, Does.Contain("Ring the school. by 12 January 2027"));
        var action = (await Site.Get<ConcernLog>().Of(id)).Last().Id;
        page = await lea.Post(Address, "Close", ("Outcome", "Advice"), ("OutcomeWords", "Settled."));
        Assert.That(page.Text, Does.Contain("An action is still open"));
        Assert.That(page.Html, Does.Contain("Settled."), "what was typed is given back");
        page = await lea.Post(Address, "Close", ("Outcome", ""), ("OutcomeWords", "Settled."));
        Assert.That(page.Text, Does.Contain("Please choose an outcome."));
        page = await lea.Post(Address, null, [.. (await lea.Get(Address)).Hidden("Happened"), ("DecideAction", $"{action}"), ("DecideWords", "")]);
        page = await lea.Send($"{Address}?handler=Drop", [.. (await lea.Get(Address)).Hidden("Happened"), ("DecideAction", $"{action}"), ("DecideWords", "")]);
        Assert.That(page.Text, Does.Contain("Please write why it is dropped."));
        page = await lea.Send($"{Address}?handler=Done", [.. (await lea.Get(Address)).Hidden("Happened"), ("DecideAction", $"{action}"), ("DecideWords", "They know.")]);
        Assert.That(page.Text, Does.Contain("The action is done.").And.Contain("They know."));
        page = await lea.Post(Address, "Close", ("Outcome", "Advice"), ("OutcomeWords", "Settled."));
        Assert.That(page.Text, Does.Contain("The concern is closed.").And.Contain("Closed: Talked with those it is about"));
        page = await lea.Post(Address, "Reopen", ("ReopenWords", "He wrote again."));
        Assert.That(page.Text, Does.Contain("The concern is open again, in your hands.").And.Contain("He wrote again."));
    }

    [TestCase("Happened", "HappenedWords", " ", "Please write a few words.")]
    [TestCase("Told", "ToldAt", "2027-01-12T09:30", "Please write a day and a time that have passed.")]
    [TestCase("Told", "ToldAt", "yesterday", "Please write a day and a time that have passed.")]
    [TestCase("Told", "ToldHow", "Pigeon", "Please choose how.")]
    [TestCase("Told", "ToldWhom", "\u200B", "Please write who was told, in at most 200 characters.")]
    [TestCase("Act", "ActionDay", "2027-01-10", "Please choose today or a day within the next three years.")]
    [TestCase("Act", "ActionDay", "soon", "Please choose a day.")]
    [TestCase("Attach", "LetterChoice", "", "Please choose a letter.")]
    [TestCase("Readers", "ReadersChosen", "true", "Please choose at least one lead")]
    public async Task What_cannot_be_is_said_beside_its_field_and_what_was_typed_comes_back(string handler, string field, string typed, string said)
    {
        using var lea = await Site.As(office.Lea);
        (string Name, string Value)[] all = [("HappenedWords", "Kept as it was."), ("ToldWhom", "The nurse"), ("ToldHow", "Phone"), ("ToldAt", "2027-01-11T09:30"), ("ToldWords", "Kept as it was."), ("ActionWords", "Kept as it was."), ("ActionDay", "2027-01-12")];
        var before = (await Site.Get<ConcernLog>().Of(id)).Count;
        var page = await lea.Send($"{Address}?handler={handler}", [.. (await lea.Get(Address)).Hidden("Readers"), .. all.Where(one => one.Name != field && one.Name.StartsWith(handler)), (field, typed)]);
        Assert.That(page.Text, Does.Contain(said));
        if (handler is "Told" or "Act") Assert.That(page.Html, Does.Contain("Kept as it was."));
        Assert.That(await Site.Get<ConcernLog>().Of(id), Has.Count.EqualTo(before));
    }

    [Test]
    public async Task A_restricted_concern_is_nowhere_for_another_lead_and_a_coordinator_to_whom_it_is_shown_only_reads()
    {
        using var lea = await Site.As(office.Lea);
        using var ada = await Site.As(office.Ada);
        using var cora = await Site.As(office.Coordinator);
        Assert.That((await cora.Get(Address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var saved = await lea.Post(Address, "Readers", ("ReadersChosen", "true"), ("ReadersLeads", $"{office.Lea}"), ("ReadersCoordinators", $"{office.Coordinator}"));
        Assert.That(saved.Text, Does.Contain("Saved who may read it.").And.Contain("Cora Tester (coordinator, reads only), Lea Tester chosen leads only"));
        foreach (var path in new[] { Address, $"{Address}/record" }) Assert.That((await ada.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await ada.Get("/concerns")).Html, Does.Not.Contain($"{id}"));
        var shown = await cora.Get(Address);
        Assert.That(shown.Text, Does.Contain("He asked where she lives.").And.Contain("This concern is shown to you to read."));
        Assert.That(shown.Html, Does.Not.Contain("handler=Happened"));
        Assert.That(await office.Told(NoticeKind.ConcernShown), Does.Contain(office.Coordinator));
        await lea.Post(Address, "Readers", ("ReadersChosen", "false"), ("ReadersLeads", $"{office.Lea}"));
        Assert.That((await ada.Get(Address)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await cora.Get(Address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_record_says_all_of_it_and_each_look_is_an_event()
    {
        using var lea = await Site.As(office.Lea);
        await Site.Get<ConcernLog>().Happened(id, office.Lea, "Talked with her teacher.");
        await lea.Get(Address);
        var record = await lea.Get($"{Address}/record");
        Assert.That(record.Text, Does.Contain("Confidential.").And.Contain("He asked where she lives.").And.Contain("1. Taken in hand").And.Contain("2. What happened 11 January 2027, 10:0").And.Contain("Talked with her teacher.")
            .And.Contain("Ada Tester, Lea Tester").And.Contain($"{id}"));
        Assert.That(await Site.Db.Query<string>("SELECT kind FROM events WHERE subject_id = @id AND kind IN ('concern.look', 'concern.print') ORDER BY id", new { id }), Is.EqualTo(new[] { "concern.look", "concern.print" }));
    }

    [Test]
    public async Task A_held_pair_hears_of_a_break_and_no_coordinator_lets_it_go_on()
    {
        using var lea = await Site.As(office.Lea);
        using var amina = await Site.As(office.Pair.MenteeId);
        using var cora = await Site.As(office.Coordinator);
        Assert.That((await lea.Post(Address, "Hold")).Text, Does.Contain("The pair is paused. Both read that their letters have a break, and not why."));
        Assert.That((await amina.Get("/desk")).Text, Does.Contain("You and Henrik are having a break.").And.Not.Contain("oncern"));
        Assert.That((await amina.Get("/notices")).Text, Does.Contain("Your letters with Henrik are paused").And.Not.Contain("oncern").And.Not.Contain("safe"));
        var step = await cora.Get($"/pairs/{office.Pair.Id}/step-in");
        Assert.That(step.Text, Does.Contain("A concern keeps this pair paused. Only a safeguarding lead can let it go on."));
        Assert.That(step.Html, Does.Not.Contain("value=\"Resume\""));
        Assert.That((await lea.Post(Address, "LetGo")).Text, Does.Contain("The pair goes on, with all dates moved."));
        Assert.That((await Site.Get<ProgramStore>().Pair(office.Pair.Id))!.State, Is.EqualTo(PairState.Active));
    }

    [Test]
    public async Task A_letter_that_lies_with_it_is_read_there_once_it_is_gone_and_each_look_is_an_event()
    {
        var letter = await office.Send();
        await Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
        await Site.Pass(TimeSpan.FromMinutes(2));
        var about = await Site.Get<ConcernStore>().Worried(office.Program, office.Pair.Id, letter.Id, "", office.Pair.MentorId, []);
        using var ada = await Site.As(office.Ada);
        Assert.That((await ada.Get($"/concerns/{about}")).Html, Does.Contain($"/concerns/letters/{about}"));
        var page = await ada.Get($"/concerns/letters/{about}");
        Assert.That(page.Text, Does.Contain("Amina to Henrik").And.Contain("My notebook for rain has 211 days in it."));
        Assert.That(await office.Looks(letter.Id, office.Ada), Is.EqualTo(1));
    }

    string Address => $"/concerns/{id}";
}
