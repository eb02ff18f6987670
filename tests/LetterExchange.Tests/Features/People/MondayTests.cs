using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>A coordinator's Monday morning: a class of twelve and two mentors, from nothing to pairs, in a browser.</summary>
public sealed class MondayTests
{
    const string Class = """
        Amina Karimova
        Kofi Mensah
        Linh Tran
        Mateo, López García
        Saoirse Kelly
        Yusuf Demir
        Zofia Nowak
        Farrukh Aliyev
        Esperanza Ruiz
        Jun-ho Park
        Aroha Ngata
        Oluwaseun Adeyemi
        """;

    [Test]
    public async Task A_class_of_twelve_and_two_mentors_are_ready_before_the_bell([Values] bool scripts)
    {
        await using var mail = await MailServer.Start();
        await using var site = await Site.Open(settings: new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{mail.Port}", ["Mail:Security"] = "None" });
        await site.Given.Program();
        await using var window = await site.Window(await site.Given.Person("Coordinator", name: "Dilnoza"), Variants.All[scripts ? 0 : 2], scripts);
        var page = window.Page;
        var step = 0;

        await page.GotoAsync("/people");
        await page.ClickAsync("text=Classes and groups");
        await page.FillAsync("[name=Name]", "Northgate 5B");
        await page.ClickAsync("button:text('Add it')");
        await Look("class");

        await page.ClickAsync("nav.sub >> text=People");
        await page.ClickAsync("text=Add a mentee");
        await page.ClickAsync("text=A whole class");
        await page.FillAsync("[name=Names]", Class);
        await page.SelectOptionAsync("[name=Cohort]", new Microsoft.Playwright.SelectOptionValue { Label = "Northgate 5B" });
        await page.FillAsync("[name=Organisation]", "Northgate Primary");
        await page.SelectOptionAsync("[name='Consent.Kind']", "School");
        await page.FillAsync("[name='Consent.GivenBy']", "The head teacher");
        await page.FillAsync("[name='Consent.How']", "signed list of 8 January");
        await Look("names");
        await page.ClickAsync("text=Add all and make their cards");
        await page.WaitForSelectorAsync(".card");
        Assert.That(await page.Locator(".card").CountAsync(), Is.EqualTo(12));
        var words = await page.Locator(".card").First.Locator("b").AllTextContentsAsync();
        await Look("cards");

        foreach (var (given, surname) in new[] { ("Henrik", "Solberg"), ("Anneke", "de Vries") })
        {
            await page.GotoAsync("/people/new-mentor");
            await page.FillAsync("[name=GivenName]", given);
            await page.FillAsync("[name=Surname]", surname);
            await page.FillAsync("[name=Email]", $"{given}@example.org");
            if (given == "Henrik")
            {
                await page.CheckAsync("[name=Cleared]");
                await page.FillAsync("[name='Clearance.Kind']", "Police check");
            }
            await page.ClickAsync("text=Add and invite");
            await Look($"mentor-{given}");
        }
        await site.Sweep();
        Assert.That(mail.Messages.Select(one => one.To[0]), Is.EquivalentTo(new[] { "Henrik@example.org", "Anneke@example.org" }));

        foreach (var mentor in new[] { "Henrik", "Anneke" })
        {
            await page.GotoAsync("/pairs/new");
            await page.CheckAsync($"label:has-text('{mentor}') input");
            foreach (var box in (await page.Locator("[name=Mentees]").AllAsync()).Take(6)) await box.CheckAsync();
            await Look($"pairing-{mentor}");
            await page.ClickAsync("text=Bring them together");
            await page.WaitForSelectorAsync(".said");
        }
        Assert.That(await page.TextContentAsync(".said"), Does.Contain("Anneke has 6 new mentees. The clearance of Anneke is missing"));
        await page.GotoAsync("/people");
        await Look("people");
        Assert.That(await site.Db.Query<(string, long)>("SELECT state, COUNT(*) FROM pairs GROUP BY state ORDER BY state"), Is.EqualTo(new[] { ("Active", 6L), ("Paused", 6L) }));

        await using (var henrik = await site.Window(variant: window.Variant, javaScript: scripts))
        {
            var received = mail.Messages.Single(one => one.To[0] == "Henrik@example.org").Message;
            await henrik.Page.SetContentAsync(received.HtmlBody!);
            await henrik.Shot($"monday-{++step:00}-mail{(scripts ? "" : "-plain")}");
            await henrik.Page.GotoAsync(Regex.Match(received.TextBody!, @"/password/\S+").Value);
            await henrik.Page.FillAsync("[name=Password]", "seven brown kettles");
            await henrik.Shot($"monday-{++step:00}-password{(scripts ? "" : "-plain")}");
            await henrik.Page.ClickAsync("button.btn");
            await henrik.Page.Arrives("**/desk");
        }
        await using var child = await site.Window(variant: window.Variant, javaScript: scripts);
        await child.Page.GotoAsync("/sign-in");
        await child.Page.FillAsync("#name", "Amina");
        for (var i = 0; i < 3; i++) await child.Page.FillAsync($"#w{i + 1}", words[i]);
        await child.Page.ClickAsync("text=Open my desk");
        await child.Page.Arrives("**/desk");
        Assert.That(window.Complaints, Is.Empty);

        async Task Look(string what)
        {
            await window.Shot($"monday-{++step:00}-{what}{(scripts ? "" : "-plain")}");
            await window.ShouldFitItsWidth();
        }
    }
}
