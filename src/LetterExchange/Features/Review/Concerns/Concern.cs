namespace LetterExchange.Features.Review;

/// <summary>Where a concern came from.</summary>
public enum ConcernSource { Screening, Reviewer, Worried }

/// <summary>Where a concern stands.</summary>
public enum ConcernState { Open, InHand, Closed }

/// <summary>What a concern is closed with.</summary>
public enum ConcernOutcome { NoConcern, Advice, Support, Referred, PairEnded, Other }

/// <summary>What became of a move of a concern.</summary>
public enum ConcernMoved
{
    Done,

    /// <summary>Somebody was first, or it can't be done as it stands: show it afresh.</summary>
    SomebodyWasFirst,

    /// <summary>Words are needed.</summary>
    WordsNeeded,

    /// <summary>An action is neither done nor dropped.</summary>
    ActionsOpen,

    /// <summary>It still holds its pair.</summary>
    Holds,
}

/// <summary>A safeguarding case.</summary>
public sealed record Concern
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid? PairId { get; init; }
    public Guid? LetterId { get; init; }
    public ConcernSource Source { get; init; }
    public ConcernState State { get; init; }
    public Guid? OpenedBy { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string Note { get; init; } = "";
    public Guid? InHandBy { get; init; }
    public DateTimeOffset? InHandAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public ConcernOutcome? Outcome { get; init; }

    /// <summary>Since when it holds its pair.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    public int Version { get; init; }
    public string? OpenedByName { get; init; }
    public string? InHandByName { get; init; }
    public string? ClosedByName { get; init; }
    public string? MenteeName { get; init; }
    public string? MentorName { get; init; }
    public string? Cohort { get; init; }

    /// <summary>The writer's and the reader's given names, where it is about a letter.</summary>
    public string? LetterFrom { get; init; }

    public string? LetterTo { get; init; }

    /// <summary>The earliest day by which an action that is not decided is to be done; the list asks for it.</summary>
    public DateOnly? NextDay { get; init; }

    /// <summary>Actions that are not decided; the list asks for it.</summary>
    public int OpenActions { get; init; }

    /// <summary>Whether its readers have been chosen; the list asks for it.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Open → in hand → closed with an outcome → in hand again, with a reason. Another lead may take over what is in hand.</summary>
    public bool CanBeTaken(Guid lead) => State == ConcernState.Open || (State == ConcernState.InHand && InHandBy != lead);

    public bool CanBeClosed => State == ConcernState.InHand;

    public bool CanBeReopened => State == ConcernState.Closed;

    /// <summary>Whether it may be written in, and its pair held.</summary>
    public bool IsOpen => State != ConcernState.Closed;
}
