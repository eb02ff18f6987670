using System.Globalization;
using System.Text.Json;

namespace LetterExchange.Features.Notices;

/// <summary>One thing that one person is told once.</summary>
public record Notice
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public NoticeKind Kind { get; init; }
    public Guid SubjectId { get; init; }

    /// <summary>A JSON list; see <see cref="NoticeKind"/>.</summary>
    public string Arguments { get; init; } = "[]";

    /// <summary>Where it leads, from the root.</summary>
    public string Link { get; init; } = "/";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The program's time zone; UTC for what belongs to no program.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Whether a mentee is told: then in a child's words.</summary>
    public bool ToMentee { get; init; }

    public IReadOnlyList<string> Values => field ??= JsonSerializer.Deserialize<string[]>(Arguments) ?? [];

    /// <summary>The things that a weekly mail says one by one, each with its link; none for all other kinds.</summary>
    public IEnumerable<(string Line, string Link)> Points => Kind == NoticeKind.WeeklyPulse ? Values.Skip(3).Chunk(2).Where(point => point.Length == 2).Select(point => (point[0], point[1])) : [];

    /// <summary>When what it tells of is due; nothing where nothing is.</summary>
    public DateTimeOffset? DueAt => Kind.DueArgument() is { } place && place < Values.Count
        && DateTimeOffset.TryParse(Values[place], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var due) ? due : null;

    internal const string Columns = "n.id, n.person_id, n.kind, n.subject_id, n.arguments, n.link, n.created_at, n.read_at, COALESCE(g.zone, 'UTC') AS zone, "
        + "CASE WHEN EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = n.person_id AND m.role = 'Mentee' AND m.ended_at IS NULL "
        + "AND (n.program_id IS NULL OR m.program_id = n.program_id)) THEN 1 ELSE 0 END AS to_mentee";
}
