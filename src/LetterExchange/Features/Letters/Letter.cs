using LetterExchange.Features.Screening;
using static LetterExchange.Features.Letters.LetterState;

namespace LetterExchange.Features.Letters;

/// <summary>Where a letter stands.</summary>
public enum LetterState { Draft, Screening, InReview, Returned, Withheld, Approved, Delivered, Read, Discarded, Stopped }

/// <summary>What can be done to a letter.</summary>
public enum LetterAction { Submit, Route, NotScreened, Approve, TurnFirstKey, Return, Withhold, Reopen, TakeBack, Recall, Deliver, Open, Discard, Stop, Rescreen }

/// <summary>From one person of a pair to the other; for a turn, or free.</summary>
public record Letter
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid PairId { get; init; }
    public Guid? TurnId { get; init; }
    public Guid WriterId { get; init; }
    public Guid ReaderId { get; init; }
    public LetterState State { get; init; }
    public Route Route { get; init; }
    public bool NotScreened { get; init; }
    public int ScreenTries { get; init; }

    /// <summary>In which language it is written, by its words (ISO 639-1); none where nothing could be told.</summary>
    public string? Language { get; init; }

    /// <summary>The number of the newest revision; 0 before the first submit.</summary>
    public int Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public DateTimeOffset? ReviewSince { get; init; }
    public DateTimeOffset? DeliverAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public DateTimeOffset? ReadAt { get; init; }
    public int Version { get; init; }

    /// <summary>A coordinator's to a mentee who would get none: it answers no turn.</summary>
    public bool IsBridge { get; init; }

    /// <summary>The mentor's turn that a bridge letter excuses when it is delivered.</summary>
    public Guid? ExcusesId { get; init; }

    /// <summary>Where this person finds it: its reader on its page, whoever wrote a bridge letter in the coordinators' room.</summary>
    public string AddressFor(Guid person) => IsBridge && person == WriterId ? $"/letters/{Id}/bridge" : $"/letters/{Id}";

    /// <summary>Every move that a letter can make. A pair that is not here does not happen.</summary>
    public LetterState? After(LetterAction action) => (State, action) switch
    {
        (Draft or Returned, LetterAction.Submit) => LetterState.Screening,
        (LetterState.Screening, LetterAction.Route or LetterAction.NotScreened) => InReview,
        (InReview, LetterAction.Approve) => Approved,
        (InReview, LetterAction.TurnFirstKey) => InReview,
        (InReview, LetterAction.Return or LetterAction.Recall) => Returned,
        (InReview, LetterAction.Withhold) => Withheld,
        (Withheld, LetterAction.Reopen) => InReview,
        (Approved, LetterAction.TakeBack) => InReview,
        (InReview or Approved, LetterAction.Rescreen) => InReview, // Screening has found more, and raises its route.
        (Withheld, LetterAction.Rescreen) => Withheld,
        (Approved, LetterAction.Deliver) => Delivered,
        (Delivered, LetterAction.Open) => LetterState.Read,
        (Draft or Returned, LetterAction.Discard) => Discarded,
        (Draft or Returned or LetterState.Screening or InReview or Withheld or Approved, LetterAction.Stop) => Stopped,
        _ => null,
    };

    public bool Can(LetterAction action) => After(action) is not null;

    /// <summary>Whether its writer may still change the text.</summary>
    public bool IsOpenToItsWriter => State is Draft or Returned;
}
