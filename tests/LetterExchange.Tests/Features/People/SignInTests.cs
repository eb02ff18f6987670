using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>The door of the running service.</summary>
public sealed class SignInTests
{
    Site site = null!;
    Guid program;
    Guid cohort;

    [OneTimeSetUp]
    public async Task Open()
    {
        site = await Site.Open();
        program = (await site.Given.Program()).Id;
        cohort = await site.Given.Cohort();
    }

    [OneTimeTearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task Thirty_pupils_behind_one_address_come_in_within_a_minute()
    {
        var pupils = await Class(30);
        var answers = await Task.WhenAll(pupils.Select(async pupil =>
        {
            using var visitor = new Visitor(site.Address);
            return await visitor.Post("/sign-in", null, ("name", pupil.Name), ("w", pupil.Words[0]), ("w", pupil.Words[1]), ("w", pupil.Words[2]));
        }));
        Assert.That(answers.Select(answer => answer.Path), Is.All.EqualTo("/desk"));
    }

    [Test]
    public async Task Ten_wrong_tries_lock_one_account_and_no_other()
    {
        var pupils = await Class(2);
        for (var tries = 1; tries <= Door.Tries; tries++)
            Assert.That((await Try(pupils[0], "wrong", "wrong", "wrong")).Text, Does.Contain("do not belong together"), $"try {tries}");
        Assert.That((await Try(pupils[0])).Text, Does.Contain("rests for 5 minutes"), "the right words, too late");
        Assert.That((await Try(pupils[1])).Path, Is.EqualTo("/desk"));
        site.Clock.Advance(Door.LockedFor);
        Assert.That((await Try(pupils[0])).Path, Is.EqualTo("/desk"));
    }

    [Test]
    public async Task A_thousand_tries_at_once_are_no_better_than_ten()
    {
        var pupil = (await Class(1))[0];
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Try(pupil, "wrong", "wrong", "wrong")));
        Assert.That((await Try(pupil)).Text, Does.Contain("rests for"));
    }

    [TestCase("copper river moon", "", "")]
    [TestCase("Copper  River,Moon", "", "")]
    [TestCase("copper river", "moon", "")]
    [TestCase(" COPPER ", "river", "Moon ")]
    public async Task Three_words_come_in_however_they_are_typed(string first, string second, string third)
    {
        var pupil = (await Class(1, "copper river moon"))[0];
        Assert.That((await Try(pupil, first, second, third)).Path, Is.EqualTo("/desk"));
    }

    [Test]
    public async Task A_name_that_does_not_exist_hears_the_same_words_as_a_wrong_password()
    {
        var pupil = (await Class(1))[0];
        var nobody = await Try(pupil with { Name = "nobody at all" }, "a", "b", "c");
        var wrong = await Try(pupil, "a", "b", "c");
        Assert.That(nobody.Text.Replace("nobody at all", ""), Is.EqualTo(wrong.Text.Replace(pupil.Name, "")));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Cookies_are_for_the_server_alone_and_go_only_over_https_where_there_is_https(bool https)
    {
        var pupil = (await Class(1))[0];
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        if (https) client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var door = await client.GetAsync("/sign-in");
        var form = door.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("form="));
        var token = System.Text.RegularExpressions.Regex.Match(await door.Content.ReadAsStringAsync(), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([new("name", pupil.Name), new("w", string.Join(' ', pupil.Words)), new("__RequestVerificationToken", token)]),
        };
        request.Headers.Add("Cookie", form.Split(';')[0]);
        var entered = await client.SendAsync(request);
        var session = entered.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("session="));
        Assert.That(entered.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        foreach (var cookie in new[] { form, session })
        {
            Assert.That(cookie, Does.Contain("httponly").IgnoreCase.And.Contain("samesite").IgnoreCase);
            Assert.That(cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase), Is.EqualTo(https), cookie);
        }
    }

    sealed record Pupil(Guid Id, string Name, string[] Words);

    async Task<IReadOnlyList<Pupil>> Class(int size, string? words = null)
    {
        var mentees = Enumerable.Range(0, size).Select(n => (new NewMentee { GivenName = "Pupil", Surname = "Tester", CohortId = cohort, SameName = true }, words ?? Card.New("en"))).ToList();
        var added = await site.Get<Roster>().Add(program, mentees, Actor.Service);
        return [.. added.Zip(mentees).Select(one => new Pupil(one.First.Id, one.First.SignInName, one.Second.Item2.Split(' ')))];
    }

    async Task<Visitor.Answer> Try(Pupil pupil, params string[] words)
    {
        using var visitor = new Visitor(site.Address);
        return await visitor.Post("/sign-in", null, [("name", pupil.Name), .. (words.Length > 0 ? words : pupil.Words).Select(word => ("w", word))]);
    }
}
