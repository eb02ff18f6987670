using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>Pages speak their reader's language: what a person has chosen, and at the door what the browser or the visitor says.</summary>
public sealed class ReadersLanguageTests
{
    Site site = null!;
    Guid mentor;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        mentor = await site.Given.Person("Mentor", name: "Henrik");
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_person_chooses_a_language_and_is_told_so_in_it()
    {
        using var visitor = await site.As(mentor);
        var chosen = await visitor.Post("/me", "Language", ("Language", "fr"));
        Assert.That(chosen.Html, Does.Contain("<html lang=\"fr\""));
        Assert.That(chosen.Text, Does.Contain(Text("fr", "me.language.done")));
        Assert.That(await site.Db.Get<string>("SELECT codes FROM events WHERE kind = 'person.language' AND subject_id = @mentor", new { mentor }), Is.EqualTo("fr"));
        Assert.That((await visitor.Get("/me")).Text, Does.Contain(Text("fr", "me.kept")));
        Assert.That((await visitor.Get("/nowhere")).Html, Does.Contain("<html lang=\"fr\""), "an error's page too");
        Assert.That((await visitor.Post("/me", "Language", ("Language", "en"))).Html, Does.Contain("<html lang=\"en\""));
    }

    [TestCase("de")]
    [TestCase("")]
    [TestCase("fr-FR")]
    public async Task A_language_that_is_not_spoken_is_refused_in_words(string language)
    {
        using var visitor = await site.As(mentor);
        var refused = await visitor.Post("/me", "Language", ("Language", language));
        Assert.That(refused.Text, Does.Contain("Choose one of the languages."));
        Assert.That(refused.Html, Does.Contain("href=\"#Language\""));
        Assert.That(refused.Html, Does.Contain("id=\"Language\""));
        Assert.That(await site.Db.Get<string>("SELECT language FROM people WHERE id = @mentor", new { mentor }), Is.EqualTo("en"));
    }

    [TestCase("es", "es")]
    [TestCase("fr-CA, en;q=0.8", "fr")]
    [TestCase("de, es;q=0.4, fr;q=0.9", "fr")]
    [TestCase("nonsense;q=x", "en")]
    [TestCase("de", "en")]
    public async Task The_door_speaks_what_the_browser_asks_for(string asked, string spoken) => Assert.That(await DoorOf(asked), Does.Contain($"<html lang=\"{spoken}\""));

    [Test]
    public async Task The_door_of_a_single_program_speaks_its_language_where_the_browser_says_nothing()
    {
        Assert.That(await DoorOf(null), Does.Contain("<html lang=\"en\""));
        await site.Db.Execute("UPDATE programs SET languages = 'es en'");
        Assert.That(await DoorOf(null), Does.Contain("<html lang=\"es\""));
        Assert.That(await DoorOf("de"), Does.Contain("<html lang=\"es\""));
        await site.Db.Execute("UPDATE programs SET languages = 'en'");
    }

    [Test]
    public async Task What_is_chosen_at_the_door_stays_chosen_and_keeps_where_one_was_going()
    {
        using var visitor = new Visitor(site.Address);
        var page = await visitor.Get("/sign-in?to=%2Fdesk");
        var chosen = await visitor.Send("/sign-in?handler=Language&language=fr", [.. page.Hidden("Language")]);
        Assert.That(chosen.Html, Does.Contain("<html lang=\"fr\""));
        Assert.That(chosen.Path, Is.EqualTo("/sign-in?to=%2Fdesk"));
        Assert.That((await visitor.Get("/password/forgotten")).Html, Does.Contain("<html lang=\"fr\""));
        var other = await visitor.Send("/sign-in?handler=Language&language=xx", [.. page.Hidden("Language")]);
        Assert.That(other.Html, Does.Contain("<html lang=\"fr\""), "what is not spoken changes nothing");
    }

    [Test]
    public async Task Words_that_wait_at_the_door_go_on_waiting_when_another_language_is_chosen()
    {
        using var visitor = await site.As(mentor);
        var form = (await visitor.Get("/worried")).Hidden(null);
        visitor.Take("session", "over");
        var door = await visitor.Send("/worried", [.. form, ("Text", "Something I saw.")]);
        Assert.That(door.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        var kept = door.Hidden("Adult").Single(field => field.Name == KeptForm.KeptField).Value;
        var spanish = await visitor.Send("/sign-in?handler=Language&language=es", [.. door.Hidden("Language")]);
        Assert.That(spanish.Html, Does.Contain("<html lang=\"es\""));
        Assert.That(spanish.Hidden("Adult").Single(field => field.Name == KeptForm.KeptField).Value, Is.EqualTo(kept));
    }

    [Test]
    public async Task Whoever_joins_has_the_language_that_was_chosen_for_them_and_otherwise_the_program_s()
    {
        using var visitor = await site.As(await site.Given.Coordinator());
        await Add("odile@example.org", ("Language", "fr"));
        await Add("ada@example.org");
        var refused = await Add("nobody@example.org", ("Language", "tlh"));
        Assert.That(refused.Text, Does.Contain("Choose one of the languages."));
        Assert.That(await Language("odile@example.org"), Is.EqualTo("fr"));
        Assert.That(await Language("ada@example.org"), Is.EqualTo("en"));

        async Task<Visitor.Answer> Add(string mail, params (string, string)[] more) =>
            await visitor.Post("/people/new-mentor", null, [("GivenName", "Odile"), ("Surname", "Marchand"), ("Email", mail), .. more]);
    }

    [Test]
    public async Task A_program_s_language_is_chosen_on_its_page_and_newcomers_begin_with_it()
    {
        var program = await site.Given.Program();
        using var visitor = await site.As(await site.Given.Coordinator());
        var page = $"/programs/{program.Id}";
        var form = System.Text.RegularExpressions.Regex.Matches((await visitor.Get(page)).Html, "<input[^>]*name=\"((?:Policy\\.)?\\w+)\"[^>]*value=\"([^\"]*)\"")
            .Select(input => (Name: input.Groups[1].Value, Value: input.Groups[2].Value)).Where(field => field.Name is "Name" or "Zone" || field.Name.StartsWith("Policy.")).ToArray();
        await visitor.Post(page, null, [.. form, ("Language", "es")]);
        Assert.That(await site.Db.Get<string>("SELECT languages FROM programs WHERE id = @Id", new { program.Id }), Is.EqualTo("es en"));
        Assert.That((await visitor.Get("/people/new-mentor")).Html, Does.Match("<option (?:value=\"es\" selected|selected=\"selected\" value=\"es\")"));
        await visitor.Post(page, null, [.. form, ("Language", "en")]);
        Assert.That(await site.Db.Get<string>("SELECT languages FROM programs WHERE id = @Id", new { program.Id }), Is.EqualTo("en es"));
    }

    [Test]
    public async Task Staff_correct_a_person_s_language()
    {
        using var visitor = await site.As(await site.Given.Coordinator());
        var person = await site.Get<Roster>().Add((await site.Given.Program()).Id,
            new NewAdult { GivenName = "Lucia", Surname = "Prado", Email = "lucia@example.org", Roles = [(Role.Mentor, null)] }, Actor.Service);
        await visitor.Post($"/people/{person.Id}", "Facts",
            ("Facts.GivenName", "Lucia"), ("Facts.Surname", "Prado"), ("Facts.Email", "lucia@example.org"), ("Facts.Language", "es"));
        Assert.That(await Language("lucia@example.org"), Is.EqualTo("es"));
        Assert.That((await visitor.Get($"/people/{person.Id}")).Html, Does.Contain("<dd lang=\"es\">Espa&#xF1;ol</dd>").Or.Contain("<dd lang=\"es\">Español</dd>"));
    }

    [Test]
    public async Task A_child_s_card_speaks_the_child_s_language_and_has_words_of_it()
    {
        using var visitor = await site.As(await site.Given.Coordinator());
        var card = await visitor.Post($"/people/new-mentee", null, ("GivenName", "Zoé"), ("Cohort", $"{await site.Given.Cohort()}"), ("Language", "fr"));
        Assert.That(card.Html, Does.Contain("<html lang=\"en\"").And.Contain("<li class=\"card\" lang=\"fr\">"));
        Assert.That(card.Text, Does.Contain(string.Format(Text("fr", "card.keep"), "Zoé")));
        var words = System.Text.RegularExpressions.Regex.Matches(card.Html, "<li><svg.*?<b>([a-z]+)</b>").Select(word => word.Groups[1].Value).ToList();
        Assert.That(words, Has.Count.EqualTo(3).And.All.Matches<string>(CardWords.French.Contains));
    }

    [TestCase("en")]
    [TestCase("fr")]
    [TestCase("es")]
    public void The_words_on_cards_are_many_short_and_plain(string language)
    {
        var words = CardWords.In(language);
        Assert.That(words, Has.Count.GreaterThanOrEqualTo(350).And.Unique);
        Assert.That(words, Has.All.Match("^[a-z]{3,10}$"));
    }

    Task<string> Language(string mail) => site.Db.Get<string>("SELECT language FROM people WHERE email = @mail", new { mail });

    async Task<string> DoorOf(string? asked)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{site.Address}/sign-in");
        if (asked is not null) request.Headers.TryAddWithoutValidation("Accept-Language", asked);
        return await (await client.SendAsync(request)).Content.ReadAsStringAsync();
    }

    /// <summary>A text as an adult reads it on a page, blanks folded.</summary>
    static string Text(string language, string key) => System.Text.RegularExpressions.Regex.Replace(LetterExchange.Text.Speaking.You(
        new System.Resources.ResourceManager(typeof(LetterExchange.Features.People.Texts)).GetString(key, System.Globalization.CultureInfo.GetCultureInfo(language))!), @"\s+", " ");
}
