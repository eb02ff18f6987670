using LetterExchange.Data;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>What the database says is due and not done yet, asked without the help of the sweeps that do it.</summary>
sealed class StillDue(Database db)
{
    static readonly IReadOnlyList<(Due Due, string Is)> rows =
    [
        (Due.Standing, "pairs p WHERE p.state = 'Active' AND p.stands_until <= @now"),
        (Due.Release, $"assignments a JOIN pairs p ON p.id = a.pair_id WHERE a.release_at <= @now AND {Live}"),
        (Due.Remind, $"turns t JOIN pairs p ON p.id = t.pair_id WHERE t.remind_at <= @now AND t.state = 'Open' AND {Live}"),
        (Due.Enforce, $"turns t JOIN pairs p ON p.id = t.pair_id WHERE t.enforce_at <= @now AND t.state = 'Open' AND {Live}"),
        (Due.Enforce, "lapse_digests g WHERE g.tell_at <= @now"),
        (Due.Screen, "letters l WHERE l.screen_at <= @now AND l.state = 'Screening'"),
        (Due.Queue, "letters l WHERE l.review_by <= @now AND l.state = 'InReview'"),
        (Due.Deliver, $"letters l JOIN pairs p ON p.id = l.pair_id WHERE l.deliver_at <= @now AND l.state = 'Approved' AND {Live}"),
        (Due.Pulse, "pulse_programs x WHERE x.mail_at <= @now"),
        (Due.Notices, "notices n WHERE n.mail_at <= @now"),
        (Due.Notices, "mails m WHERE m.retry_at <= @now"),
    ];

    const string Live = "p.state = 'Active' AND p.stands_until > @now";

    static readonly string now = string.Join(" UNION ALL ", rows.Select(row => $"SELECT '{row.Due}' AS due WHERE EXISTS (SELECT 1 FROM {row.Is})"));

    /// <summary>At an instant, all of it.</summary>
    public async Task<HashSet<Due>> At(DateTimeOffset instant) => Named(await db.Query<string>(now, new { now = instant }));

    /// <summary>The mails that somebody has in hand, alive or not.</summary>
    public async Task<HashSet<Guid>> MailsInHand() => [.. await db.Query<Guid>("SELECT id FROM mails WHERE retry_at IS NOT NULL AND state = 'Claimed'")];

    /// <summary>What is to be done at a season's end besides: all history sealed, and the pulse brought up to it.</summary>
    public async Task<HashSet<Due>> Last(DateTimeOffset end) => Named(await db.Query<string>("""
        SELECT 'Seal' AS due WHERE EXISTS (SELECT 1 FROM unsealed_events)
        UNION ALL
        SELECT 'Pulse' WHERE NOT EXISTS (SELECT 1 FROM pulse_progress o WHERE o.seen_at >= @end)
        """, new { end }));

    static HashSet<Due> Named(List<string> names) => [.. names.Select(Enum.Parse<Due>)];
}
