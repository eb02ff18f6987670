using System.Net;
using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Features.Demo;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LetterExchange.Commands.Demo;

/// <summary>Where the demo lives: on this machine alone, in a database of its own, which is filled when it is empty.</summary>
public static class DemoData
{
    /// <summary>When the demo begins, on the program's wall clock: in the second week of the fourth round.</summary>
    public static readonly LocalDateTime Begins = new(2027, 1, 14, 9, 40);

    const string Alone = "The demo listens on this machine only, because whoever reaches it can sign in as anyone.";

    /// <summary>Whoever can reach the demo can be anyone in it, so nobody but this machine may.</summary>
    /// <exception cref="CannotStart">One of the addresses can be reached from elsewhere.</exception>
    public static void CheckAddresses(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (!IsLoopback(url)) throw new CannotStart($"{Alone} {url} can be reached from elsewhere: name 127.0.0.1 or localhost, with a port.");
    }

    /// <summary>Addresses can be configured past the command line too.</summary>
    /// <exception cref="CannotStart">They are.</exception>
    public static void CheckEndpoints(IConfiguration configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any()) throw new CannotStart($"{Alone} Take Kestrel:Endpoints out of the configuration, and name addresses with --urls.");
    }

    /// <summary>Keeps demo and real people apart, before anything is changed.</summary>
    /// <exception cref="CannotStart">The database holds the other sort.</exception>
    public static void Check(Database database, ServeOptions options)
    {
        var reason = Task.Run(() => DemoMark.Of(database)).GetAwaiter().GetResult() switch
        {
            Holding.RealPeople when options.Demo => "is not a demo, and --demo opens no other. Without --data the demo keeps a directory of its own; or start without --demo.",
            Holding.Demo or Holding.HalfADemo when !options.Demo => "is a demo: its people are made up, and anybody may sign in as any of them. Start it with --demo, or name another with --data or --database.",
            Holding.HalfADemo => "is a demo that was not filled to its end. Remove it, then start again.",
            _ => null,
        };
        if (reason is null) return;
        var where = string.IsNullOrWhiteSpace(options.ConnectionString) ? $"The database in {options.DataDirectory}" : "The database of the connection string";
        throw new CannotStart($"{where} {reason}");
    }

    /// <summary>The demo where it was left; an empty database is filled first.</summary>
    public static async Task<OpenedDemo> Open(Database database, TimeProvider real, CancellationToken stopping)
    {
        if (await DemoMark.Of(database) == Holding.Nobody) await FillOrLeaveNothing(database, stopping);
        return new(new(real, await DemoTime.Left(database)), await DemoCast.Load(database));
    }

    /// <summary>Half a demo would be refused at the next start; where the file is ours it goes at once.</summary>
    static async Task FillOrLeaveNothing(Database database, CancellationToken stopping)
    {
        try
        {
            await Fill(database, stopping);
        }
        catch when (database.Engine == Engine.Sqlite)
        {
            await database.DisposeAsync();
            var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
            foreach (var part in new[] { "", "-wal", "-shm" }) File.Delete(file + part);
            throw;
        }
    }

    static async Task Fill(Database db, CancellationToken stopping)
    {
        await DemoMark.Begin(db);
        var clock = new VirtualClock(Setting.At(2026, 9, 1, 9));
        var until = Setting.At(Begins);
        await using var parts = Parts(db, clock);
        var (setting, past) = (parts.GetRequiredService<Setting>(), parts.GetRequiredService<Past>());
        setting.Begin();
        past.Begin(Begins.Date);
        await new Simulation(db, clock, parts.GetRequiredService<Agenda>(), parts.GetServices<Sweep>(), parts.GetRequiredService<Wakes>(), past.Notice).Run(until, _ => { }, stopping);
        await DemoMark.Finish(db, Cast(setting), until);
    }

    static ServiceProvider Parts(Database db, VirtualClock clock) => new ServiceCollection().AddLogging().AddExchange(db, clock)
        .AddNotices(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = "http://127.0.0.1" }).AddPeople()
        .AddSingleton(clock).AddSingleton<IMailer>(new Post(clock)).AddSingleton(new Agenda(clock)).AddSingleton<Setting>().AddSingleton<Past>()
        .Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000) // Everybody may know these words.
        .BuildServiceProvider();

    static DemoCast Cast(Setting setting)
    {
        var today = Begins.Date;
        var mentees = Company.Mentees.Select(mentee => new CastMember(setting.People[mentee.Given], mentee.Given, nameof(Role.Mentee),
            $"{Period.Between(LocalDate.FromDateOnly(mentee.Born), today).Years}, {mentee.About}", mentee.Given));
        var adults = Company.Adults.Where(adult => adult.Given != Company.Former).Select(adult =>
            new CastMember(setting.People[adult.Given], $"{adult.Given} {adult.Surname}", adult.Roles[0].Role.ToString(), adult.About, adult.Email));
        return new(Company.Program, Company.Zone, Company.Words, [.. mentees, .. adults]);
    }

    static bool IsLoopback(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return !address.IsUnixPipe && !address.IsNamedPipe
                && (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return true; // The server says in words what is wrong with it.
        }
    }
}

/// <summary>What a service needs to know to be the demo.</summary>
public sealed record OpenedDemo(DemoClock Clock, DemoCast Cast);
