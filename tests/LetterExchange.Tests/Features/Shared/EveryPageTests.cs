using LetterExchange.Data;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Shared;

/// <summary>Every page of the access matrix, as a person sees it to whom it is open: axe finds nothing, nothing sticks out, the browser complains of
/// nothing, without JavaScript the same page stands there, and a picture is kept.</summary>
public sealed class EveryPageTests
{
    // Not pages: what watches the service, what streams, files, and Hangfire's own dashboard.
    static readonly string[] others = ["/health/live", "/health/ready", "/metrics", "/sw.js", "/me/key", "/notices/stream", "/calendar/{feed}", "/archive/exports/{export}", "/admin/jobs"];

    MatrixSite matrix = null!;

    [OneTimeSetUp]
    public async Task Open() => matrix = await MatrixSite.Open(Engine.Sqlite);

    [OneTimeTearDown]
    public async Task Close() => await matrix.DisposeAsync();

    static IEnumerable<TestCaseData> Pages() => AccessMatrix.Rows
        .Where(row => row.Method == "GET" && !others.Contains(row.Path) && !row.Path.StartsWith("/pictures/"))
        .SelectMany(row => Readers(row).Select(column => (row.Path, Column: column)))
        .Select((page, i) => new TestCaseData(page.Path, page.Column, i));

    /// <summary>The two of a pair have pages of their own; otherwise one of those who may is enough.</summary>
    static IEnumerable<char> Readers(AccessMatrix.Row row)
    {
        var may = AccessMatrix.People.Zip(row.May).Where(one => one.Second).Select(one => one.First.Column).ToList();
        if (may.Contains('n')) return ['n'];
        var pair = may.Where(column => column is 'm' or 'M').ToList();
        return pair.Count > 0 ? pair : may.Take(1);
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Page_passes_axe_and_stands_without_JavaScript(string path, char column, int index)
    {
        foreach (var variant in Variants.For(index))
        {
            var scripted = await Look(path, column, variant, javaScript: true);
            var plain = await Look(path, column, variant, javaScript: false);
            Assert.That(plain, Is.EqualTo(scripted));
        }
    }

    async Task<string> Look(string path, char column, Variant variant, bool javaScript)
    {
        await using var window = await matrix.Site.Window(matrix.Person(column), variant, javaScript);
        var answer = await window.Page.GotoAsync(matrix.Path(path));
        Assert.That(answer!.Status, Is.LessThan(400), path);
        await window.ShouldFitItsWidth();
        if (javaScript)
        {
            await window.Shot($"page{path.Replace('/', '-').Replace('?', '-').Replace('=', '-').Replace("{", "").Replace("}", "")}-{column}");
            await window.ShouldPassAxe();
        }
        if (variant.Width < 600)
        {
            await window.Widen(320); // The narrowest there is.
            await window.ShouldFitItsWidth();
        }
        Assert.That(window.Complaints, Is.Empty);
        return await window.Page.Locator("h1").InnerTextAsync();
    }
}
