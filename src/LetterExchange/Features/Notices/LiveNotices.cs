using System.Threading.Channels;
using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>Tells open pages that their person has something new: of this process at once, of other machines over the same database
/// within two seconds. It holds no truth; a page that hears nothing shows the same at its next load.</summary>
public sealed class LiveNotices : IDisposable
{
    static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);
    static readonly TimeSpan LookBack = TimeSpan.FromSeconds(20); // Longer than any transaction that tells, and than machines' clocks differ.
    readonly Dictionary<Guid, List<Channel<bool>>> listeners = [];
    readonly Database db;
    readonly Notifier notifier;
    readonly TimeProvider clock;
    readonly ILogger log;
    readonly Timer? glances;
    HashSet<Guid> seen = [];

    public LiveNotices(Database db, Notifier notifier, TimeProvider clock, ILogger<LiveNotices> log)
    {
        (this.db, this.notifier, this.clock, this.log) = (db, notifier, clock, log);
        notifier.Told += Tell;
        if (db.Engine == Engine.Postgres) glances = new Timer(_ => _ = Look(), null, Glance, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Listens for a person until disposed.</summary>
    public Listening Listen(Guid person)
    {
        // Only the last word counts: who is slow misses counts, not the newest one.
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (listeners)
        {
            if (!listeners.TryGetValue(person, out var channels)) listeners[person] = channels = [];
            channels.Add(channel);
        }
        return new(channel.Reader, () => Leave(person, channel));
    }

    public void Dispose()
    {
        notifier.Told -= Tell;
        glances?.Dispose();
    }

    void Tell(IReadOnlyCollection<Guid> people)
    {
        lock (listeners)
        {
            foreach (var person in people)
                foreach (var channel in listeners.GetValueOrDefault(person) ?? []) channel.Writer.TryWrite(true);
        }
    }

    void Leave(Guid person, Channel<bool> channel)
    {
        lock (listeners)
        {
            if (listeners.TryGetValue(person, out var channels) && channels.Remove(channel) && channels.Count == 0) listeners.Remove(person);
        }
    }

    /// <summary>Looks for notices that another machine wrote.</summary>
    async Task Look()
    {
        try
        {
            if (listeners.Count > 0)
            {
                var rows = await db.Query<Row>("SELECT id, person_id FROM notices WHERE id > @since", new { since = Guid.CreateVersion7(clock.GetUtcNow() - LookBack) });
                Tell(rows.Where(row => !seen.Contains(row.Id)).Select(row => row.PersonId).ToHashSet());
                seen = [.. rows.Select(row => row.Id)];
            }
        }
        catch (Exception failure)
        {
            log.LogWarning("Could not look for new notices: {Failure}", failure.GetType().Name);
        }
        try
        {
            glances?.Change(Glance, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The service is stopping.
        }
    }

    sealed record Row
    {
        public Guid Id { get; init; }
        public Guid PersonId { get; init; }
    }
}

/// <summary>One open page's ear.</summary>
public sealed class Listening(ChannelReader<bool> news, Action leave) : IDisposable
{
    /// <summary>True when there is something new, false when the time is up.</summary>
    public async Task<bool> Hear(TimeSpan most, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(most);
        try
        {
            return await news.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => leave();
}
