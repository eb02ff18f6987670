namespace LetterExchange.Features.Notices;

/// <summary>Claimed → Sent | Retry | Failed; Retry → Claimed; a Claimed one whose time has run out is claimed again, and counted as repeated. One that the server may have taken stays Claimed until then.</summary>
public enum MailState { Claimed, Retry, Sent, Failed }

/// <summary>A mail that may have to be sent again.</summary>
sealed record Mail
{
    public Guid Id { get; init; }
    public string MessageId { get; init; } = "";
    public MailState State { get; init; }
    public DateTimeOffset ClaimedAt { get; init; }
    public int Tries { get; init; }

    public MailClaim ClaimOf(IReadOnlyList<MailableNotice> notices, DateTimeOffset until) => new()
    {
        MailId = Id, MessageId = MessageId, ClaimedAt = ClaimedAt, Until = until, Tries = Tries, Notices = InOrder(notices),
    };

    /// <summary>Given up with an error, put off to a time, or neither: sent again now.</summary>
    public (string? Error, DateTimeOffset? At) FateOf(IReadOnlyList<MailableNotice> notices, DateTimeOffset now)
    {
        if (notices.Count == 0 || !notices[0].HasAddress) return ("no address", null);
        if (now - ClaimedAt >= Retries.GivenUpAfter) return ("too old", null);
        return notices.Any(notice => notice.Kind.IsSafety()) ? default : (null, notices.Max(notice => notice.Quiet?.EndsAt(now)));
    }

    /// <summary>As a mail lists them: safety, then what is due first, then the oldest.</summary>
    public static IReadOnlyList<MailableNotice> InOrder(IEnumerable<MailableNotice> notices) =>
        [.. notices.OrderByDescending(notice => notice.Kind.IsSafety()).ThenBy(notice => notice.DueAt ?? DateTimeOffset.MaxValue)
            .ThenBy(notice => notice.CreatedAt).ThenBy(notice => notice.Id)];
}
