namespace LetterExchange.Features.Review;

/// <summary>What a line of a concern's log tells.</summary>
public enum EntryKind { Happened, Told, Action, Done, Dropped, Letter, Held, LetGo, Taken, Closed, Reopened }

/// <summary>How somebody was told.</summary>
public enum ToldHow { Phone, InPerson, Mail, Letter, Other }

/// <summary>One line of a concern's log. It never changes; its text can be erased with a record.</summary>
public sealed record ConcernEntry
{
    public Guid Id { get; init; }
    public int Ordinal { get; init; }
    public EntryKind Kind { get; init; }
    public Guid ById { get; init; }
    public string ByName { get; init; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; init; }

    public bool HasText { get; init; }

    /// <summary>None where it has no text, or where that has been erased.</summary>
    public string? Text { get; init; }

    /// <summary>Who was told, how and when.</summary>
    public string? Whom { get; init; }

    public ToldHow? ToldHow { get; init; }
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Until when an action is to be done, on the program's calendar.</summary>
    public DateOnly? DueDay { get; init; }

    /// <summary>Which action is done or dropped.</summary>
    public Guid? ActionId { get; init; }

    public Guid? LetterId { get; init; }
    public string? LetterFrom { get; init; }
    public string? LetterTo { get; init; }
    public DateTimeOffset? LetterAt { get; init; }
    public ConcernOutcome? Outcome { get; init; }

    public bool IsErased => HasText && Text is null;
}

/// <summary>A thing to do, and what became of it.</summary>
/// <param name="Decided">The line that says that it is done or dropped; none while it is open.</param>
public sealed record ConcernAction(ConcernEntry Entry, ConcernEntry? Decided)
{
    public bool IsLate(DateOnly today) => Decided is null && Entry.DueDay < today;

    /// <summary>The actions of a log: those that are open first, the earliest day first.</summary>
    public static IReadOnlyList<ConcernAction> Of(IReadOnlyList<ConcernEntry> log) =>
    [
        .. from entry in log
           where entry.Kind == EntryKind.Action
           let decided = log.FirstOrDefault(other => other.ActionId == entry.Id)
           orderby decided is not null, entry.DueDay, entry.Ordinal
           select new ConcernAction(entry, decided),
    ];
}
