using System.Threading.Channels;
using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>Tells open pages that their person has something new, whichever process over the database wrote it. It holds no truth: after the line to the other
/// processes was down, every open page looks into the database; a page that hears nothing shows the same at its next load.</summary>
public sealed class LiveNotices : IDisposable
{
    readonly Dictionary<Guid, List<Channel<bool>>> listeners = [];
    readonly Notifier notifier;
    readonly Peers peers;

    public LiveNotices(Notifier notifier, Peers peers)
    {
        (this.notifier, this.peers) = (notifier, peers);
        notifier.Told += Tell;
        peers.Told += Tell;
        peers.Opened += TellAll;
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
        peers.Told -= Tell;
        peers.Opened -= TellAll;
    }

    void Tell(IReadOnlyCollection<Guid> people)
    {
        lock (listeners)
        {
            foreach (var person in people)
                foreach (var channel in listeners.GetValueOrDefault(person) ?? []) channel.Writer.TryWrite(true);
        }
    }

    void TellAll()
    {
        lock (listeners)
        {
            foreach (var channel in listeners.Values.SelectMany(channels => channels)) channel.Writer.TryWrite(true);
        }
    }

    void Leave(Guid person, Channel<bool> channel)
    {
        lock (listeners)
        {
            if (listeners.TryGetValue(person, out var channels) && channels.Remove(channel) && channels.Count == 0) listeners.Remove(person);
        }
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
