using System.Diagnostics;
using LetterExchange.Data;

namespace LetterExchange.Commands.Simulate;

/// <summary>What a simulation did, counted in the database.</summary>
public sealed record Report
{
    public required IReadOnlyDictionary<string, long> Counts { get; init; }
    public required IReadOnlyDictionary<string, long> Violations { get; init; }

    /// <summary>How well the pulse found at the season's end what people had been made to do; its last line is all kinds together.</summary>
    public IReadOnlyList<Judged> Pulse { get; init; } = [];

    /// <summary>What has befallen the processes of a season, by kind; nothing where all was calm.</summary>
    public IReadOnlyDictionary<string, long>? Chaos { get; init; }

    /// <summary>The mails that were sent again because whoever had them in hand may not have come to it.</summary>
    public IReadOnlyList<RepeatedMail> Repeated { get; init; } = [];

    public required double WallSeconds { get; init; }
    public required double PeakMemoryMegabytes { get; init; }
    public required double DatabaseMegabytes { get; init; }

    public bool IsClean => Violations.Values.All(count => count == 0);

    static readonly IReadOnlyList<(string Name, string Sql)> Counted =
    [
        ("released", "SELECT COUNT(*) FROM assignments WHERE opened_at IS NOT NULL"),
        ("submitted", "SELECT COUNT(*) FROM revisions"),
        ("pictures", "SELECT COUNT(*) FROM attachments"),
        ("delivered", "SELECT COUNT(*) FROM deliveries"),
        ("returned", "SELECT COUNT(*) FROM decisions WHERE kind = 'Return'"),
        ("withheld", "SELECT COUNT(*) FROM decisions WHERE kind = 'Withhold'"),
        ("taken_back", "SELECT COUNT(*) FROM decisions WHERE kind = 'TakeBack'"),
        ("recalled", "SELECT COUNT(*) FROM events WHERE kind = 'letter.recall'"),
        ("lapsed", "SELECT COUNT(*) FROM turns WHERE state = 'Lapsed'"),
        ("late", "SELECT COUNT(*) FROM turns WHERE was_late = 1"),
        ("excused", "SELECT COUNT(*) FROM turns WHERE state = 'Excused'"),
        ("extended", "SELECT COUNT(*) FROM events WHERE kind = 'turn.extend'"),
        ("two_keys", "SELECT COUNT(*) FROM releases WHERE second_decision_id IS NOT NULL"),
        ("paused", "SELECT COUNT(*) FROM events WHERE kind = 'pair.pause'"),
        ("concerns", "SELECT COUNT(*) FROM concerns"),
        ("reminders", "SELECT COUNT(*) FROM notices WHERE kind = 'Reminder'"),
        ("notices", "SELECT COUNT(*) FROM notices"),
        ("mails", "SELECT COUNT(*) FROM mails WHERE state = 'Sent'"),
        ("repeats", "SELECT COALESCE(SUM(repeats), 0) FROM mails"),
        ("events", "SELECT COUNT(*) FROM events"),
    ];

    public static async Task<IReadOnlyDictionary<string, long>> Count(Database db)
    {
        var counts = new Dictionary<string, long>();
        foreach (var (name, sql) in Counted) counts[name] = await db.Get<long>(sql);
        return counts;
    }

    /// <summary>The mails that were repeated, in the order in which they were first taken up.</summary>
    /// <param name="taken">What the post has taken.</param>
    internal static async Task<IReadOnlyList<RepeatedMail>> Repeats(Database db, IReadOnlyCollection<string> taken)
    {
        var copies = taken.CountBy(id => id).ToDictionary();
        var repeated = await db.Query<RepeatedMail>("SELECT message_id, claimed_at AS at, repeats AS times FROM mails WHERE repeats > 0 ORDER BY claimed_at, message_id");
        return repeated.ConvertAll(mail => mail with { Taken = copies.GetValueOrDefault(mail.MessageId) });
    }

    /// <summary>The size of the database in megabytes (10^6 bytes).</summary>
    public static async Task<double> Size(Database db) => await db.Get<long>(db.Engine == Engine.Sqlite
        ? "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        : "SELECT pg_database_size(current_database())") / 1e6;

    /// <summary>The most memory that this process has had resident, in megabytes.</summary>
    public static double PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }
}

/// <summary>A mail that was sent more than once, with one Message-ID, or may have been.</summary>
public sealed record RepeatedMail
{
    public string MessageId { get; init; } = "";

    /// <summary>When it was first taken up.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How often it was taken up again.</summary>
    public long Times { get; init; }

    /// <summary>How often the post has got it.</summary>
    public int Taken { get; init; }
}
