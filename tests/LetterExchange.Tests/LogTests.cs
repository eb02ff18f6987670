using System.Collections.Concurrent;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Tests.Features.Letters;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Logging;

namespace LetterExchange.Tests;

/// <summary>A day of the service with everything logged that can be: whoever reads the log learns of nobody.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class LogTests(Engine engine)
{
    const string Number = "07700 900461";
    const string First = $"Dear Henrik,\n\nThe beam went over the potatoes. Ring me on {Number}, then I read you the wettest.\n\nYours,\nAmina";
    const string Mended = "Dear Henrik,\n\nThe beam went over the potatoes.\n\nYours,\nAmina";
    const string Wish = "Please leave the digits out, Amina: everybody could see them.";
    const string Worry = "Somebody waits for me behind the bakery every morning.";
    const string List = """
        Given name,Surname,Role,E-mail,Born,Class,Mentor,Guardian,Consent,Consent how,Consent given,Consent until,Clearance,Clearance from,Clearance until
        Desmond,Achebe,mentor,desmond@example.org,,,,,,,,,Police check,2026-09-01,2028-08-31
        Zofia,Karimova,mentee,,2016-03-01,Northgate 5B,desmond@example.org,Zofia's grandmother,guardian,form on paper,2027-01-04,2028-01-03,,,
        Kofi,Mensah,mentee,,2026-99-99,Northgate 5B,desmond@example.org,His father,,,,,,,

        """;

    static readonly string[] personal =
    [
        "Amina", "Henrik", "Solberg", "Vesterholt", "Ruthanne", "Desmond", "Achebe", "Zofia", "Karimova", "Kofi", "Mensah", "@example.org", "desmond", "vesterholt", "grandmother", "2016-03-01", "2026-99-99",
        "potatoes", Number, "900461", "wettest", "digits", "bakery", "otter lamp kite", "windmill",
    ];

    readonly ConcurrentQueue<string> lines = new();
    MailServer mail = null!;
    Site site = null!;
    Correspondence us = null!;

    [SetUp]
    public async Task Open()
    {
        mail = await MailServer.Start();
        site = await Site.Open(engine, settings: new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{mail.Port}", ["Mail:Security"] = "None",
            ["Logging:LogLevel:Default"] = "Debug", ["Logging:LogLevel:LetterExchange"] = "Debug", ["Logging:LogLevel:Microsoft"] = "Debug", ["Logging:LogLevel:Hangfire"] = "Debug",
            ["Logging:Console:LogLevel:Default"] = "None", // The listener hears enough.
        }, log: log => log.AddProvider(new Listener(lines)));
        us = await Correspondence.On(site);
        await site.Db.Execute("UPDATE people SET surname = CASE WHEN given_name = 'Henrik' THEN 'Solberg' ELSE 'Vesterholt' END WHERE given_name IN ('Amina', 'Henrik')");
        await site.Db.Execute("UPDATE people SET given_name = 'Ruthanne' WHERE id = @Ruth", new { us.Ruth });
        await site.Db.Execute("UPDATE people SET email = LOWER(given_name) || '@example.org' WHERE id IN (@Ruth, @Henrik)", new { us.Ruth, us.Henrik });
    }

    [TearDown]
    public async Task Close()
    {
        await site.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Test]
    public async Task No_name_address_or_word_of_a_person_is_in_it()
    {
        await A_letter_is_written_returned_mended_approved_delivered_and_mailed();
        await A_list_of_people_comes_in();
        await Others_look_ask_and_fail();

        Assert.That(mail.Messages, Is.Not.Empty);
        Assert.That(lines, Has.Count.GreaterThan(500).And.Some.Contains("Microsoft.AspNetCore"));
        var told = from line in lines from word in personal where line.Contains(word, StringComparison.Ordinal) select $"{word}: {line}";
        Assert.That(told.Take(20), Is.Empty);
    }

    async Task A_letter_is_written_returned_mended_approved_delivered_and_mailed()
    {
        using var amina = await site.As(us.Amina);
        using var ruth = await site.As(us.Ruth);
        using var henrik = await site.As(us.Henrik);
        var turn = $"/turns/{us.Turn.Id}";
        await amina.Press(turn, "Keep", First);
        await amina.SendIt(await amina.Press(turn, "Read", First));
        await Sweep();
        var letter = await site.Db.Get<Guid>("SELECT id FROM letters WHERE state = 'InReview'");
        Assert.That((await ruth.Get($"/review/{letter}")).Text, Does.Contain("potatoes"));
        await ruth.Post($"/review/{letter}", "Return", ("Reason", Wish));
        await Sweep();
        Assert.That((await amina.Get($"/letters/{letter}")).Text, Does.Contain("digits"));
        await amina.SendIt(await amina.Press(turn, "Read", Mended));
        await Sweep();
        await ruth.Get($"/review/{letter}");
        await ruth.Post($"/review/{letter}", "Approve");
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await Sweep();
        Assert.That((await henrik.Get($"/letters/{letter}")).Text, Does.Contain("potatoes"));
        await mail.WaitForMail();
    }

    async Task A_list_of_people_comes_in()
    {
        using var coordinator = await site.As(await site.Given.Coordinator());
        var preview = await coordinator.Upload("/people/import", Encoding.UTF8.GetBytes(List), [.. (await coordinator.Get("/people/import")).Hidden(null)]);
        await coordinator.Post(preview.Path, null, ("Skip", "true"));
        mail.Behave(MailBehaviour.Refuse, "desmond@example.org");
        await Sweep();
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM people WHERE surname IN ('Achebe', 'Karimova')"), Is.EqualTo(2), (await coordinator.Get(preview.Path)).Text);
        Assert.That((await coordinator.Get("/people?name=Karimova")).Text, Does.Contain("Zofia"));
        await coordinator.Get("/archive?q=windmill%20from%3AHenrik&name=Solberg");
        await coordinator.Get("/sign-in?to=%2Fpeople%3Fname%3DKarimova");
        await coordinator.Get("/nothing/here?name=Karimova");
    }

    async Task Others_look_ask_and_fail()
    {
        using var amina = await site.As(us.Amina);
        await amina.Post("/worried", null, ("Text", Worry));
        using var stranger = await site.As();
        await stranger.Post("/sign-in", "Adult", ("Email", "henrik@example.org"), ("Password", "otter lamp kite"));
        await stranger.Post("/password/forgotten", null, ("Email", "henrik@example.org"));
        await stranger.Get("/people?name=Karimova");
        await site.Db.Execute("ALTER TABLE notices RENAME COLUMN arguments TO gone");
        using var ruth = await site.As(us.Ruth);
        Assert.That((int)(await ruth.Get("/notices")).Status, Is.EqualTo(500), "a fault is in the log too");
        await site.Db.Execute("ALTER TABLE notices RENAME COLUMN gone TO arguments");
        await Sweep();
    }

    /// <summary>As the scheduler does, which logs what each has done.</summary>
    async Task Sweep()
    {
        for (var round = 0; round < 3; round++)
            foreach (var due in Enum.GetValues<Due>().Where(due => due != Due.Backup))
                await site.Get<Sweeps>().Run(due, CancellationToken.None);
    }

    /// <summary>Keeps each line with all its values, those too that its text does not show.</summary>
    sealed class Listener(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Ear(categoryName, lines);

        public void Dispose()
        {
        }

        sealed class Ear(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull
            {
                lines.Enqueue($"{category} scope {Values(state)}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {Values(state)} {exception}");

            static string Values(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : $"{state}";
        }
    }
}
