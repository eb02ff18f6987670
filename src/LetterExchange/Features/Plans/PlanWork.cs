using System.Text.Json;

namespace LetterExchange.Features.Plans;

/// <summary>What can be done to many pairs of a plan.</summary>
public enum WorkKind { Give, Change, Extend }

/// <summary>What a work is to do: keys, dates and numbers.</summary>
public sealed record Errand
{
    /// <summary>Whose pairs; for a change and an extension nobody named means all that have the plan.</summary>
    public IReadOnlyList<Guid> Cohorts { get; init; } = [];

    /// <summary>Single pairs that are given the plan.</summary>
    public IReadOnlyList<Guid> Pairs { get; init; } = [];

    public PlanChange? Change { get; init; }

    /// <summary>The round whose open letters get more time; none for all.</summary>
    public Guid? Round { get; init; }

    /// <summary>How much more, in days.</summary>
    public int Days { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this);
}

/// <summary>Something that is done to many pairs of a plan, and how far it has come. It has ended, or a sweep goes on with it.</summary>
public sealed record PlanWork
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid PlanId { get; init; }
    public WorkKind Kind { get; init; }
    public string ErrandJson { get; init; } = "{}";

    /// <summary>The coordinator's; only the staff read it.</summary>
    public string? Reason { get; init; }

    public Guid? ById { get; init; }
    public string? ByName { get; init; }
    public DateTimeOffset BegunAt { get; init; }

    /// <summary>The last pair that was seen.</summary>
    public Guid? AfterId { get; init; }

    /// <summary>Pairs to be seen, as counted when it began.</summary>
    public int Total { get; init; }

    public int Seen { get; init; }

    /// <summary>Pairs that have got something, or for whom something moved.</summary>
    public int Done { get; init; }

    public int LeftOut { get; init; }
    public int HadIt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsUnderWay => EndedAt is null;

    public Errand Errand => field ??= JsonSerializer.Deserialize<Errand>(ErrandJson) ?? new();
}
