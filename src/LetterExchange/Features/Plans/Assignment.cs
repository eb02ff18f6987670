namespace LetterExchange.Features.Plans;

/// <summary>Scheduled → open → complete, when every turn was answered, or closed incomplete.</summary>
public enum AssignmentState { Scheduled, Open, Complete, ClosedIncomplete }

/// <summary>One round for one pair. A pair has one open assignment at a time; the others wait in line.</summary>
public sealed record Assignment
{
    public Guid Id { get; init; }
    public Guid PairId { get; init; }
    public Guid PlanId { get; init; }
    public Guid RoundId { get; init; }

    /// <summary>Its place in the pair's line.</summary>
    public int Line { get; init; }

    public AssignmentState State { get; init; }
    public DateTimeOffset OpensAt { get; init; }

    /// <summary><see cref="OpensAt"/> while it is the first in line of an active pair.</summary>
    public DateTimeOffset? ReleaseAt { get; init; }

    /// <summary>The story that was chosen; none yet when the round offers several.</summary>
    public string? StoryId { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public int Version { get; init; }

    /// <summary>Whether no other round of the pair is to come.</summary>
    public bool IsLast { get; init; }

    /// <summary>The round's title.</summary>
    public string Title { get; init; } = "";
}
