using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Tests.Commands;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SetupCommandTests(Engine engine) : DatabaseTest(engine)
{
    static readonly SetupCommand.First Sound = new("Northgate Reads", "Europe/London", "Ada Okafor", "Ada@Example.org ", "kite lamp otter");

    [Test]
    public async Task It_makes_the_first_program_and_an_administrator_who_coordinates_it_and_can_sign_in()
    {
        var said = await SetUp(Sound);
        Assert.That(said, Does.Contain("Northgate Reads is set up").And.Contain("Sign in as Ada@Example.org.").And.Contain("at least two").And.Contain("safeguarding leads"));
        var (name, zone) = await Db.Get<(string, string)>("SELECT name, zone FROM programs");
        Assert.That((name, zone), Is.EqualTo(("Northgate Reads", "Europe/London")));
        var (person, given, surname, signIn, hash) = await Db.Get<(Guid, string, string, string, string)>("SELECT id, given_name, surname, sign_in_name, password_hash FROM people");
        Assert.That((given, surname, signIn), Is.EqualTo(("Ada", "Okafor", "ada@example.org")));
        Assert.That(new PasswordHasher<Account>().VerifyHashedPassword(new Account(), hash, Sound.Password), Is.EqualTo(PasswordVerificationResult.Success));
        Assert.That(await Db.Query<string>("SELECT role FROM memberships WHERE person_id = @person AND ended_at IS NULL ORDER BY role", new { person }), Is.EqualTo(new[] { "Administrator", "Coordinator" }));
        Assert.That(await EventsOf(person), Is.EqualTo(new[] { "person.add" }));
    }

    [Test]
    public async Task The_program_and_its_administrator_speak_the_language_that_is_named()
    {
        Assert.That(await Refusal(Sound with { Language = "fra" }), Does.Contain("--language").And.Contain("en, fr, es"));
        await SetUp(Sound with { Language = "fr" });
        Assert.That((await Db.Get<string>("SELECT languages FROM programs"), await Db.Get<string>("SELECT language FROM people")), Is.EqualTo(("fr", "fr")));
    }

    [Test]
    public async Task A_second_time_is_refused_and_changes_nothing()
    {
        await SetUp(Sound);
        Assert.That(await Refusal(Sound with { Program = "Another", Email = "eve@example.org" }), Does.Contain("in use already"));
        Assert.That((await Db.Get<int>("SELECT COUNT(*) FROM programs"), await Db.Get<int>("SELECT COUNT(*) FROM people")), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Twice_at_once_makes_one()
    {
        var both = await Task.WhenAll(Enumerable.Range(1, 2).Select(_ => Task.Run(async () =>
        {
            try
            {
                await SetUp(Sound);
                return "";
            }
            catch (CannotStart reason)
            {
                return reason.Message;
            }
        })));
        Assert.That(both, Has.One.Empty.And.One.Contains("in use already"));
        Assert.That((await Db.Get<int>("SELECT COUNT(*) FROM programs"), await Db.Get<int>("SELECT COUNT(*) FROM people")), Is.EqualTo((1, 1)));
    }

    [TestCase("--program", " ", null, null, null, null)]
    [TestCase("Europe/Londres", null, "Europe/Londres", null, null, null)]
    [TestCase("--name", null, null, " ", null, null)]
    [TestCase("--email", null, null, null, "ada.example.org", null)]
    [TestCase("at least 10 characters", null, null, null, null, "kite lamp")]
    [TestCase("not all alike", null, null, null, null, "aaaaaaaaaaaa")]
    [TestCase("neither name, address", null, null, null, null, "ada@example.org")]
    public async Task What_cannot_be_is_refused_in_words_and_makes_nothing(string words, string? program, string? zone, string? name, string? email, string? password)
    {
        var first = new SetupCommand.First(program ?? Sound.Program, zone ?? Sound.Zone, name ?? Sound.Name, email ?? Sound.Email, password ?? Sound.Password);
        Assert.That(await Refusal(first), Does.Contain(words));
        Assert.That(await Db.Get<int>("SELECT (SELECT COUNT(*) FROM programs) + (SELECT COUNT(*) FROM people) + (SELECT COUNT(*) FROM events)"), Is.Zero);
    }

    async Task<string> SetUp(SetupCommand.First first)
    {
        await using var output = new StringWriter();
        await SetupCommand.Run(Db, Clock, first, output);
        return output.ToString();
    }

    async Task<string> Refusal(SetupCommand.First first) => (await Assert.ThrowsAsync<CannotStart>(() => SetUp(first)))!.Message;
}

/// <summary>The verb as it is typed.</summary>
public sealed class SetupTypedTests
{
    [Test]
    public async Task The_password_comes_from_standard_input_where_that_is_asked_for_and_a_refusal_is_exit_status_1()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-setup-").FullName;
        string[] arguments = ["setup", "--program", "Northgate Reads", "--zone", "Europe/London", "--name", "Ada Okafor", "--email", "ada@example.org", "--password-stdin", "--data", folder];
        var first = await Exchange.Run(arguments, Piped("kite lamp otter"));
        Assert.That((first.Status, first.Errors), Is.EqualTo((0, "")));
        Assert.That(first.Output, Does.Contain("is set up"));
        var second = await Exchange.Run(arguments, Piped("kite lamp otter"));
        Assert.That((second.Status, second.Output), Is.EqualTo((1, "")));
        Assert.That(second.Errors, Does.Contain("in use already").And.Not.Contain("   at "));
        var empty = await Exchange.Run(arguments, Piped(""));
        Assert.That(empty.Status, Is.EqualTo(1));
        Assert.That(empty.Errors, Does.Contain("at least 10 characters"));
        Directory.Delete(folder, recursive: true);
    }

    static string[] Piped(string line) => ["sh", "-c", $"printf '%s\\n' '{line}' | exec \"$@\"", "sh"];
}
