using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>How mail is doing, for the administrator.</summary>
public sealed class MailStatusStore(Database db, MailSettings settings, TimeProvider clock)
{
    /// <param name="most">How many failed mails to name, the newest first.</param>
    public async Task<MailStatus> Find(int most = 50)
    {
        var now = clock.Now();
        var oldest = await db.Find<DateTimeOffset?>("""
            SELECT at FROM (SELECT MIN(mail_at) AS at FROM notices WHERE mail_at IS NOT NULL
                            UNION ALL SELECT MIN(claimed_at) FROM mails WHERE retry_at IS NOT NULL) AS waiting
             WHERE at IS NOT NULL ORDER BY at LIMIT 1
            """);
        return new()
        {
            IsConfigured = settings.IsConfigured,
            Server = settings.IsConfigured ? $"{settings.Host}:{settings.Port}" : null,
            Folder = settings.IsConfigured ? null : settings.Folder,
            OldestUnsent = oldest <= now ? oldest : null,
            Waiting = await db.Get<int>("SELECT COUNT(*) FROM mails WHERE retry_at IS NOT NULL"),
            LastError = await db.Find<string>("SELECT error FROM mails WHERE retry_at IS NOT NULL AND error IS NOT NULL ORDER BY retry_at DESC LIMIT 1"),
            Repeated = await db.Get<int>("SELECT COUNT(*) FROM mails WHERE repeats > 0"),
            GivenUp = await db.Get<int>("SELECT COUNT(*) FROM mails WHERE state = 'Failed'"),
            Failed = await db.Query<FailedMail>("""
                SELECT m.id, m.person_id, h.given_name, h.surname, m.claimed_at AS at, m.error FROM mails m JOIN people h ON h.id = m.person_id
                 WHERE m.state = 'Failed' ORDER BY m.claimed_at DESC LIMIT @most
                """, new { most }),
        };
    }
}

/// <summary>How mail is doing now.</summary>
public sealed record MailStatus
{
    /// <summary>Whether there is an SMTP server.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>Host and port; nothing without a server.</summary>
    public string? Server { get; init; }

    /// <summary>Where mails are written as files; nothing with a server.</summary>
    public string? Folder { get; init; }

    /// <summary>Since when the longest waiting notice or mail could have been sent; nothing when none waits (or only for the morning).</summary>
    public DateTimeOffset? OldestUnsent { get; init; }

    /// <summary>Mails in hand or to be tried again.</summary>
    public int Waiting { get; init; }

    /// <summary>Why the last of the waiting ones was not taken: an SMTP status, or <c>connection</c>, <c>timeout</c>, <c>tls</c>, <c>sign-in</c>, <c>folder</c>.</summary>
    public string? LastError { get; init; }

    /// <summary>Mails that were sent again because a process died between sending and recording, or the server before its answer: they may have arrived twice.</summary>
    public int Repeated { get; init; }

    /// <summary>How many mails were given up in all.</summary>
    public int GivenUp { get; init; }

    /// <summary>Mails that were given up, the newest first.</summary>
    public IReadOnlyList<FailedMail> Failed { get; init; } = [];
}

/// <summary>A mail that was given up: to whom, when it was first tried, and why.</summary>
public sealed record FailedMail
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string? Error { get; init; }
}
