using System.CommandLine;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Benchmarks;

/// <summary>What every command measures on: so many letters on SQLite, on PostgreSQL or on both.</summary>
sealed class StoredLetters
{
    readonly Option<int> letters = new("--letters") { Description = "How many letters are stored.", DefaultValueFactory = _ => 1_000_000 };
    readonly Option<int> runs = new("--runs") { Description = "How often each is measured.", DefaultValueFactory = _ => 200 };
    readonly Option<string> on = new("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
    readonly Option<string?> database = new("--database") { Description = "An empty PostgreSQL database, or one that this has filled; without it a server is started in a temporary folder." };
    readonly Option<string?> data = new("--data") { Description = "A folder in which SQLite's database is kept for the next time." };

    /// <summary>A command with these options. Its exit status is 1 when <paramref name="measure"/> finds something over its limit.</summary>
    /// <param name="measure">Gets the data directory, the connection to PostgreSQL if there is one, and the number of runs.</param>
    /// <param name="inOne">Whether one program has all letters.</param>
    public static Command Command(string name, string description, Func<string, string?, int, Task<bool>> measure, bool inOne = false)
    {
        var stored = new StoredLetters();
        stored.on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        stored.letters.Validators.Add(result => { if (result.GetValue(stored.letters) < Store.Fewest) result.AddError($"--letters is {Store.Fewest} or more."); });
        stored.runs.Validators.Add(result => { if (result.GetValue(stored.runs) < 1) result.AddError("--runs is 1 or more."); });
        var command = new Command(name, description) { stored.letters, stored.runs, stored.on, stored.database, stored.data };
        command.SetAction(async parsed =>
        {
            var (count, times, engine) = (parsed.GetValue(stored.letters), parsed.GetValue(stored.runs), parsed.GetValue(stored.on));
            var within = true;
            if (engine != "postgres") within &= await OnSqlite(parsed.GetValue(stored.data), folder => On(folder, null, count, times, inOne, measure));
            if (engine != "sqlite") within &= await OnPostgres(parsed.GetValue(stored.database), (folder, connection) => On(folder, connection, count, times, inOne, measure));
            return within ? 0 : 1;
        });
        return command;
    }

    /// <param name="folder">In which it is kept; none for a temporary one.</param>
    internal static async Task<bool> OnSqlite(string? folder, Func<string, Task<bool>> measure)
    {
        var kept = folder ?? Directory.CreateTempSubdirectory("letterexchange-benchmark-").FullName;
        try
        {
            return await measure(kept);
        }
        finally
        {
            if (folder is null) Directory.Delete(kept, recursive: true);
        }
    }

    /// <param name="connection">To an empty database; without it a server is started.</param>
    internal static async Task<bool> OnPostgres(string? connection, Func<string, string, Task<bool>> measure)
    {
        // One that waits for the disk, as a real one does.
        await using var cluster = connection is null ? await PostgresCluster.Start(durable: true) : null;
        var folder = Directory.CreateTempSubdirectory("letterexchange-benchmark-").FullName;
        try
        {
            return await measure(folder, connection ?? await cluster!.NewDatabase());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<bool> On(string folder, string? connection, int letters, int runs, bool inOne, Func<string, string?, int, Task<bool>> measure)
    {
        await using (var data = DataOptions.Open(folder, connection, new StandingClock(Store.Now)))
        {
            await Store.Fill(data.Database, letters, inOne);
            var storage = await Storage.Look(data.Database);
            Console.WriteLine($"{storage.Name} {storage.Version}, {letters:N0} letters, {storage.Bytes / 1e6:N0} MB, {runs} runs each");
        }
        return await measure(folder, connection, runs);
    }
}

/// <summary>Time that stands still, so that nothing becomes due while it is measured.</summary>
sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>Time that goes on from an instant at its usual pace.</summary>
sealed class RunningClock(DateTimeOffset from) : TimeProvider
{
    readonly long began = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => from + System.GetElapsedTime(began);
}

static class Engines
{
    extension(Database db)
    {
        /// <summary>As people say it.</summary>
        public string Name => db.Engine == Engine.Sqlite ? "SQLite" : "PostgreSQL";
    }
}
