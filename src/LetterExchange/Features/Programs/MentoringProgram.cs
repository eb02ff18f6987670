using LetterExchange.Text;

namespace LetterExchange.Features.Programs;

/// <summary>One organisation's mentoring program. Nothing crosses programs.</summary>
public sealed record MentoringProgram
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>IANA time zone, such as <c>Europe/Paris</c>.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Language codes, separated by blanks, the first one the program's own.</summary>
    public string Languages { get; init; } = "en";

    /// <summary>The program's own language.</summary>
    public string Language => Spoken.Of(Languages.Split(' ')[0]) ?? Spoken.Default;

    public string PoliciesJson { get; init; } = "{}";
    public int Version { get; init; }

    public Policies Policies => field ??= Policies.FromJson(PoliciesJson);
}

/// <summary>The states of a pair.</summary>
public enum PairState { Active, Paused, Closed }

/// <summary>Why a pair is paused.</summary>
public enum PauseReason { Coordinator, Standing, Concern }

/// <summary>One mentor and one mentee, with the names that its pages need.</summary>
public sealed record Pair
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid CohortId { get; init; }
    public Guid MentorId { get; init; }
    public Guid MenteeId { get; init; }
    public PairState State { get; init; }

    /// <summary>Until when consent and clearance both stand.</summary>
    public DateTimeOffset StandsUntil { get; init; }

    public DateTimeOffset? PausedAt { get; init; }
    public PauseReason? PausedWhy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether it rests while a substitute stands in.</summary>
    public bool IsResting { get; init; }

    /// <summary>The resting pair of the same mentee for which it stands in.</summary>
    public Guid? StandsInFor { get; init; }

    /// <summary>Until when the last letters are sent, where an end has been announced.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public int Version { get; init; }
    public string MentorName { get; init; } = "";
    public string MenteeName { get; init; } = "";
    public DateOnly? MenteeBorn { get; init; }

    public bool Includes(Guid person) => person == MentorId || person == MenteeId;

    public Guid PartnerOf(Guid person) => person == MentorId ? MenteeId : MentorId;

    public string NameOf(Guid person) => person == MentorId ? MentorName : MenteeName;

    public Side SideOf(Guid person) => person == MentorId ? Side.Mentor : Side.Mentee;

    /// <summary>Whether anything may be opened, submitted, delivered or told (DESIGN.md, rule 11).</summary>
    public bool IsLive(DateTimeOffset now) => State == PairState.Active && StandsUntil > now;
}
