using System.CommandLine;
using System.Globalization;
using System.Text;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Imports;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Rosters;

/// <summary><c>roster</c>: how long it takes to read, preview, accept and do a list of so many lines, half of them mentors and half their mentees, and to see that the same
/// list again changes nothing; on SQLite and on PostgreSQL. The exit status is 1 when 10,000 lines would take over <see cref="Limit"/>.</summary>
static class RosterCommand
{
    /// <summary>What 10,000 lines may take, in seconds.</summary>
    const double Limit = 10;

    public static Command Create()
    {
        var lines = new Option<int>("--lines") { Description = "How many lines the list has.", DefaultValueFactory = _ => 10_000 };
        var on = new Option<string>("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
        on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        lines.Validators.Add(result => { if (result.GetValue(lines) is < 2 or > Table.MostLines) result.AddError($"--lines is 2 to {Table.MostLines}."); });
        var command = new Command("roster", "How long a list of people takes to be imported.") { lines, on };
        command.SetAction(async parsed =>
        {
            var (count, engine) = (parsed.GetValue(lines), parsed.GetValue(on));
            var within = true;
            if (engine != "postgres") within &= await On(null, count);
            if (engine == "sqlite") return within ? 0 : 1;
            await using var cluster = await PostgresCluster.Start(durable: true);
            return within & await On(await cluster.NewDatabase(), count) ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> On(string? connection, int lines)
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-benchmark-").FullName;
        try
        {
            var clock = new RunningClock(Store.Now);
            await using var data = DataOptions.Open(folder, connection, clock);
            await using var app = Hosting.Build(new ServeOptions { DataDirectory = folder, Work = false }, data.Database, clock);
            Console.WriteLine($"{(connection is null ? "SQLite" : "PostgreSQL")}, {lines:N0} lines");
            return new Figure($"a list of people, 10,000 lines of it, {data.Database.Name}", await Measure(app.Services, List(lines)) * 10_000 / lines, "s") { AtMost = Limit }.Say();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Seconds from the file to the last pair.</summary>
    static async Task<double> Measure(IServiceProvider services, byte[] list)
    {
        var (program, by) = await Begin(services);
        var (imports, sweep) = (services.GetRequiredService<ImportStore>(), services.GetRequiredService<ImportRosters>());
        var began = TimeProvider.System.GetTimestamp();
        using var file = new MemoryStream(list);
        var read = RosterFile.Read(file, new RosterRules(DateOnly.FromDateTime(Store.Now.Date), "en", false));
        var reading = Seconds(began);
        var import = (await imports.Find(await imports.Keep(program, read, by)))!;
        var previewing = Seconds(began) - reading;
        if (await imports.Accept(program, import.Id, import.Sha256, false, false, by) != Acceptance.Done) throw new InvalidOperationException("The list was not accepted.");
        var accepting = Seconds(began) - reading - previewing;
        await sweep.Run(CancellationToken.None);
        var all = Seconds(began);
        import = (await imports.Find(import.Id))!;
        if (import.Added != import.Lines || import.Pairs != import.Lines / 2) throw new InvalidOperationException($"Only {import.Added} people and {import.Pairs} pairs were made.");
        Console.WriteLine($"  read {reading:0.00} s, preview {previewing:0.00} s, accept {accepting:0.00} s, do {all - reading - previewing - accepting:0.00} s: {all:0.00} s in all, {import.Pairs:N0} pairs");
        began = TimeProvider.System.GetTimestamp();
        var again = (await imports.Find(await imports.Keep(program, RosterFile.Read(file, new RosterRules(DateOnly.FromDateTime(Store.Now.Date), "en", false)), by)))!;
        if (again.Same != again.Lines) throw new InvalidOperationException("The same list again would change something.");
        Console.WriteLine($"  the same list again: {Seconds(began):0.00} s, nothing to do");
        return all;
    }

    static async Task<(MentoringProgram, Guid)> Begin(IServiceProvider services)
    {
        var id = await services.GetRequiredService<Settings>().AddProgram("Northgate Reads", "Europe/Paris", "en", Actor.Service);
        var by = await services.GetRequiredService<Roster>().Add(id, new NewAdult { GivenName = "Dilnoza", Surname = "Karimova", Email = "dilnoza@example.org", Roles = [(Role.Coordinator, null)] }, Actor.Service);
        return ((await services.GetRequiredService<ProgramStore>().Find(id))!, by.Id);
    }

    /// <summary>Given names as common as they are in a real list: many children share one.</summary>
    static byte[] List(int lines)
    {
        string[] given = ["Amina", "Kofi", "Linh", "Mateo", "Saoirse", "Yusuf", "Zofia", "Farrukh", "Esperanza", "Jun-ho", "Aroha", "Oluwaseun"];
        var list = new StringBuilder("Id,Given name,Surname,Role,E-mail,Born,School or employer,Town,Class,Mentor,Guardian,Consent,Consent how,Consent given,Consent until,Clearance,Clearance from,Clearance until\n");
        for (var n = 0; n < lines / 2; n++)
        {
            list.Append(CultureInfo.InvariantCulture, $"k{n},{given[n % given.Length]},Family {n % 997},mentee,,2016-0{n % 9 + 1}-1{n % 10},Northgate Primary,Northgate,Class {n / 25},m{n}@example.org,Guardian {n},guardian,form on paper,2026-09-01,2027-08-31,,,\n");
            list.Append(CultureInfo.InvariantCulture, $",Mentor,Number {n},mentor,m{n}@example.org,,Harbour Works,Northgate,,,,,,,,Police check,2026-09-01,2028-08-31\n");
        }
        return Encoding.UTF8.GetBytes(list.ToString());
    }

    static double Seconds(long began) => TimeProvider.System.GetElapsedTime(began).TotalSeconds;
}
