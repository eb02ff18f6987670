using LetterExchange.Features.Programs;
using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>What one of a pair can do next, and what the pair waits for.</summary>
public sealed record NextStep(Guid Person, Pair Pair, Ahead Ahead, bool FreeLetters, PlainTime Times)
{
    public string Partner => Pair.NameOf(Pair.PartnerOf(Person));

    public bool IsPaused => Pair.State != PairState.Closed && !Pair.IsLive(Times.Now);

    /// <summary>The turn that this person can write now.</summary>
    public Guid? Turn => Pair.State != PairState.Closed && Ahead.IsToWrite(Person) ? Ahead.TurnId : null;

    public bool MayWriteFreely => (FreeLetters || Pair.EndsAt is not null) && Pair.State != PairState.Closed;

    /// <summary>In a word: closed, paused, write, go-on, sent, theirs, round or rest.</summary>
    public string Kind =>
        Pair.State == PairState.Closed ? "closed"
        : IsPaused ? "paused"
        : Turn is not null ? Ahead.Letter is null ? "write" : "go-on"
        : Ahead.WriterId == Person ? "sent"
        : Ahead.WriterId is not null ? "theirs"
        : Ahead.NextOpensAt > Times.Now ? "round"
        : "rest";
}
