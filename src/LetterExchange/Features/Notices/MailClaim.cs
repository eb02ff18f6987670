namespace LetterExchange.Features.Notices;

/// <summary>A mail that this process has taken on to send before the claim runs out. If it dies, the next claim sends it again, with the same Message-ID.</summary>
public sealed record MailClaim
{
    public required Guid MailId { get; init; }
    public required string MessageId { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>When the claim counts as lost.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How often it has been tried and failed.</summary>
    public required int Tries { get; init; }

    /// <summary>What it tells, urgent things first; all of one person, at least one.</summary>
    public required IReadOnlyList<MailableNotice> Notices { get; init; }

    public MailableNotice To => Notices[0];
}

/// <summary>When a failed mail is tried again.</summary>
public static class Retries
{
    /// <summary>After this long a mail is given up.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>A minute after the first failure, twice as long after each further one, four hours at the most; nothing once three days have passed.</summary>
    /// <param name="tries">Failures so far, this one included.</param>
    public static DateTimeOffset? Next(DateTimeOffset claimedAt, int tries, DateTimeOffset now)
    {
        if (now - claimedAt >= GivenUpAfter) return null;
        var wait = tries > 9 ? Longest : First * Math.Pow(2, Math.Max(0, tries - 1));
        return now + (wait < Longest ? wait : Longest);
    }
}
