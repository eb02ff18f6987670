using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LetterExchange.Benchmarks.Plans;

/// <summary><c>apply</c>: how long it takes to publish a plan of six rounds and give it to so many pairs, on SQLite and on PostgreSQL.
/// The exit status is 1 when it takes longer than <see cref="Limit"/>.</summary>
static class ApplyCommand
{
    /// <summary>For 10,000 pairs; in proportion for fewer and more.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    const int Rounds = 6, Cohort = 500;
    static readonly DateTimeOffset Now = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "How many pairs get the plan.", DefaultValueFactory = _ => 10_000 };
        var on = new Option<string>("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
        on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        pairs.Validators.Add(result => { if (result.GetValue(pairs) < 1) result.AddError("--pairs is 1 or more."); });
        var command = new Command("apply", "How long publishing a six-round plan and giving it to pairs takes.") { pairs, on };
        command.SetAction(async parsed =>
        {
            var (count, engine, within) = (parsed.GetValue(pairs), parsed.GetValue(on), true);
            if (engine != "postgres") within &= await On(null, count);
            if (engine == "sqlite") return within ? 0 : 1;
            await using var cluster = await PostgresCluster.Start(durable: true); // One that waits for the disk, as a real one does.
            return within & await On(await cluster.NewDatabase(), count) ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> On(string? connection, int count)
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-benchmark-").FullName;
        try
        {
            var clock = new RunningClock(Now);
            await using var data = Commands.DataOptions.Open(folder, connection, clock);
            await using var app = Hosting.Build(new Commands.ServeOptions { DataDirectory = folder, Work = false }, data.Database, clock);
            var given = new Given(data.Database, clock);
            var (program, by) = ((await given.Program()).Id, await given.Coordinator());
            for (var made = 0; made < count; made += Cohort) await given.Pairs(Math.Min(Cohort, count - made), await given.Cohort(program));
            return await Measure(app.Services, data.Database, program, by, count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<bool> Measure(IServiceProvider services, Database db, Guid program, Guid by, int count)
    {
        var (plans, stories) = (services.GetRequiredService<PlanStore>(), services.GetRequiredService<StoryLibrary>());
        var fair = await plans.Clock(program);
        var pattern = new PlanPattern { Name = "Spring", Rounds = Rounds, From = fair.Day(Now).Next(IsoDayOfWeek.Monday).ToDateOnly() };
        var sheet = pattern.Fill(fair, [.. stories.All.Take(Rounds).Select(story => story.Id)]);
        var (id, _) = await plans.Create(program, sheet, by);
        var cohorts = await db.Query<Guid>("SELECT id FROM cohorts WHERE program_id = @program", new { program });
        var began = TimeProvider.System.GetTimestamp();
        var published = await plans.Publish(id, 1, sheet, by);
        var works = services.GetRequiredService<PlanWorks>();
        var given = await works.Go((await works.Give((await plans.Find(id))!, new Chosen(cohorts, []), by)).Id, TimeSpan.MaxValue);
        var took = TimeProvider.System.GetElapsedTime(began);
        var (assignments, turns) = await db.Get<(long, long)>("SELECT (SELECT COUNT(*) FROM assignments), (SELECT COUNT(*) FROM turns)");
        var right = published.IsDone && given.Done == count && assignments == count * Rounds && turns == count * Rounds * 2;
        // What took a while and did something else was not measured.
        var within = new Figure($"a plan of {Rounds} rounds for {count:N0} pairs, {db.Name}", right ? took.TotalSeconds : null, "s") { AtMost = (Limit * Math.Max(1, count / 10_000d)).TotalSeconds }.Say();
        Console.WriteLine($"{db.Engine,-9}{count,8:N0} pairs{assignments,9:N0} rounds{turns,9:N0} turns{took.TotalSeconds,9:0.0} s  limit {Limit.TotalSeconds:0} s  {(within ? "ok" : right ? "over" : "wrong")}");
        return within;
    }
}
