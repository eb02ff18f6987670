using LetterExchange.Data;

namespace LetterExchange.Commands.Auditing;

/// <summary>What an audit is told by whoever saw the service work; the rest it finds in the database.</summary>
public sealed record Evidence
{
    /// <summary>The end: what is due after it need not have been done.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When the service was down: what was due then is done right after it.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Outage { get; init; }

    /// <summary>How long after its time a sweep may act.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far apart the instants may be that different machines recorded of one moment: none where one machine does all.</summary>
    public TimeSpan Apart { get; init; }

    /// <summary>The Message-IDs that the mails' far end took.</summary>
    public IReadOnlyCollection<string> MessageIds { get; init; } = [];

    /// <summary>SHA-256 of every text that was sent, by letter and revision.</summary>
    public IReadOnlyDictionary<(Guid Letter, int Revision), string> Sent { get; init; } = new Dictionary<(Guid, int), string>();

    /// <summary>Which revision each reviewer has read of which letter; nothing where nobody looked over their shoulders.</summary>
    public IReadOnlySet<(Guid Reviewer, Guid Letter, int Revision)>? Read { get; init; }
}

/// <summary>Looks in the database and the mails for what must never be, with queries of its own: it knows the tables and the rules of
/// DESIGN.md (section 4), and no feature.</summary>
public sealed class Audit(Database db, Evidence evidence)
{
    /// <summary>How often each rule was broken, by name.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Run()
    {
        var violations = new Dictionary<string, long>();
        var given = new
        {
            until = evidence.Until, tolerance = (long)evidence.Tolerance.TotalMilliseconds, apart = (long)evidence.Apart.TotalMilliseconds,
            down = evidence.Outage?.From ?? DateTimeOffset.MaxValue, up = evidence.Outage?.To ?? DateTimeOffset.MaxValue,
        };
        foreach (var (name, sql) in AuditQueries.All)
            violations[name] = await db.Get<long>(sql, given);
        violations["delivered_without_release"] += await DeliveredUnread();
        violations["mail_twice"] += await MailsTwice();
        violations["text_lost"] = await new TextAudit(db).Lost(evidence.Sent);
        violations["events_broken"] = await new ChainAudit(db).Broken();
        return violations;
    }

    /// <summary>Letters that were delivered on the word of somebody who had read another revision.</summary>
    async Task<long> DeliveredUnread() => evidence.Read is not { } read ? 0 : (await db.Query<Approval>("""
        SELECT c.reviewer_id, d.letter_id, d.revision FROM deliveries d JOIN decisions c ON c.letter_id = d.letter_id AND c.number = d.revision AND c.kind = 'Approve'
        """)).Where(approval => !read.Contains((approval.ReviewerId, approval.LetterId, approval.Revision))).DistinctBy(approval => approval.LetterId).Count();

    /// <summary>Mails taken more often than the database says they were repeated.</summary>
    async Task<long> MailsTwice()
    {
        if (evidence.MessageIds.Count == 0) return 0;
        var repeats = (await db.Query<Repeated>("SELECT message_id, repeats FROM mails WHERE repeats > 0")).ToDictionary(mail => mail.MessageId, mail => mail.Repeats);
        return evidence.MessageIds.GroupBy(id => id).Sum(mails => Math.Max(0, mails.Count() - 1 - repeats.GetValueOrDefault(mails.Key)));
    }

    sealed record Approval
    {
        public Guid ReviewerId { get; init; }
        public Guid LetterId { get; init; }
        public int Revision { get; init; }
    }

    sealed record Repeated
    {
        public string MessageId { get; init; } = "";
        public int Repeats { get; init; }
    }
}
