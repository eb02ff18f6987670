using System.Collections.Concurrent;
using LetterExchange.Features.Notices;

namespace LetterExchange.Commands.Simulate;

/// <summary>Mail's far end in a simulation: it takes every mail and remembers its Message-ID.</summary>
public sealed class Post(TimeProvider clock) : IMailer
{
    readonly ConcurrentQueue<(string MessageId, DateTimeOffset At)> taken = new();

    /// <summary>The Message-IDs of all mails taken, in order.</summary>
    public IReadOnlyCollection<string> MessageIds => [.. taken.Select(mail => mail.MessageId)];

    public Task Send(OutgoingMail mail, CancellationToken stopping)
    {
        Take(mail.MessageId);
        return Task.CompletedTask;
    }

    /// <summary>Remembers a mail that has come.</summary>
    public void Take(string messageId) => taken.Enqueue((messageId, clock.GetUtcNow()));
}
