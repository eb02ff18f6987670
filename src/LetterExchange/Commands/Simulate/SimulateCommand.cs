using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using LetterExchange.Commands.Simulate.Nodes;
using LetterExchange.Data;
using Spectre.Console;

namespace LetterExchange.Commands.Simulate;

/// <summary><c>letterexchange simulate</c>: a season in virtual time through the service's own verbs and sweeps, then an audit.</summary>
public static class SimulateCommand
{
    /// <summary>How many mails that came again are listed on the screen.</summary>
    const int Listed = 40;

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "How many pairs.", DefaultValueFactory = _ => 100 };
        var rounds = new Option<int>("--rounds") { Description = "How many rounds, three weeks each. Habits that change, which the pulse is judged by, want eight or more.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same people and choices.", DefaultValueFactory = _ => 1 };
        var connection = DataOptions.Connection();
        var json = new Option<string?>("--json") { Description = "Writes the figures to this file too." };
        var nodes = new Option<int>("--nodes") { Description = "Over PostgreSQL: how many processes do what is due, each as with serve --work-only. Without it, this one does." };
        var chaos = new Option<bool>("--chaos") { Description = "With --nodes 2 or more: kills processes, freezes them, puts their clocks wrong and shuts the mail server, as --seed says, and lists the mails that came again." };
        pairs.Validators.Add(result => { if (result.GetValue(pairs) is < 1 or > 100_000) result.AddError("--pairs is from 1 to 100000."); });
        rounds.Validators.Add(result => { if (result.GetValue(rounds) is < 1 or > 20) result.AddError("--rounds is from 1 to 20."); });
        nodes.Validators.Add(result => { if (result.GetValue(nodes) is < 1 or > 16) result.AddError("--nodes is from 1 to 16; without it this process does all."); });
        var command = new Command("simulate", "Run a season in virtual time and audit it. An empty database is used up: SQLite in a folder of its own unless --database names a PostgreSQL one.") { pairs, rounds, seed, nodes, chaos, connection, json, NodeCommand.Create() };
        command.Validators.Add(given =>
        {
            if (given.GetValue(nodes) > 0 && string.IsNullOrWhiteSpace(given.GetValue(connection))) given.AddError("--nodes needs PostgreSQL: a SQLite database belongs to one process. Name an empty one with --database, or leave --nodes out.");
            if (given.GetValue(chaos) && given.GetValue(nodes) < 2) given.AddError("--chaos needs --nodes 2 or more: while one process is down, another goes on.");
        });
        command.SetAction((parsed, stopping) => Run(new(parsed.GetValue(pairs), parsed.GetValue(rounds), parsed.GetValue(seed), parsed.GetValue(nodes), parsed.GetValue(chaos)), parsed.GetValue(connection), parsed.GetValue(json), stopping));
        return command;
    }

    static async Task<int> Run(SeasonSize size, string? connection, string? json, CancellationToken stopping)
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-simulate-").FullName;
        try
        {
            await using var data = DataOptions.Open(folder, connection, TimeProvider.System, throwaway: true);
            if (await data.Database.Get<int>("SELECT COUNT(*) FROM programs") > 0) throw new CannotStart("This database is in use. A simulation needs an empty one: name another with --database.");
            var report = await WithProgress(progress => SimulatedSeason.Run(data.Database, size, progress, stopping));
            Print(report);
            if (json is not null) await File.WriteAllTextAsync(json, JsonSerializer.Serialize(report, Json), stopping);
            return Status(report);
        }
        catch (Exception reason) when (reason is CannotStart or SeasonStuck)
        {
            await Console.Error.WriteLineAsync(reason.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end of the season: nothing was audited.");
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>1 where any rule was broken.</summary>
    internal static int Status(Report report) => report.IsClean ? 0 : 1;

    static Task<Report> WithProgress(Func<Action<double>, Task<Report>> run)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().StartAsync(context =>
        {
            var task = context.AddTask("Season", maxValue: 1);
            return run(done => task.Value = done);
        });
    }

    static void Print(Report report)
    {
        var table = new Table().AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        foreach (var (name, count) in report.Counts) table.AddRow(Words(name), $"{count:N0}");
        table.AddRow("wall time", $"{report.WallSeconds:N1} s");
        table.AddRow("peak memory", $"{report.PeakMemoryMegabytes:N0} MB");
        table.AddRow("database", $"{report.DatabaseMegabytes:N1} MB");
        if (report.Chaos is { } befell)
            foreach (var (name, count) in befell) table.AddRow(Words(name), $"{count:N0}");
        AnsiConsole.Write(table);
        if (report.Repeated.Count > 0) Print(report.Repeated);
        var violations = new Table().AddColumn("violations").AddColumn(new TableColumn("").RightAligned());
        foreach (var (name, count) in report.Violations) violations.AddRow(Words(name), count == 0 ? "0" : $"[red]{count:N0}[/]");
        AnsiConsole.Write(violations);
        Print(report.Pulse);
    }

    static void Print(IReadOnlyList<Judged> pulse)
    {
        var table = new Table().AddColumn("pulse");
        foreach (var column in new[] { "made so", "shown", "found", "precision", "recall" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var one in pulse) table.AddRow(one.Kind, $"{one.Made:N0}", $"{one.Shown:N0}", $"{one.Found:N0}", Share(one.Precision), Share(one.Recall));
        AnsiConsole.Write(table);
    }

    static void Print(IReadOnlyList<RepeatedMail> repeated)
    {
        var table = new Table().AddColumn(new TableColumn("mails taken up again").NoWrap()).AddColumn(new TableColumn("first taken up").NoWrap()).AddColumn(new TableColumn("again").RightAligned()).AddColumn(new TableColumn("arrived").RightAligned());
        foreach (var mail in repeated.OrderByDescending(mail => mail.Taken).Take(Listed)) table.AddRow(Markup.Escape(mail.MessageId[..mail.MessageId.IndexOf('@')]), $"{mail.At:yyyy-MM-dd HH:mm}", $"{mail.Times:N0}", $"{mail.Taken:N0}");
        AnsiConsole.Write(table);
        if (repeated.Count > Listed) AnsiConsole.WriteLine($"And {repeated.Count - Listed:N0} more: --json writes all of them to a file.");
    }

    /// <summary>Nothing where there was nothing to find, or nothing was shown.</summary>
    static string Share(double? share) => share is { } known ? $"{known:0.00}" : "–";

    static string Words(string name) => name.Replace('_', ' ');
}

/// <summary>How large a season is, and who plays it.</summary>
/// <param name="Nodes">How many processes do what is due; 0 where this one does.</param>
/// <param name="Chaos">Whether faults befall them.</param>
public sealed record SeasonSize(int Pairs, int Rounds, int Seed, int Nodes = 0, bool Chaos = false);
