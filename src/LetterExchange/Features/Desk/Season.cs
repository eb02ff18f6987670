using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Desk;

/// <summary>One round of a pair, as one of its two readers finds it.</summary>
public sealed record SeasonRound
{
    /// <summary>The assignment's.</summary>
    public Guid Id { get; init; }

    public Guid PairId { get; init; }
    public Guid RoundId { get; init; }

    /// <summary>The round's number in its plan.</summary>
    public int Number { get; init; }

    public string Title { get; init; } = "";
    public AssignmentState State { get; init; }
    public DateTimeOffset OpensAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? StoryId { get; init; }

    /// <summary>The part and the place (in thousandths) that this reader has reached; nothing before the first look.</summary>
    public int? Part { get; init; }

    public int? Place { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public int? PartnerPart { get; init; }
    public DateTimeOffset? PartnerFinishedAt { get; init; }

    /// <summary>The story that was chosen; nothing also where it has gone from the library.</summary>
    public Story? Story { get; init; }

    /// <summary>The sentences that this reader has marked, and the other: number and fingerprint of each. Only of the round that is being read.</summary>
    public string? Marks { get; init; }

    public string? PartnerMarks { get; init; }

    /// <summary>The keys of the stories that can be chosen from, parted by blanks, while nothing has been chosen.</summary>
    public string? Offered { get; init; }

    /// <summary>What can be chosen from, while nothing has been chosen.</summary>
    public IReadOnlyList<Story> Offers { get; init; } = [];

    public bool IsOpen => State == AssignmentState.Open;

    public bool IsToRead => Story is not null && FinishedAt is null;

    /// <summary>Reading time from the part that was reached to the end, in minutes.</summary>
    public int MinutesLeft => Part > 1 ? Story!.Parts.Where(part => part.Number >= Part).Sum(part => part.Minutes) : Story!.Minutes;

    /// <summary>Where it is read: at the part that was reached.</summary>
    public string Address => $"/assignments/{Id}" + (IsToRead && Part > 1 ? $"#p{Part}" : "");

    /// <summary>What the page of this round is printed in.</summary>
    public string? Palette => Story is null ? null : Shared.Palettes.For(Story.Themes);
}

/// <summary>A letter, with what its writer's or reader's desk says of it.</summary>
public sealed record SeasonLetter : Letter
{
    public Guid? AssignmentId { get; init; }
    public string WriterName { get; init; } = "";

    /// <summary>The text as its writer keeps it, while it can be changed.</summary>
    public string? Draft { get; init; }

    /// <summary>The reviewer's words, where it was returned and not sent again.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Of the newest revision.</summary>
    public int Words { get; init; }

    public bool HasDraft => IsOpenToItsWriter && !string.IsNullOrWhiteSpace(Draft);

    public bool IsInOurHands => State is LetterState.Screening or LetterState.InReview or LetterState.Approved;

    public bool IsDelivered => State is LetterState.Delivered or LetterState.Read;
}

/// <summary>A pair and all that its desk stands on, as one of the two finds it.</summary>
/// <param name="Letters">Not all of them: the newest of each, what is open or unread, and those of this one's open and lapsed turns.</param>
/// <param name="FreeLetters">Whether the program lets pairs write outside the rounds.</param>
public sealed record Season(
    Guid Me, Pair Pair, IReadOnlyList<SeasonRound> Rounds, IReadOnlyList<Turn> Turns, IReadOnlyList<SeasonLetter> Letters, bool FreeLetters)
{
    public Side Side => Pair.SideOf(Me);

    public Guid Partner => Pair.PartnerOf(Me);

    public string MyName => Pair.NameOf(Me);

    public string PartnerName => Pair.NameOf(Partner);

    public SeasonRound? OpenRound => Rounds.FirstOrDefault(round => round.IsOpen);

    /// <summary>The first round that has not opened yet.</summary>
    public SeasonRound? ComingRound => Rounds.FirstOrDefault(round => round.State == AssignmentState.Scheduled);

    public SeasonRound? NewestOpened => Rounds.LastOrDefault(round => round.OpenedAt is not null);

    /// <summary>The open turn that is this one's, while its letter is not in our hands.</summary>
    public Turn? MyTurn => Turns.FirstOrDefault(turn => turn.WriterId == Me && turn is { State: TurnState.Open, HeldAt: null });

    public Turn? PartnersTurn => Turns.FirstOrDefault(turn => turn.WriterId == Partner && turn.State == TurnState.Open);

    /// <summary>Letters that have arrived and have not been opened, the oldest first.</summary>
    public IEnumerable<SeasonLetter> Unread => Letters.Where(letter => letter.ReaderId == Me && letter.State == LetterState.Delivered).OrderBy(letter => letter.DeliveredAt);

    /// <summary>The letter that this one sent last, however far it has come.</summary>
    public SeasonLetter? LastSent => Letters.Where(letter => letter.WriterId == Me && letter.SubmittedAt is not null).MaxBy(letter => letter.SubmittedAt);

    public SeasonLetter? LastArrived => Letters.Where(letter => letter.ReaderId == Me).MaxBy(letter => letter.DeliveredAt);

    /// <summary>A letter outside the rounds that was begun.</summary>
    public SeasonLetter? FreeDraft => Letters.FirstOrDefault(letter => letter is { TurnId: null, HasDraft: true, Reason: null });

    public Turn? Turn(Guid? id) => Turns.FirstOrDefault(turn => turn.Id == id);

    public SeasonRound? Round(Guid? id) => Rounds.FirstOrDefault(round => round.Id == id);

    public IEnumerable<Turn> TurnsOf(SeasonRound round) => Turns.Where(turn => turn.AssignmentId == round.Id).OrderBy(turn => turn.Ordinal);

    /// <summary>The letter of a turn that lives: begun, sent or delivered.</summary>
    public SeasonLetter? LetterOf(Turn turn) => Letters.FirstOrDefault(letter =>
        letter.TurnId == turn.Id && letter.State is not (LetterState.Withheld or LetterState.Stopped or LetterState.Discarded));

    /// <summary>Whether this one still has a letter to write in the round.</summary>
    public bool HasToWriteIn(SeasonRound round) =>
        TurnsOf(round).Any(turn => turn.WriterId == Me && (turn.State == TurnState.Waiting || turn is { State: TurnState.Open, HeldAt: null }));

    public bool IsLive(DateTimeOffset now) => Pair.IsLive(now);
}
