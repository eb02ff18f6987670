using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Tests.Ground;
using MimeKit;

namespace LetterExchange.Tests.Features.Notices;

/// <summary>Mails as those see them who get them: in a mail program's window and on a telephone, by day and by night, in each language; as text; and the one click that ends them.</summary>
public sealed partial class MailLooksTests
{
    Site site = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    /// <summary>What a mail may tell: one thing of each sort, and many at once.</summary>
    static readonly (string Name, NoticeKind[] Kinds)[] mails =
    [
        ("arrived", [NoticeKind.LetterArrived]),
        ("returned", [NoticeKind.LetterReturned]),
        ("round", [NoticeKind.RoundOpened]),
        ("reminders", [.. Enumerable.Repeat(NoticeKind.Reminder, 8)]),
        ("mixed", [NoticeKind.LetterArrived, NoticeKind.DueMoved, NoticeKind.PairPaused, NoticeKind.TurnLapsed]),
        ("safety", [NoticeKind.SafeguardingLetter]),
    ];

    static IEnumerable<TestCaseData> Mails =>
        from mail in mails.Select((mail, n) => (mail.Name, mail.Kinds, Place: 2 * n))
        from width in new[] { 600, 360 }
        from variant in Looks(mail.Place + (width == 360 ? 1 : 0))
        select new TestCaseData(mail.Name, mail.Kinds, variant with { Width = width }).SetArgDisplayNames(mail.Name, $"{variant with { Width = width }}");

    /// <summary>A mail has widths of its own: each language in each theme, or one of these in turn.</summary>
    static IEnumerable<Variant> Looks(int place) => Variants.Long ? Variants.All.DistinctBy(variant => (variant.Language, variant.Theme)) : [Variants.All[place % Variants.All.Count]];

    [TestCaseSource(nameof(Mails))]
    public async Task A_mail_reads_well_and_fetches_nothing(string name, NoticeKind[] kinds, Variant variant)
    {
        var mail = await Sent(variant.Language, kinds);
        await using var window = await (await Browser.Shared).Open(variant, javaScript: false);
        var asked = new List<string>();
        window.Context.Request += (_, request) => asked.Add(request.Url);
        await window.Page.SetContentAsync(mail.HtmlBody!);
        await window.Shot($"mail-{name}");
        Assert.That(asked.Where(url => !url.StartsWith("about:", StringComparison.Ordinal)), Is.Empty);
        Assert.That(await window.Page.Locator("img, iframe, object, link").CountAsync(), Is.Zero);
        await window.ShouldFitItsWidth();
        await window.ShouldPassAxe();
        foreach (var link in await window.Page.Locator("main a").AllAsync()) Assert.That((await link.BoundingBoxAsync())!.Height, Is.GreaterThanOrEqualTo(24));
    }

    [TestCaseSource(nameof(Mails))]
    public async Task Its_text_says_the_same(string name, NoticeKind[] kinds, Variant variant)
    {
        var mail = await Sent(variant.Language, kinds);
        var html = mail.HtmlBody!;
        var paragraphs = Paragraph().Matches(html).Select(match => match.Groups[1].Value).Where(said => !said.Contains("<a ", StringComparison.Ordinal)).Select(Plain).ToList();
        var links = Link().Matches(html[html.IndexOf("<main", StringComparison.Ordinal)..]).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        Assert.That(paragraphs, Has.Count.GreaterThanOrEqualTo(3));
        Assert.That(links, Has.Count.GreaterThanOrEqualTo(2));
        var text = Plain(mail.TextBody!);
        foreach (var said in paragraphs.Concat(links)) Assert.That(text, Does.Contain(said), name);
        Assert.That(Address().Matches(mail.TextBody!).Select(match => match.Value).Distinct(), Is.EquivalentTo(links.Distinct()));
    }

    [Test]
    public async Task A_mail_program_stops_them_with_one_click_and_a_look_at_the_link_changes_nothing()
    {
        var person = await Person("en");
        var mail = await Sent(person, [NoticeKind.LetterArrived]);
        Assert.That(mail.Headers["List-Unsubscribe-Post"], Is.EqualTo("List-Unsubscribe=One-Click")); // RFC 8058, section 3.1.
        var address = new Uri(mail.Headers["List-Unsubscribe"]!.Trim('<', '>')).PathAndQuery;
        using var program = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };
        Assert.That((await program.GetAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Sent(person, [NoticeKind.LetterArrived]), Is.Not.Null);
        Assert.That((await program.PostAsync(address, new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Find(person, [NoticeKind.LetterArrived]), Is.Null);
        Assert.That(await Find(person, [NoticeKind.SafeguardingLetter]), Is.Not.Null, "What concerns a child's safety always comes.");
    }

    async Task<MimeMessage> Sent(string language, NoticeKind[] kinds) => await Sent(await Person(language), kinds);

    async Task<MimeMessage> Sent(Guid person, NoticeKind[] kinds) => await Find(person, kinds) ?? throw new AssertionException("No mail was written.");

    /// <summary>Tells a mentor these things and gives back the one mail about them, if there is one.</summary>
    async Task<MimeMessage?> Find(Guid person, NoticeKind[] kinds)
    {
        var program = (await site.Given.Program()).Id;
        var tellings = kinds.Select((kind, n) => new Telling(person, program, kind, site.Clock.New(), $"{n}", $"/letters/{site.Clock.New()}", Arguments(kind, n))).ToList();
        var before = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.eml").ToHashSet() : [];
        await site.Db.Transact(tx => site.Get<Notifier>().Tell(tx, tellings));
        await site.Sweep();
        var files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.eml").Where(file => !before.Contains(file)).ToList() : [];
        return files.Count == 0 ? null : MimeMessage.Load(files.Single());
    }

    string Folder => Path.Combine(site.Folder, "mail");

    async Task<Guid> Person(string language)
    {
        var person = await site.Given.Person("Mentor", name: "Beatriz");
        await site.Db.Execute("UPDATE people SET email = @email, language = @language WHERE id = @person", new { email = $"{person:N}@example.org", language, person });
        return person;
    }

    /// <summary>A name, a title or a date for each place that the kind's words have (see <see cref="NoticeKind"/>).</summary>
    string[] Arguments(NoticeKind kind, int n)
    {
        var due = site.Now.AddDays(2 + n).AddHours(9).ToString("O");
        string[] names = ["Amina", "Marguerite-Ottilie", "Bartholomäus", "Ng", "Chiamaka", "Søren", "Zoë", "Đặng"];
        return kind == NoticeKind.RoundOpened ? ["The Night Bus Knows My Name", names[n], due] : [names[n], due, "72"];
    }

    static string Plain(string text) => Blanks().Replace(WebUtility.HtmlDecode(text), " ").Trim();

    [GeneratedRegex("<p>(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    [GeneratedRegex("<a [^>]*href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
