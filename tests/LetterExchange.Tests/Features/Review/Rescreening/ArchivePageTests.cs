using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review.Rescreening;

/// <summary>A coordinator has the archive screened again, watches it, stops it, and looks at what was found; a lead looks at what tells of danger.</summary>
public sealed class ArchivePageTests
{
    Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.Open();

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task It_is_begun_from_the_phrases_page_and_found_letters_are_there_to_be_looked_at()
    {
        var letter = await Delivered();
        using var visitor = await office.Site.As(office.Coordinator);
        foreach (var page in new[] { "/phrases", "/quality/rules" }) Assert.That((await visitor.Get(page)).Html, Does.Contain("href=\"/quality/archive\""));
        Assert.That((await visitor.Post("/phrases", null, ("act", "save"), ("Words", "notebook * rain"), ("Kind", "Watched"), ("About", Category.Secrecy), ("IsDanger", "true"))).Text, Does.Contain("Letters not yet delivered are looked at again."));
        Assert.That((await visitor.Get("/quality/archive")).Text, Does.Contain("1 letter has been sent in this program."));
        Assert.That((await visitor.Post("/quality/archive", null)).Text, Does.Contain("newest letters first").And.Contain("0 of 1 letters").And.Contain("Stop it"));
        await office.Site.Sweep();
        Assert.That((await visitor.Get("/quality/archive")).Text, Does.Contain("Cora").And.Contain("1 of 1 letters").And.Not.Contain("Stop it"));
        var id = (await office.Site.Get<ArchiveScreenings>().Of(office.Program)).Single().Id;
        Assert.That((await visitor.Get($"/quality/archive/{id}")).Text, Does.Contain("Amina to Henrik").And.Contain("danger").And.Contain("I’m worried"));
        using var lead = await office.Site.As(office.Lea);
        Assert.That((await lead.Get("/notices")).Text, Does.Contain("The archive tells of danger in a letter"));
        Assert.That((await lead.Get($"/quality/archive/{id}")).Text, Does.Contain("Amina to Henrik"));
        var page1 = await lead.Get($"/archive/{letter.Id}");
        Assert.That(page1.Text, Does.Contain("Found later, when the archive was screened again.").And.Contain("Screened again by changed rules"));
        Assert.That(page1.Html, Does.Not.Contain("href=\"/archive\""));
        foreach (var person in new[] { lead, visitor }) Assert.That((await person.Get($"/worried?letter={letter.Id}")).Text, Does.Contain("Amina"));
        Assert.That((await office.Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
    }

    [Test]
    public async Task It_is_stopped_and_does_not_go_on()
    {
        await Delivered();
        using var visitor = await office.Site.As(office.Coordinator);
        await visitor.Post("/quality/archive", null);
        Assert.That((await visitor.Post("/quality/archive", null)).Text, Does.Contain("The archive is being screened already."));
        var page = await visitor.Get("/quality/archive");
        foreach (var said in new[] { "It is stopped.", "It has ended already." })
            Assert.That((await visitor.Send("/quality/archive?handler=Stop", [.. page.Form("Stop")])).Text, Does.Contain(said).And.Contain("0 of 1 letters").And.Contain("stopped"));
        await office.Site.Sweep();
        Assert.That((await office.Site.Get<ArchiveScreenings>().Of(office.Program)).Single().Seen, Is.Zero);
    }

    [Test]
    public async Task What_is_under_way_when_the_service_stops_goes_on_when_it_starts()
    {
        await Delivered();
        await office.Site.Get<ArchiveScreenings>().Begin(office.Program, office.Coordinator);
        await office.Site.Stop();
        await office.Site.StartAgain();
        await office.Site.Sweep();
        Assert.That((await office.Site.Get<ArchiveScreenings>().Of(office.Program)).Single() is { Seen: 1, IsUnderWay: false });
    }

    [Test]
    public async Task A_reviewer_is_told_why_an_approved_letter_is_back()
    {
        var letter = await office.Send();
        await office.Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace);
        await office.Site.Get<PhraseStore>().Add(office.Program, new(PhraseKind.Watched, "notebook * rain", Category.Place, false), Actor.Service);
        await office.Site.Sweep();
        using var visitor = await office.Site.As(office.Grace);
        Assert.That((await visitor.Get($"/review/{letter.Id}")).Text, Does.Contain("The rules have changed since this letter was approved").And.Contain("A phrase this program watches for."));
    }

    [Test]
    public async Task The_pages_fit_every_window([Values(390, 1280)] int width)
    {
        await Delivered();
        await Delivered(byMentor: true);
        await office.Site.Get<PhraseStore>().Add(office.Program, new(PhraseKind.Watched, "notebook * rain", Category.Offplatform, width == 390), Actor.Service);
        await using var window = await office.Site.Window(office.Coordinator, new Variant("en", "light", width), javaScript: false);
        await window.Page.GotoAsync("/quality/archive");
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Screen the archive again" }).ClickAsync();
        await window.Shot("archive-under-way");
        await window.ShouldFitItsWidth();
        await office.Site.Sweep();
        await window.Page.GotoAsync("/quality/archive");
        await window.Shot("archive-done");
        await window.ShouldFitItsWidth();
        await window.Page.Locator("table a").First.ClickAsync();
        await window.Shot("archive-found");
        await window.ShouldFitItsWidth();
        Assert.That(await window.Page.Locator("tbody tr").CountAsync(), Is.EqualTo(2));
        Assert.That(window.Complaints, Is.Empty);
    }

    async Task<Letter> Delivered(bool byMentor = false)
    {
        var letter = await office.Send(byMentor: byMentor);
        Assert.That(await office.Site.Get<Decisions>().Approve(letter.Id, letter.Version, office.Grace), Is.EqualTo(Decided.Done));
        await office.Site.Pass(TimeSpan.FromMinutes(2));
        return await office.Fresh(letter.Id);
    }
}
