using System.CommandLine;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Sweeps;

/// <summary><c>sweeps</c>: what a look for due rows costs when nothing is due and a year's letters are stored, on SQLite and on PostgreSQL.
/// The exit status is 1 when a sweep's median is over <see cref="Measurement.Limit"/>.</summary>
static class SweepsCommand
{
    public static Command Create()
    {
        var letters = new Option<int>("--letters") { Description = "How many letters are stored.", DefaultValueFactory = _ => 1_000_000 };
        var runs = new Option<int>("--runs") { Description = "How often each sweep is measured.", DefaultValueFactory = _ => 200 };
        var on = new Option<string>("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
        var database = new Option<string?>("--database") { Description = "An empty PostgreSQL database, or one that this has filled; without it a server is started in a temporary folder." };
        var data = new Option<string?>("--data") { Description = "A folder in which SQLite's database is kept for the next time." };
        on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        letters.Validators.Add(result => { if (result.GetValue(letters) < Store.Fewest) result.AddError($"--letters is {Store.Fewest} or more."); });
        runs.Validators.Add(result => { if (result.GetValue(runs) < 1) result.AddError("--runs is 1 or more."); });
        var command = new Command("sweeps", "What each sweep costs with nothing due.") { letters, runs, on, database, data };
        command.SetAction(async parsed =>
        {
            var (count, times, engine) = (parsed.GetValue(letters), parsed.GetValue(runs), parsed.GetValue(on));
            var within = true;
            if (engine != "postgres") within &= await OnSqlite(parsed.GetValue(data), count, times);
            if (engine != "sqlite") within &= await OnPostgres(parsed.GetValue(database), count, times);
            return within ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> OnSqlite(string? folder, int letters, int runs)
    {
        var kept = folder ?? Directory.CreateTempSubdirectory("letterexchange-benchmark-").FullName;
        try
        {
            return await On(kept, null, letters, runs);
        }
        finally
        {
            if (folder is null) Directory.Delete(kept, recursive: true);
        }
    }

    static async Task<bool> OnPostgres(string? connection, int letters, int runs)
    {
        // One that waits for the disk, as a real one does.
        await using var cluster = connection is null ? await PostgresCluster.Start(durable: true) : null;
        var folder = Directory.CreateTempSubdirectory("letterexchange-benchmark-").FullName;
        try
        {
            return await On(folder, connection ?? await cluster!.NewDatabase(), letters, runs);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<bool> On(string folder, string? connection, int letters, int runs)
    {
        var clock = new StandingClock(Store.Now);
        await using var data = DataOptions.Open(folder, connection, clock);
        await Store.Fill(data.Database, letters);
        var storage = await Storage.Look(data.Database);
        Console.WriteLine($"{storage.Name} {storage.Version}, {letters:N0} letters, {storage.Bytes / 1e6:N0} MB, {runs} runs each");
        await using var app = Hosting.Build(new ServeOptions { DataDirectory = folder, Work = false }, data.Database, clock);
        return await Measurement.Of([.. app.Services.GetServices<Sweep>().Where(sweep => sweep.Due != Due.Backup).OrderBy(sweep => sweep.Due)], runs);
    }
}

/// <summary>Time that stands still, so that nothing becomes due while it is measured.</summary>
sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
