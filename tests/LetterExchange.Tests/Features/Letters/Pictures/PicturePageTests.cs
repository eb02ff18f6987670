using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>A picture on its way from the writing page to its reader, without scripts, as forms send it.</summary>
public sealed partial class PicturePageTests
{
    const string Letter = "Dear Henrik,\n\nI drew our pigeon.\n\nAmina";

    Site site = null!;
    Correspondence us = null!;
    Visitor amina = null!;
    Visitor henrik = null!;
    Visitor ruth = null!;

    [OneTimeSetUp]
    public async Task Open() => site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [SetUp]
    public async Task Begin()
    {
        us = await Correspondence.On(site);
        (amina, henrik, ruth) = (await site.As(us.Amina), await site.As(us.Henrik), await site.As(us.Ruth));
    }

    [TearDown]
    public void End()
    {
        foreach (var visitor in new[] { amina, henrik, ruth }) visitor.Dispose();
    }

    string Turn => $"/turns/{us.Turn.Id}";

    [Test]
    public async Task A_picture_goes_from_the_sheet_to_its_reader_and_nobody_sees_it_before_it_is_theirs_to_see()
    {
        var laid = await Lay(Files.FromATelephone(), Letter);
        Assert.That(laid.Path, Is.EqualTo(Turn));
        Assert.That(laid.Text, Does.Contain("The picture lies with your letter now."));
        Assert.That(TextOn(laid), Is.EqualTo(Letter), "the words are kept with it");
        var picture = PicturesOn(laid).Single();
        await ShouldSee(picture, amina);

        var proof = await amina.Press(Turn, "Read", Letter);
        Assert.That(PicturesOn(proof), Is.EqualTo(new[] { picture }));
        var sent = await amina.SendIt(proof);
        Assert.That(PicturesOn(sent), Is.EqualTo(new[] { picture }));
        await site.Sweep();
        await ShouldSee(picture, amina, ruth);

        var letter = await LetterId();
        var review = await ruth.Get($"/review/{letter}");
        Assert.That(PicturesOn(review), Is.EqualTo(new[] { picture }));
        Assert.That(review.Text, Does.Contain("A picture goes with it. No rule can read it"));
        await us.Approve(letter);
        await ShouldSee(picture, amina, ruth);
        await site.Pass(TimeSpan.FromMinutes(2));
        await ShouldSee(picture, amina, ruth, henrik);

        var read = await henrik.Get($"/letters/{letter}");
        Assert.That(PicturesOn(read), Is.EqualTo(new[] { picture }));
        Assert.That(read.Html, Does.Contain("alt=\"A picture from Amina\""));
        Assert.That(PicturesOn(await henrik.Get("/letters")), Is.EqualTo(new[] { picture }));
        Assert.That(PicturesOn(await henrik.Get($"/turns/{(await us.OpenTurn()).Id}")), Is.EqualTo(new[] { picture }), "beside the paper on which it is answered");
        Assert.That(PicturesOn(await ruth.Get($"/archive/{letter}")), Is.EqualTo(new[] { picture }));
        foreach (var page in new[] { laid, proof, sent, review, read }) Assert.That(page.Html, Does.Not.Contain("IMG_0042").And.Not.Contain("at home"), "no file's name is kept");
    }

    [Test]
    public async Task What_is_served_is_a_picture_and_nothing_but_a_picture()
    {
        var picture = PicturesOn(await Lay(Files.FromATelephone())).Single();
        using var answer = await amina.Fetch(picture);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        string Header(string name) => string.Join(", ", answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values : []);
        Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("image/jpeg"));
        Assert.That(Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(Header("Content-Disposition"), Is.EqualTo("inline"));
        Assert.That(Header("Content-Security-Policy"), Does.Contain("sandbox").And.Contain("default-src 'none'"));
        Assert.That(Header("Cache-Control"), Does.Contain("private").And.Contain("no-cache"));
        Assert.That(Header("Cross-Origin-Resource-Policy"), Is.EqualTo("same-origin"));
        Assert.That(Files.Parts(bytes).Distinct(), Is.SubsetOf(Files.Bare), "no place, no name, nothing but the picture");
        using var again = await Again(amina, picture, answer.Headers.ETag!.ToString());
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        using var strangers = await Again(henrik, picture, answer.Headers.ETag!.ToString());
        Assert.That(strangers.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "who has its mark is asked all the same");
    }

    [Test]
    public async Task Each_look_of_staff_is_written_down_and_none_of_the_two_themselves()
    {
        var picture = PicturesOn(await Lay(Files.Png(), Letter)).Single();
        await amina.SendIt(await amina.Press(Turn, "Read", Letter));
        await site.Sweep();
        var letter = await LetterId();
        await ruth.Fetch(picture);
        await amina.Fetch(picture);
        Assert.That(await site.Db.Query<(Guid Actor, string Codes)>("SELECT actor_id, codes FROM events WHERE kind = 'letter.look' AND subject_id = @letter", new { letter }),
            Is.EqualTo(new[] { (us.Ruth, $"picture={Guid.Parse(picture["/pictures/".Length..]):N}") }));
    }

    static IEnumerable<TestCaseData> Bad() =>
    [
        new TestCaseData(Files.Script, "This file is not a picture that can be shown here.").SetArgDisplayNames("a PNG that is a script"),
        new TestCaseData(Files.ScriptAfterSignature, "This picture is not whole.").SetArgDisplayNames("a script that begins as a PNG"),
        new TestCaseData(Files.Bomb(60_000, 60_000), "more dots than can be taken in").SetArgDisplayNames("a bomb"),
        new TestCaseData(Files.Svg, "in a format (SVG)").SetArgDisplayNames("SVG"),
        new TestCaseData(Files.Heic, "Settings, Camera, Formats, Most Compatible").SetArgDisplayNames("HEIC"),
        new TestCaseData(Files.Jpeg()[..2000], "This picture is not whole.").SetArgDisplayNames("cut off"),
        new TestCaseData(Array.Empty<byte>(), "Choose a picture first").SetArgDisplayNames("nothing"),
        new TestCaseData(new byte[11_000_000], "larger than 10 MB").SetArgDisplayNames("11 MB"),
        new TestCaseData(new byte[50_000_000], "larger than 10 MB").SetArgDisplayNames("50 MB"),
    ];

    [TestCaseSource(nameof(Bad))]
    public async Task A_bad_file_is_answered_in_words_and_no_word_of_the_letter_is_lost(byte[] file, string said)
    {
        var refused = await Lay(file, Letter);
        Assert.That((refused.Status, TextOn(refused)), Is.EqualTo((HttpStatusCode.OK, Letter)));
        Assert.That(refused.Text, Does.Contain(said));
        Assert.That(refused.Html, Does.Contain("role=\"alert\"").And.Contain("fault picture-help"));
        Assert.That(TextOn(await amina.Get(Turn)), Is.EqualTo(Letter), "kept");
        var sent = await amina.Press(refused, "Read", Letter + "!");
        Assert.That(sent.Path, Does.EndWith("handler=Read"), "one goes on from there");
    }

    [Test]
    public async Task A_moving_picture_stands_still_and_says_so() =>
        Assert.That((await Lay(Files.MovingWebP())).Text, Does.Contain("This picture moved. Its first image lies with your letter now"));

    [Test]
    public async Task A_picture_is_taken_out_again_and_the_words_stay()
    {
        await Lay(Files.Png(), Letter);
        var laid = await Lay(Files.Jpeg(), Letter);
        var out1 = PicturesOn(laid)[0];
        var gone = await amina.Send($"{Turn}?handler=TakeOut", [.. laid.Form("Read"), ("Text", Letter + " And more."), ("picture", out1["/pictures/".Length..])]);
        Assert.That(gone.Text, Does.Contain("The picture is taken out."));
        Assert.That(PicturesOn(gone), Is.EqualTo(PicturesOn(laid)[1..]));
        Assert.That(TextOn(gone), Is.EqualTo(Letter + " And more."));
        using var there = await amina.Fetch(out1);
        Assert.That(there.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task There_is_room_for_three()
    {
        for (var i = 0; i < 2; i++) await Lay(Files.Png());
        var full = await Lay(Files.Png());
        Assert.That(full.Text, Does.Contain("A letter can have 3 pictures, and this one has them."));
        Assert.That(full.Html, Does.Not.Contain("type=\"file\""));
        var fourth = await Lay(Files.Png());
        Assert.That(fourth.Text, Does.Contain("Take one out to add another."));
        Assert.That(PicturesOn(fourth), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_photo_of_a_handwritten_page_is_a_letter_without_a_word()
    {
        await Lay(Files.Jpeg());
        var sent = await amina.SendIt(await amina.Press(Turn, "Read", ""));
        Assert.That(sent.Text, Does.Contain("Your letter is sent."));
        await site.Sweep();
        var letter = await LetterId();
        Assert.That(PicturesOn(await ruth.Get($"/review/{letter}")), Has.Count.EqualTo(1));
        await us.Approve(letter);
        await site.Pass(TimeSpan.FromMinutes(2));
        Assert.That(PicturesOn(await henrik.Get($"/letters/{letter}")), Has.Count.EqualTo(1));
        Assert.That((await henrik.Get($"/turns/{(await us.OpenTurn()).Id}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_letter_that_comes_back_has_its_pictures()
    {
        await Lay(Files.Jpeg(), Letter);
        await amina.SendIt(await amina.Press(Turn, "Read", Letter));
        await site.Sweep();
        await us.Return(await LetterId(), "Please tell Henrik what is in the picture.");
        var sheet = await amina.Get(Turn);
        Assert.That(PicturesOn(sheet), Has.Count.EqualTo(1));
        await Lay(Files.Png(), Letter + " It is a pigeon.");
        await amina.SendIt(await amina.Press(Turn, "Read", Letter + " It is a pigeon."));
        await site.Sweep();
        var review = await ruth.Get($"/review/{await LetterId()}");
        Assert.That(PicturesOn(review), Has.Count.EqualTo(2));
        Assert.That(review.Text, Does.Contain("Other pictures go with it now."));
    }

    [Test]
    public async Task A_free_letter_begins_with_a_picture_and_has_an_address_then()
    {
        var path = $"/letters/to/{us.Pair.Id}";
        var sheet = await henrik.Get(path);
        var laid = await henrik.Upload($"{path}?handler=Picture", Files.Png(), [.. sheet.Form("Read"), ("Text", "")]);
        Assert.That(laid.Path, Does.Match("^/letters/[0-9a-f-]{36}/write$"));
        var proof = await henrik.Press(laid, "Read", "Dear Amina,");
        Assert.That(proof.Path, Does.EndWith("handler=Read"), "what was typed does not clash with it");
    }

    [Test]
    public async Task A_script_gets_the_pictures_as_they_lie()
    {
        var sheet = await amina.Get(Turn);
        using var laid = await amina.AskWith($"{Turn}?handler=Picture", Files.Png(), [.. sheet.Form("Read").Where(field => field.Name == "__RequestVerificationToken")]);
        var part = await laid.Content.ReadAsStringAsync();
        Assert.That(part, Does.Contain("data-lying").And.Contain("/pictures/").And.Contain("The picture lies with your letter now.").And.Not.Contain("<html"));
        using var refused = await amina.AskWith($"{Turn}?handler=Picture", Files.Svg, [.. sheet.Form("Read").Where(field => field.Name == "__RequestVerificationToken")]);
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("in a format (SVG)").And.Contain("/pictures/"));
        using var forged = await amina.AskWith($"{Turn}?handler=Picture", Files.Png());
        Assert.That(forged.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase(300)]
    [TestCase(4_000_000)]
    public async Task Who_is_signed_out_meanwhile_has_their_words_given_back(int size)
    {
        var sheet = await amina.Get(Turn);
        amina.Take("session", "over");
        var door = await amina.Upload($"{Turn}?handler=Picture", new byte[size], [.. sheet.Form("Read"), ("Text", Letter)]);
        Assert.That(door.Text, Does.Contain("What you wrote is kept: sign in"));
        Assert.That(door.Form(null).Select(field => field.Name), Does.Contain("_kept"));
    }

    [Test]
    public async Task What_is_no_form_is_refused()
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        client.DefaultRequestHeaders.Add("Cookie", amina.Cookies);
        foreach (var (type, body) in new[] { ("multipart/form-data", "x"), ("multipart/form-data; boundary=abc", "--abc\r\nContent-Disposition: form-data; name=\"File\"; filename=\"x\"\r\n\r\nbroken off"), ("multipart/form-data; boundary=abc", "nothing of it") })
        {
            var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await client.PostAsync($"{Turn}?handler=Picture", content);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), $"{type}: {body}");
        }
    }

    [Test]
    public async Task While_the_two_have_a_break_a_picture_is_kept()
    {
        await us.Pause();
        Assert.That(PicturesOn(await Lay(Files.Png(), Letter)), Has.Count.EqualTo(1));
    }

    async Task<Visitor.Answer> Lay(byte[] file, string text = "")
    {
        var sheet = await amina.Get(Turn);
        return await amina.Upload($"{Turn}?handler=Picture", file, [.. sheet.Form("Read"), ("Text", text)]);
    }

    async Task ShouldSee(string picture, params Visitor[] who)
    {
        foreach (var visitor in new[] { amina, henrik, ruth })
        {
            using var answer = await visitor.Fetch(picture);
            Assert.That(answer.StatusCode, Is.EqualTo(who.Contains(visitor) ? HttpStatusCode.OK : HttpStatusCode.NotFound), visitor == amina ? "Amina" : visitor == henrik ? "Henrik" : "Ruth");
        }
    }

    async Task<HttpResponseMessage> Again(Visitor visitor, string picture, string mark)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        var request = new HttpRequestMessage(HttpMethod.Get, picture);
        request.Headers.Add("Cookie", visitor.Cookies);
        request.Headers.TryAddWithoutValidation("If-None-Match", mark);
        return await client.SendAsync(request);
    }

    Task<Guid> LetterId() => site.Db.Get<Guid>("SELECT id FROM letters WHERE turn_id = @Id", new { us.Turn.Id });

    static List<string> PicturesOn(Visitor.Answer page) => [.. Images().Matches(page.Html).Select(image => image.Groups[1].Value)];

    static string TextOn(Visitor.Answer page) => WebUtility.HtmlDecode(Area().Match(page.Html).Groups[1].Value).Replace("\r\n", "\n");

    [GeneratedRegex("<img src=\"(/pictures/[^\"]+)\"")]
    private static partial Regex Images();

    [GeneratedRegex("<textarea[^>]*>\r?\n?(.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Area();
}
