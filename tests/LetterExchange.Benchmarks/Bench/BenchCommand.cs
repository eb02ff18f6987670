using System.CommandLine;
using LetterExchange.Benchmarks.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Benchmarks.Bench;

/// <summary><c>bench</c>: runs benchmarks one after the other, each in a process of its own, and prints one table of their figures. What all of them stand on is filled once.
/// The exit status is 1 when a figure is not met or was not measured.</summary>
static class BenchCommand
{
    /// <summary>What a benchmark is started with.</summary>
    /// <param name="Name">Its command.</param>
    /// <param name="Size">With what it runs, for the table.</param>
    /// <param name="Stored">The store that it shares with others; none for one that makes what it needs.</param>
    sealed record Bench(string Name, string Size, Stored Stored, params string[] Arguments);

    enum Stored { Nothing, Programs, InOne }

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(90);

    /// <summary>In the order in which they run: who changes a store comes after who wants it as it was filled.</summary>
    static List<Bench> All(bool quick)
    {
        var (letters, runs, count) = quick ? ("25000", "40", "25,000 letters") : ("1000000", "200", "1,000,000 letters");
        string[] stored = ["--letters", letters, "--runs", runs];
        return
        [
            new("sweeps", count, Stored.Programs, stored),
            new("pages", count, Stored.Programs, stored),
            new("desk", count, Stored.Programs, stored),
            new("review", count, Stored.Programs, stored),
            new("arrival", count, Stored.Programs, ["--letters", letters, "--runs", quick ? "10" : "50"]),
            quick ? new("load", "60,000 letters, 20 s", Stored.Nothing, "--letters", "60000", "--users", "96", "--seconds", "20", "--release", "1000")
                : new("load", "1,062,500 letters, 60 s", Stored.Nothing),
            new("letters", quick ? "500 letters" : "4,000 letters", Stored.Nothing, "--letters", quick ? "500" : "4000", "--queue", quick ? "5000" : "20000"),
            new("reminders", quick ? "2,000 reminders" : "40,000 reminders", Stored.Nothing, "--reminders", quick ? "2000" : "40000"),
            new("search", count, Stored.InOne, stored),
            new("pulse", count, Stored.InOne, stored),
            new("roster", quick ? "2,000 lines" : "10,000 lines", Stored.Nothing, "--lines", quick ? "2000" : "10000"),
            new("apply", quick ? "1,000 pairs" : "10,000 pairs", Stored.Nothing, "--pairs", quick ? "1000" : "10000"),
            new("screening", "letters of 200 words", Stored.Nothing, "--corpus", Path.GetFullPath(Corpus.Folder)),
        ];
    }

    public static Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = $"Which of them; all unless said: {string.Join(", ", All(false).Select(bench => bench.Name))}.", Arity = ArgumentArity.ZeroOrMore };
        names.AcceptOnlyFromAmong([.. All(false).Select(bench => bench.Name)]);
        var quick = new Option<bool>("--quick") { Description = "With less stored and fewer runs, for a first look; the table says the sizes." };
        var output = new Option<string>("--output") { Description = "The folder for the table and for what each benchmark prints.", DefaultValueFactory = _ => Path.Combine("artifacts", "bench") };
        var command = new Command("bench", "Runs the benchmarks and prints all figures with their floors and limits in one table.") { names, quick, output };
        command.SetAction(async (parsed, stopping) =>
        {
            var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : null;
            return await Run(All(parsed.GetValue(quick)).FindAll(bench => chosen?.Contains(bench.Name) ?? true), parsed.GetValue(quick), Directory.CreateDirectory(parsed.GetRequiredValue(output)).FullName, stopping);
        });
        return command;
    }

    static async Task<int> Run(List<Bench> benches, bool quick, string output, CancellationToken stopping)
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-bench-").FullName;
        try
        {
            var machine = Machine.Describe(folder);
            Console.WriteLine(machine);
            var began = TimeProvider.System.GetTimestamp();
            // One that waits for the disk, as a real one does.
            await using var cluster = benches.Exists(bench => bench.Stored != Stored.Nothing) ? await PostgresCluster.Start(durable: true) : null;
            var shared = new Dictionary<Stored, string[]>();
            foreach (var stored in new[] { Stored.Programs, Stored.InOne }.Where(stored => benches.Exists(bench => bench.Stored == stored)))
                shared[stored] = ["--data", Directory.CreateDirectory(Path.Combine(folder, $"{stored}")).FullName, "--database", await cluster!.NewDatabase()];
            var results = new List<BenchResult>();
            foreach (var bench in benches)
            {
                Console.Error.Write($"{bench.Name} …");
                var since = TimeProvider.System.GetTimestamp();
                results.Add(await Measure(bench, [.. bench.Arguments, .. shared.GetValueOrDefault(bench.Stored, [])], folder, output));
                Console.Error.WriteLine($" {TimeProvider.System.GetElapsedTime(since).TotalSeconds:0} s");
                stopping.ThrowIfCancellationRequested();
            }
            var table = $"{machine}{(quick ? "; --quick: less is stored and each is measured fewer times" : "")}\n\n{FigureTable.Of(results)}";
            await File.WriteAllTextAsync(Path.Combine(output, "table.md"), table, stopping);
            Console.WriteLine($"\n{table}\nTook {TimeProvider.System.GetElapsedTime(began).TotalMinutes:0.0} minutes. What each printed, and this table: {output}");
            return FigureTable.IsMet(results) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<BenchResult> Measure(Bench bench, string[] arguments, string folder, string output)
    {
        var file = Path.Combine(folder, $"{bench.Name}.figures");
        await using var child = await Own.Start([bench.Name, .. arguments], new Dictionary<string, string?> { [Figure.Variable] = file });
        var ended = child.Exit();
        var inTime = await Task.WhenAny(ended, Task.Delay(Longest)) == ended;
        if (!inTime) await child.Stop();
        await File.WriteAllTextAsync(Path.Combine(output, $"{bench.Name}.txt"), child.Output + "\n");
        var end = !inTime ? BenchEnd.TooLong : await ended is 0 or 1 ? BenchEnd.Whole : BenchEnd.Broken;
        if (end != BenchEnd.Whole) Console.Error.WriteLine(string.Join('\n', child.Lines.TakeLast(12)));
        return new(bench.Name, bench.Size, end, File.Exists(file) ? [.. File.ReadLines(file).Select(Figure.FromJson)] : []);
    }
}
