using System.Net;
using System.Net.Sockets;
using System.Text;
using LetterExchange.Features.Imports;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Imports;

/// <summary>A list on its way in, as a coordinator sees it.</summary>
public sealed class ImportPagesTests
{
    const string List = """
        Given name,Surname,Role,E-mail,Born,Class,Mentor,Guardian,Consent,Consent how,Consent given,Consent until,Clearance,Clearance from,Clearance until,Shoe size
        Henrik,Solberg,mentor,henrik@example.org,,,,,,,,,Police check,2026-09-01,2028-08-31,44
        Amina,Karimova,mentee,,2016-03-01,Northgate 5B,henrik@example.org,Her mother,guardian,form on paper,2027-01-04,2028-01-03,,,,
        Kofi,Mensah,mentee,,2015-05-05,Northgate 5B,henrik@example.org,His father,,,,,,,,
        Theo,Bauer,mentee,,2019-12-01,Northgate 5B,,His mother,,,,,,,,
        Lin,"=HYPERLINK(""https://example.org"",""x"")",mentee,,2016-07-07,Northgate 5B,nobody@example.org,,,,,,,,,

        """;

    Site site = null!;
    Guid coordinator;
    Visitor visitor = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open();
        coordinator = await site.Given.Coordinator();
        visitor = await site.As(coordinator);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    async Task<Visitor.Answer> Send(string text) => await visitor.Upload("/people/import", Encoding.UTF8.GetBytes(text), [.. (await visitor.Get("/people/import")).Hidden(null)]);

    [Test]
    public async Task A_list_is_sent_looked_at_accepted_done_and_its_cards_are_made()
    {
        var preview = await Send(List);
        Assert.That(preview.Path, Does.Match("^/people/import/.+"), preview.Text);
        Assert.That(preview.Text, Does.Contain("5 lines, and nothing is written yet").And.Contain("The column “Shoe size” is not known here").And.Contain("Leave out the 2 lines with mistakes"));
        Assert.That(preview.Text, Does.Contain("5 Theo Bauer Mentee, Northgate 5B left out Born : A mentee of 7: they may be 8 to 18 years old.").Or.Contain("Born: A mentee of 7: they may be 8 to 18 years old."));
        Assert.That(preview.Html, Does.Not.Contain("<a href=\"https://example.org").And.Contain("=HYPERLINK("));
        Assert.That((await visitor.Get("/people/import")).Text, Does.Contain("A list of 5 lines that you sent waits for your yes."));

        var refused = await visitor.Post(preview.Path);
        Assert.That(refused.Text, Does.Contain("Some lines have mistakes."));
        var running = await visitor.Post(preview.Path, null, ("Skip", "true"));
        Assert.That(running.Text, Does.Contain("It is being done").And.Contain("0 of 5 lines"));
        await site.Sweep();
        var done = await visitor.Get(preview.Path);
        Assert.That(done.Text, Does.Contain("people added 3").And.Contain("new pairs 2").And.Contain("left out 2").And.Contain("2 children have no card yet"), done.Text);

        var id = preview.Path.Split('/')[^1];
        Assert.That((await visitor.Get($"/people/cards?import={id}")).Text, Does.Contain("2 children have no card yet"));
        var cards = await visitor.Post($"/people/cards?import={id}", "New");
        Assert.That(cards.Html.Split("class=\"qr\""), Has.Length.EqualTo(3), cards.Text);
        Assert.That(cards.Html, Does.Contain("amina").And.Contain("kofi"));
        Assert.That((await visitor.Get($"/people/cards?import={id}")).Text, Does.Contain("Everybody in this list has a card."));
        Assert.That((await visitor.Get("/people/imports")).Text, Does.Contain("Coordinator").And.Contain("Table 5 3 0 2 2"));

        var again = await Send(List.Split('\n').Take(4) is var first ? string.Join('\n', first) : "");
        Assert.That(again.Text, Does.Contain("There is nothing to do."));
    }

    [Test]
    public async Task A_list_is_its_sender_s_alone()
    {
        var preview = await Send(List);
        using var other = await site.As(await site.Given.Coordinator());
        Assert.That((await other.Get(preview.Path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await other.Get("/people/imports")).Text, Does.Contain("No list has been imported yet."));
        Assert.That((await visitor.Post(preview.Path, "Drop")).Text, Does.Contain("The list is thrown away."));
        Assert.That((await visitor.Get(preview.Path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_file_that_is_no_list_is_answered_in_words()
    {
        Assert.That((await Send("")).Text, Does.Contain("The file is empty."));
        Assert.That((await Send("Name\nLin")).Text, Does.Contain("Call it “Role”"));
        Assert.That((await Send("PK\u0003\u0004[Content_Types].xml")).Text, Does.Contain("This package can’t be unpacked."));
        Assert.That((await visitor.Post("/people/import")).Text, Does.Contain("Please choose a file."));
        Assert.That((await Send(List + new string('\n', 20_000_000))).Text, Does.Contain("at most 20 MB are taken"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM roster_imports"), Is.Zero);
    }

    [Test]
    public async Task A_file_of_a_gigabyte_is_refused_before_it_is_sent()
    {
        var at = new Uri(site.Address);
        using var wire = new TcpClient();
        await wire.ConnectAsync(at.Host, at.Port);
        var head = $"POST /people/import HTTP/1.1\r\nHost: {at.Authority}\r\nCookie: {visitor.Cookies}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000000\r\n\r\n--x\r\n";
        await wire.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = new StreamReader(wire.GetStream());
        Assert.That(await answer.ReadLineAsync(patience.Token), Does.StartWith("HTTP/1.1 413"));
    }

    [Test]
    public async Task The_template_is_a_list_of_columns_that_the_page_takes_back()
    {
        using var answer = await visitor.Fetch("/people/import?handler=Template");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(text.Trim('\uFEFF'), Does.StartWith("Id,Given name,Surname,Role,E-mail,Born,"));
        Assert.That((await Send(text)).Text, Does.Contain("nobody below it"));
    }

    [Test]
    public async Task A_card_s_code_brings_the_name_and_nothing_else()
    {
        Assert.That(CardCode.Link("https://letters.example.org/", "amina k 2"), Is.EqualTo("https://letters.example.org/sign-in?card#amina%20k%202"));
        await using var window = await site.Window(coordinator);
        await window.Page.GotoAsync("/sign-in?card#am%C3%A9lie%20k");
        await window.Page.WaitForFunctionAsync("document.activeElement?.id === 'w1'");
        Assert.That((await window.Page.InputValueAsync("#name"), await window.Page.InputValueAsync("#w1"), new Uri(window.Page.Url).Fragment), Is.EqualTo(("amélie k", "", "")));
    }

    [TestCase("A4", 8, 1)]
    [TestCase("A4", 9, 2)]
    [TestCase("Letter", 8, 1)]
    [TestCase("Letter", 9, 2)]
    public async Task Eight_cards_fit_on_a_sheet(string paper, int cards, int sheets)
    {
        var cohort = await site.Given.Cohort();
        string[] names = ["Amina", "Kofi", "Linh", "Mateo", "Saoirse", "Yusuf", "Zofia", "Wilhelmina-Alexandra", "Jun-ho"];
        await site.Get<Roster>().Add((await site.Given.Program()).Id, [.. names.Take(cards).Select((name, i) => (new NewMentee { GivenName = name, Surname = "Karimova", CohortId = cohort, Language = i % 2 == 0 ? "fr" : "es" }, "a b c"))], coordinator);
        await site.Db.Execute("UPDATE people SET password_hash = NULL");
        await using var window = await site.Window(coordinator);
        await window.Page.GotoAsync($"/people/cards?cohort={cohort}");
        await window.Page.ClickAsync($"text=Make {cards} cards");
        await window.Page.WaitForSelectorAsync(".card");
        if (cards == 9) await window.ShouldPassAxe();
        var pdf = Encoding.Latin1.GetString(await window.Page.PdfAsync(new() { Format = paper, PreferCSSPageSize = false }));
        Assert.That(System.Text.RegularExpressions.Regex.Count(pdf, @"/Type\s*/Page\b"), Is.EqualTo(sheets));
        await window.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await window.Shot($"cards-print-{cards}");
        Assert.That(await window.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.card')].every(card => card.scrollHeight <= card.clientHeight + 1)"), Is.True, "nothing is cut off");
    }

    [Test]
    public async Task An_import_that_runs_is_followed_by_its_page()
    {
        var preview = await Send(List);
        await visitor.Post(preview.Path, null, ("Skip", "true"));
        await using var window = await site.Window(coordinator);
        await window.Page.GotoAsync(preview.Path);
        await window.Shot("import-running");
        await window.ShouldPassAxe();
        await site.Sweep();
        await window.Page.WaitForSelectorAsync("text=It is done");
        await window.Shot("import-done");
        await window.ShouldPassAxe();
        await window.ShouldFitItsWidth();
        Assert.That(window.Complaints, Is.Empty);
    }
}
