using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LetterExchange.Tests;

/// <summary>A coordinator's Monday, as it is lived: in a browser, with the scheduler at work, a real mail server and six weeks of letters behind it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed partial class CoordinatorTests(Engine engine)
{
    static readonly DateTimeOffset monday = new(2027, 2, 22, 7, 30, 1, TimeSpan.Zero);

    Day day = null!;
    Term term = null!;
    Window window = null!;

    IPage Page => window.Page;

    [OneTimeSetUp]
    public async Task Begin() => day = await Day.Begin(engine, "monday", async of => term = await Term.Fill(of));

    [OneTimeTearDown]
    public async Task End() => await day.DisposeAsync();

    [Test]
    public async Task A_coordinator_s_Monday_from_the_mail_to_the_plan()
    {
        await The_mail_comes_when_it_is_no_longer_quiet_and_leads_to_the_pulse();
        await The_pulse_shows_who_will_get_nothing_and_leads_to_the_silent_pair();
        await A_kind_word_goes_to_the_silent_mentor();
        await The_letter_gets_more_time();
        await Twelve_letters_are_read_by_keyboard();
        await What_was_approved_is_delivered_and_found();
        await A_pair_s_letters_are_taken_as_a_book_and_as_a_table();
        await The_plan_moves_past_the_holidays();
        Assert.That(day.Complaints, Is.Empty);
    }

    async Task The_mail_comes_when_it_is_no_longer_quiet_and_leads_to_the_pulse()
    {
        day.Pass(monday - day.Site.Now, jump: true);
        await day.Comes("SELECT COUNT(*) FROM notices WHERE kind = 'WeeklyPulse' AND person_id = @Dilnoza", new { term.Dilnoza });
        day.Pass(TimeSpan.FromMinutes(31), jump: true);
        var (words, html) = await day.Mail("Dilnoza", "/pulse");
        Assert.That(words, Does.Contain("Zofia").And.Contain("Desmond").And.Contain("Seal of history"));
        Assert.That(words, Does.Not.Contain("Achebe").And.Not.Contain("hedgehog"), "given names only, and no word of a letter");
        window = await day.Fresh(1280);
        await Page.SetContentAsync(html);
        await day.Look(window, "mail");
        await Page.Locator("a[href$='/pulse']").First.ClickAsync();
        await Day.Enter(window, "Dilnoza");
        await Page.Arrives("**/pulse");
    }

    async Task The_pulse_shows_who_will_get_nothing_and_leads_to_the_silent_pair()
    {
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "2 children" })).ToContainTextAsync("Desmond, who missed 2 turns before");
        await Expect(Page.Locator(".five")).ToContainTextAsync("Desmond, a mentor, is silent");
        await day.Look(window, "pulse");
        await window.Follow("2 children will receive nothing");
        await day.Look(window, "signs");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Zofia and Desmond", Exact = true }).ClickAsync();
        await Page.Arrives($"**/pairs/{term.Silent.Id}");
        await day.Look(window, "pair");
    }

    async Task A_kind_word_goes_to_the_silent_mentor()
    {
        await window.Follow("A kind word Desmond");
        await window.SeesHeading("A kind word to Desmond");
        await day.Look(window, "nudge");
        await window.Press("Send this word");
        await window.IsTold("Desmond has been sent a kind word.");
        await day.Look(window, "nudged");
        await day.Mail("Desmond", "Your coordinator thinks of you: Zofia would be glad of a letter.");
    }

    async Task The_letter_gets_more_time()
    {
        var before = await Turn();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Dates of round 3, Desmond’s letter" }).ClickAsync();
        await Page.GetByRole(AriaRole.Radio, new() { Name = "Give more time" }).CheckAsync();
        await window.Fill("More days", "4");
        await window.Fill("Reason", "He has moved house and asked on the telephone.");
        await window.Press("Show what this moves");
        await window.SeesHeading("The due date will move");
        await day.Look(window, "more-time");
        await window.Press("Move the dates");
        await window.IsTold("The due date has moved; the writer has been told.");
        await day.Look(window, "more-time-given");
        var after = await Turn();
        Assert.That((after.DueAt - before.DueAt, after.CutOffAt - before.CutOffAt), Is.EqualTo((TimeSpan.FromDays(4), TimeSpan.FromDays(4))));
    }

    async Task<Turn> Turn() => (await day.Site.Get<Foresight>().Find(
        await day.Site.Db.Get<Guid>("SELECT id FROM turns WHERE pair_id = @Id AND writer_id = @MentorId AND state = 'Open'", new { term.Silent.Id, term.Silent.MentorId })))!.Value.Turn;
}
