using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Benchmarks.Review;
using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Letters;

/// <summary><c>letters</c>: how many letters a second go the whole way, submitted, screened, approved, delivered and mailed, with few and with many waiting in the queue; beside bare commits of the
/// same rows. And how long approving one takes. The exit status is 1 when a figure is over its limit.</summary>
static class LettersCommand
{
    /// <summary>Letters a second; as a share of the bare commits; the fewest with a long queue as a share of those with a short one; milliseconds for an approval, at the median.</summary>
    const double Least = 720, Share = 0.5, Same = 0.9, Approval = 2;

    /// <summary>How many write, and how many approve, at the same time.</summary>
    const int Writers = 32, Reviewers = 8;

    /// <summary>How many wait in the short queue.</summary>
    const int Short = 500;

    public static Command Create()
    {
        var letters = new Option<int>("--letters") { Description = "How many letters go the way.", DefaultValueFactory = _ => 4_000 };
        var queue = new Option<int>("--queue") { Description = $"How many wait in the long queue; in the short one {Short} do.", DefaultValueFactory = _ => 20_000 };
        var on = new Option<string>("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
        on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        letters.Validators.Add(result => { if (result.GetValue(letters) < 100) result.AddError("--letters is 100 or more."); });
        var command = new Command("letters", "How many letters a second go the whole way.") { letters, queue, on };
        command.SetAction(async parsed =>
        {
            var (count, queues, engine, within) = (parsed.GetValue(letters), new[] { Short, parsed.GetValue(queue) }, parsed.GetValue(on), true);
            if (engine != "postgres") within &= await On("SQLite", count, queues, measure => StoredLetters.OnSqlite(null, folder => measure(folder, null)));
            if (engine != "sqlite") within &= await On("PostgreSQL", count, queues, measure => StoredLetters.OnPostgres(null, measure));
            return within ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> On(string engine, int count, int[] queues, Func<Func<string, string?, Task<bool>>, Task<bool>> with)
    {
        var (within, rates) = (true, new List<double>());
        foreach (var queue in queues)
            within &= await with(async (folder, connection) =>
            {
                await using var exchange = await Exchange.Make(folder, connection, count, Side.Mentee);
                await ReviewQueue.Make(exchange.Db, exchange.Program, queue);
                var reviewers = await exchange.AddReviewers(Reviewers);
                await using var bare = queue == queues[0] ? await BareRows.Copy(exchange.Db, folder) : null;
                await exchange.Go(await exchange.Turns(count / 4), reviewers); // Compiles what will run.
                var turns = await exchange.Turns(count);
                var rate = turns.Count / (await exchange.Go(turns, reviewers)).TotalSeconds;
                rates.Add(rate);
                var approval = await exchange.Approve(reviewers[0], 200);
                Console.WriteLine($"{engine}, {queue:N0} in the queue: {rate:N0} letters a second; approving one {approval:0.00} ms at the median");
                var fine = new Figure($"submitted, screened, approved, delivered and mailed, {queue:N0} in the queue, {engine}", rate, "letters/s") { AtLeast = Least }.Say()
                    & new Figure($"approving one, median, {queue:N0} in the queue, {engine}", approval, "ms") { AtMost = Approval }.Say();
                if (bare is null) return fine;
                var floor = await bare.Commit(exchange.Db, turns, Writers, Reviewers);
                Console.WriteLine($"  {floor:N0} bare commits of the same rows a second: {rate / floor:P0}");
                return fine & new Figure($"the same beside bare commits of the same rows ({Figure.Number(floor)} letters/s), {engine}", rate / floor * 100, "%") { AtLeast = Share * 100 }.Say();
            });
        return within & new Figure($"the rate with {queues[1]:N0} in the queue beside that with {queues[0]:N0}, {engine}", rates[1] / rates[0] * 100, "%") { AtLeast = Same * 100 }.Say();
    }

    static async Task<List<Guid>> AddReviewers(this Exchange exchange, int count)
    {
        var given = new Tests.Ground.Given(exchange.Db, exchange.Clock);
        var reviewers = new List<Guid>();
        for (var n = 0; n < count; n++) reviewers.Add(await given.Person("Reviewer", exchange.Program));
        return reviewers;
    }

    /// <summary>Open turns of which no letter has been begun.</summary>
    static Task<List<(Guid Id, Guid Pair, Guid Writer)>> Turns(this Exchange exchange, int most) => exchange.Db.Query<(Guid, Guid, Guid)>($"""
        SELECT t.id, t.pair_id, t.writer_id FROM turns t
         WHERE t.state = 'Open' AND t.writer = 'Mentee' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id)
         ORDER BY t.id LIMIT {most}
        """);

    /// <summary>All at once, as in the service: writers send, sweeps screen, deliver and mail, reviewers approve what is screened.</summary>
    /// <returns>The time from the first letter's submission until the last is mailed.</returns>
    static async Task<TimeSpan> Go(this Exchange exchange, List<(Guid Id, Guid Pair, Guid Writer)> turns, List<Guid> reviewers)
    {
        var (writing, way) = (exchange.Services.GetRequiredService<Writing>(), new Way(exchange, turns.Count));
        var texts = turns.Select((_, n) => SampleLetters.Of(new Random(n), n, 4, 1)).ToList();
        var began = TimeProvider.System.GetTimestamp();
        var work = new[]
        {
            Task.Run(() => Parallel.ForEachAsync(turns.Select((turn, n) => (turn, n)), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (one, _) =>
            {
                var written = await writing.Submit(one.turn.Writer, new Sheet(one.turn.Pair, one.turn.Id, null), texts[one.n]);
                if (written.Refusal is { } refusal) throw new InvalidOperationException($"A letter was refused: {refusal}.");
                way.Sent.Enqueue(written.LetterId);
            })),
            Task.Run(() => way.Sweep(Due.Screen, () => way.Approved)), Task.Run(() => way.Approve(reviewers)), Task.Run(() => way.Sweep(Due.Deliver, () => way.Delivered)), Task.Run(() => way.Sweep(Due.Notices, () => way.Mailed)),
        };
        await Task.WhenAll(work);
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>One after the other, of those that wait: the median in milliseconds.</summary>
    static async Task<double> Approve(this Exchange exchange, Guid reviewer, int count)
    {
        var decisions = exchange.Services.GetRequiredService<Decisions>();
        var waiting = await exchange.Db.Query<(Guid Id, int Version)>($"SELECT id, version FROM letters WHERE state = 'InReview' AND route = 'Standard' AND turn_id IS NULL ORDER BY id LIMIT {count}");
        var times = new List<double>();
        foreach (var (id, version) in waiting)
        {
            var began = TimeProvider.System.GetTimestamp();
            var decided = await decisions.Approve(id, version, reviewer);
            times.Add(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
            if (decided != Decided.Done) throw new InvalidOperationException($"A letter was not approved: {decided}.");
        }
        return times.Order().ElementAt(times.Count / 2);
    }
}
