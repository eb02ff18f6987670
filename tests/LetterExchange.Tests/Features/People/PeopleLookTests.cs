using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>Every page of this feature in a browser, with scripts and without, in the variants of the run: axe, the width, what the browser complains of.</summary>
public sealed class PeopleLookTests
{
    static readonly string[] names = ["Amina Karimova", "Kofi Mensah", "Linh Tran", "Mateo López", "Saoirse Kelly", "Yusuf Demir", "Zofia Nowak", "Farrukh Aliyev", "Esperanza Ruiz", "Jun-ho Park", "Aroha Ngata", "Oluwaseun Adeyemi"];

    static readonly string[] pages =
    [
        "/people", "/people?name=nobody", "/people/new-mentee", "/people/new-mentee?class=true", "/people/new-mentor", "/people/new-staff", "/people/{mentee}", "/people/{mentor}", "/people/{left}", "/people/{mentee}/card",
        "/people/cards", "/pairs/new", "/cohorts", "/programs", "/programs/{program}", "/admin", "/me", "/me as {mentee}", "/password/forgotten as nobody", "/password/{new}/{token} as nobody", "/password/{new}/old as nobody",
    ];

    Site site = null!;
    Dictionary<string, string> things = [];
    Guid staff;

    static IEnumerable<TestCaseData> Looks =>
        from page in pages.Select((path, index) => (path, index))
        from variant in Variants.For(page.index)
        from scripts in Variants.Long ? new[] { true, false } : [(page.index / Variants.All.Count + page.index) % 2 == 0]
        select new TestCaseData(page.path, variant, scripts);

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        var program = new MentoringProgram { Id = (await site.Given.Program()).Id, Name = "Northgate Reads", Zone = "Europe/Paris", Version = 1 };
        await site.Get<Settings>().Save(program, new Policies(), Actor.Service);
        var cohort = await site.Get<Settings>().AddCohort(program.Id, "Northgate 5B", Actor.Service);
        await site.Get<Settings>().AddCohort(program.Id, "Harbour Library 6", Actor.Service);
        await site.Get<Settings>().AddHelpContact(program.Id, "Children’s helpline", "0800 1111, day and night, free", Actor.Service);
        await site.Get<Settings>().AddHolidays(program.Id, new(2027, 3, 29), new(2027, 4, 9), "Easter", Actor.Service);
        var roster = site.Get<Roster>();
        var yes = new NewConsent(ConsentKind.Guardian, "Her mother", "form signed on paper", site.Now, site.Now.AddYears(1));
        var children = await roster.Add(program.Id, [.. names.Select((name, i) => (new NewMentee
        {
            GivenName = name.Split(' ')[0], Surname = name.Split(' ')[1], CohortId = cohort, Born = new(2016, 3, 1 + i), Organisation = "Northgate Primary", Town = "Northgate", Consent = i == 3 ? null : yes,
        }, Card.New("en")))], Actor.Service);
        var henrik = await Adult("Henrik Solberg", "henrik@example.org", Role.Mentor, new NewClearance("Police check, two references", site.Now, site.Now.AddYears(2)));
        var anneke = await Adult("Anneke de Vries", "anneke@example.org", Role.Mentor, null);
        var gone = await Adult("Bill Carter", "bill@example.org", Role.Mentor, null);
        await roster.EndAll(gone, program.Id, Actor.Service);
        foreach (var child in children.Take(5)) await site.Get<Pairing>().Make(program.Id, henrik, child.Id, cohort, Actor.Service);
        await site.Db.Execute("UPDATE people SET mail_broken_at = @Now WHERE id = @anneke", new { anneke, site.Now });
        staff = await Adult("Dilnoza Karimova", "dilnoza@example.org", Role.Coordinator, null);
        await roster.AddRole(staff, null, Role.Administrator, null, Actor.Service);
        await roster.AddRole(staff, await site.Get<Settings>().AddProgram("Riverside evenings", "America/New_York", "en", Actor.Service), Role.Coordinator, null, Actor.Service);
        await site.Sweep();
        await site.Get<Backups>().Take();
        things = new()
        {
            ["mentee"] = $"{children[0].Id}", ["mentor"] = $"{henrik}", ["left"] = $"{gone}", ["program"] = $"{program.Id}", ["new"] = $"{anneke}",
            ["token"] = site.Get<LinkTokens>().Make(new Account { Id = anneke, SecurityStamp = await Stamp(anneke) }, TimeSpan.FromDays(1)),
        };

        async Task<Guid> Adult(string name, string email, Role role, NewClearance? clearance) => (await roster.Add(program.Id, new NewAdult
        {
            GivenName = name.Split(' ', 2)[0], Surname = name.Split(' ', 2)[1], Email = email, Roles = [(role, null)], Clearance = clearance,
        }, Actor.Service)).Id;
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [TestCaseSource(nameof(Looks))]
    public async Task A_page_is_well_made(string page, Variant variant, bool scripts)
    {
        var parts = things.Aggregate(page, (text, thing) => text.Replace($"{{{thing.Key}}}", thing.Value)).Split(" as ");
        Guid? who = parts.ElementAtOrDefault(1) switch { null => staff, "nobody" => null, var id => Guid.Parse(id) };
        await using var window = await site.Window(who, variant, scripts);
        await window.Page.GotoAsync(parts[0]);
        await window.Page.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
        await window.Shot($"people-{System.Text.RegularExpressions.Regex.Replace(page.Trim('/'), @"[^\w]+", "-")}{(scripts ? "" : "-plain")}");
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        Assert.That(window.Complaints, Is.Empty);
    }

    [Test]
    public async Task Printed_cards_are_cards_and_nothing_else([Values] bool scripts)
    {
        await using var window = await site.Window(staff, Variants.All[1], scripts);
        await window.Page.GotoAsync($"/people/{things["mentee"]}/card");
        await window.Page.ClickAsync("text=Make a new card");
        await window.Page.WaitForSelectorAsync(".card");
        Assert.That(await window.Page.IsVisibleAsync("[data-print]"), Is.EqualTo(scripts), "only a script can print");
        await window.Shot($"people-card{(scripts ? "" : "-plain")}");
        await window.ShouldPassAxe();
        await window.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        Assert.That(await window.Page.IsVisibleAsync(".head") || await window.Page.IsVisibleAsync("h1") || await window.Page.IsVisibleAsync(".acts"), Is.False);
        Assert.That(await window.Page.Locator(".card b").CountAsync(), Is.EqualTo(3));
        await window.Shot($"people-card-print{(scripts ? "" : "-plain")}");
    }

    Task<string> Stamp(Guid person) => site.Db.Get<string>("SELECT security_stamp FROM people WHERE id = @person", new { person });
}
