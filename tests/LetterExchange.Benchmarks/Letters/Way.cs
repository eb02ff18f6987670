using System.Collections.Concurrent;
using LetterExchange.Data;
using LetterExchange.Features.Review;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Letters;

/// <summary>The letters under way, of which so many are to arrive.</summary>
sealed class Way(Exchange exchange, int count)
{
    /// <summary>How long nothing is looked for where nothing was.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    readonly long began = TimeProvider.System.GetTimestamp();
    int approved, delivered;
    bool mailed;

    /// <summary>Submitted, and not yet approved.</summary>
    public ConcurrentQueue<Guid> Sent { get; } = new();

    public bool Approved => Volatile.Read(ref approved) >= count;

    public bool Delivered => Volatile.Read(ref delivered) >= count;

    /// <summary>Whether a look after the last delivery found nothing left to mail.</summary>
    public bool Mailed => Volatile.Read(ref mailed);

    /// <summary>Runs a sweep again and again, until there is nothing more to come for it.</summary>
    public async Task Sweep(Due due, Func<bool> isOver)
    {
        var sweep = exchange.Sweep(due);
        while (!isOver())
        {
            var last = Delivered;
            var moved = await sweep.Run(CancellationToken.None);
            if (due == Due.Deliver) Interlocked.Add(ref delivered, moved);
            if (due == Due.Notices && moved == 0 && last) Volatile.Write(ref mailed, true);
            if (moved == 0) await Rest();
        }
    }

    /// <summary>Approves what is screened, several reviewers at once.</summary>
    public async Task Approve(List<Guid> reviewers)
    {
        var (decisions, waiting) = (exchange.Services.GetRequiredService<Decisions>(), new List<Guid>());
        while (!Approved)
        {
            while (waiting.Count < 200 && Sent.TryDequeue(out var sent)) waiting.Add(sent);
            var ready = waiting.Count == 0 ? [] : await exchange.Db.Query<(Guid Id, int Version)>("SELECT id, version FROM letters WHERE id IN @waiting AND state = 'InReview'", new { waiting });
            await Parallel.ForEachAsync(ready.Select((letter, n) => (letter, n)), new ParallelOptions { MaxDegreeOfParallelism = reviewers.Count }, async (one, _) =>
            {
                var decided = await decisions.Approve(one.letter.Id, one.letter.Version, reviewers[one.n % reviewers.Count]);
                if (decided != Decided.Done) throw new InvalidOperationException($"A letter was not approved: {decided}.");
            });
            waiting.RemoveAll(ready.Select(letter => letter.Id).ToHashSet().Contains);
            Interlocked.Add(ref approved, ready.Count);
            if (ready.Count == 0) await Rest();
        }
    }

    async Task Rest()
    {
        if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"Of {count} letters {approved} were approved and {delivered} delivered in {Patience.TotalMinutes} minutes.");
        await Task.Delay(Pause);
    }
}
