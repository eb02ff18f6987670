using System.Diagnostics;
using System.IO.Compression;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.Desk;
using LetterExchange.Tests.Features.Letters;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Archive;

/// <summary>The book of a pair's letters: what is in it, and what e-book readers make of it.</summary>
public sealed class BookTests
{
    Site site = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public Task Names() => Policy(new Policies());

    [Test]
    public async Task It_holds_the_letters_in_their_order_under_their_stories()
    {
        var scene = await Season();
        var page = await Page(scene.Amina, scene);
        Assert.That(page, Does.Contain("Amina and Henrik: our letters").And.Contain("Second-Hand Thunder"));
        Assert.That(new[] { "Second-Hand Thunder", "the first of all", "the answer to it", "a letter of my own" }.Select(words => page.IndexOf(words, StringComparison.Ordinal)), Is.Ordered.And.All.Positive);
    }

    [Test]
    public async Task A_letter_that_has_not_been_opened_or_delivered_is_not_in_it()
    {
        var scene = await Season();
        await scene.Deliver(scene.Henrik, "Dear Amina, this one is still sealed.", free: true);
        await scene.Send(scene.Amina, "Dear Henrik, this one is still in review.", free: true);
        var amina = await Page(scene.Amina, scene);
        Assert.That(amina, Does.Not.Contain("still sealed").And.Not.Contain("still in review"));
        Assert.That(await Page(scene.Henrik, scene), Does.Contain("still sealed").And.Not.Contain("still in review")); // He wrote the one and can't know the other.
    }

    [Test]
    public async Task Names_stand_on_it_as_the_program_allows()
    {
        var scene = await Season();
        await Policy(new Policies { BookNames = BookNames.Initial });
        Assert.That(await Page(scene.Amina, scene), Does.Contain("A. and H.: our letters").And.Contain("A. to H."));
        Assert.That(Entry(await File(scene.Amina, scene), "book/package.opf"), Does.Contain("<dc:creator>A.</dc:creator>").And.Not.Contain("Amina"));
        await Policy(new Policies { BookNames = BookNames.NoBook });
        Assert.That(await Page(scene.Amina, scene), Does.Contain("makes no books").And.Not.Contain("the first of all"));
        var amina = await site.As(scene.Amina);
        Assert.That((await amina.Get($"/letters/book/{scene.Pair.Id}?handler=Epub")).Path, Is.EqualTo($"/letters/book/{scene.Pair.Id}"));
    }

    [Test]
    public async Task Before_the_first_letter_there_is_none()
    {
        var scene = await Scene.On(site);
        Assert.That(await Page(scene.Amina, scene), Does.Contain("There is no book yet."));
    }

    [Test]
    public async Task The_file_passes_epubcheck_whatever_was_written()
    {
        var scene = await Season();
        foreach (var text in new[]
        {
            "Dear Amina,\n\n- one & two\n- <b>three</b>\n\n> a quotation\n> of two lines\n\n***\n\nP.S. “No” & «yes» — 🎈 שלום 1 < 2\n\nHenrik",
            "Querida Amina:\n\n1. ¿Qué tal?\n2. *Bien*\n\n\u200fمرحبا\n\nUn abrazo,\nHenrik",
        })
            await scene.Open(await scene.Deliver(scene.Henrik, text, free: true), scene.Amina);
        await scene.Open(await scene.Deliver(scene.Amina, "Dear Henrik, our pigeon.", free: true, picture: Files.Png()), scene.Henrik);
        await scene.Open(await scene.Deliver(scene.Amina, "", free: true, picture: Files.FromATelephone()), scene.Henrik);
        var path = Path.Combine(site.Folder, "book.epub");
        await System.IO.File.WriteAllBytesAsync(path, await File(scene.Amina, scene));
        using var check = Process.Start(new ProcessStartInfo("java", ["-jar", "/usr/bin/epubcheck", "--failonwarnings", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = (check.StandardOutput.ReadToEndAsync(), check.StandardError.ReadToEndAsync());
        await check.WaitForExitAsync();
        Assert.That(check.ExitCode, Is.Zero, $"{await said.Item1}\n{await said.Item2}");
    }

    [Test]
    public async Task Pictures_are_in_it()
    {
        var scene = await Season();
        await scene.Open(await scene.Deliver(scene.Amina, "", free: true, picture: Files.FromATelephone()), scene.Henrik);
        var picture = await site.Db.Get<Guid>("SELECT id FROM pictures ORDER BY id DESC LIMIT 1");
        Assert.That((await (await site.As(scene.Henrik)).Get($"/letters/book/{scene.Pair.Id}")).Html, Does.Contain($"/pictures/{picture}"));
        using var zip = new ZipArchive(new MemoryStream(await File(scene.Henrik, scene)));
        Assert.That(zip.GetEntry($"book/picture-{picture:N}.jpg")!.Length, Is.EqualTo(await site.Db.Get<int>("SELECT LENGTH(bytes) FROM picture_bytes WHERE picture_id = @picture", new { picture })));
    }

    [Test]
    public async Task The_same_book_gives_the_same_bytes_and_its_taking_is_recorded()
    {
        var scene = await Season();
        var first = await File(scene.Amina, scene);
        await site.Pass(TimeSpan.FromHours(1));
        Assert.That(await File(scene.Amina, scene), Is.EqualTo(first));
        Assert.That(first[30..58], Is.EqualTo("mimetypeapplication/epub+zip"u8.ToArray())); // Where readers look for it.
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'pair.book' AND subject_id = @Id AND actor_id = @Amina", new { scene.Pair.Id, scene.Amina }), Is.EqualTo(2));
    }

    /// <summary>A round with a letter of each, and a free letter after it; all read.</summary>
    async Task<Scene> Season()
    {
        var scene = await Scene.On(site);
        await scene.OpenRound(Scene.Thunder);
        await scene.Open(await scene.Deliver(scene.Amina, "Dear Henrik, this is the first of all."), scene.Henrik);
        await scene.Open(await scene.Deliver(scene.Henrik, "Dear Amina, this is the answer to it."), scene.Amina);
        await scene.Open(await scene.Deliver(scene.Amina, "Dear Henrik, a letter of my own.", free: true), scene.Henrik);
        return scene;
    }

    Task Policy(Policies policies) => site.Db.Execute("UPDATE programs SET policies = @policies, version = version + 1", new { policies = policies.ToJson() });

    async Task<string> Page(Guid person, Scene scene) => (await (await site.As(person)).Get($"/letters/book/{scene.Pair.Id}")).Text;

    async Task<byte[]> File(Guid person, Scene scene)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        client.DefaultRequestHeaders.Add("Cookie", $"session={await site.Session(person)}");
        using var answer = await client.GetAsync($"/letters/book/{scene.Pair.Id}?handler=Epub");
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/epub+zip"));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    static string Entry(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var text = new StreamReader(zip.GetEntry(name)!.Open());
        return text.ReadToEnd();
    }
}
