using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Memory;

namespace LetterExchange.Features.Review;

/// <summary>A letter with all that a reviewer needs beside it.</summary>
public sealed record LetterUnderReview : Letter
{
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";

    /// <summary>In which a returned letter's reason is offered: its writer reads it.</summary>
    public string WriterLanguage { get; init; } = "";

    public Guid MentorId { get; init; }
    public DateOnly? MenteeBorn { get; init; }
    public string Cohort { get; init; } = "";
    public PairState PairState { get; init; }
    public string? StoryId { get; init; }
    public int? Round { get; init; }

    /// <summary>The newest revision's; none when it has been erased.</summary>
    public string? Text { get; init; }

    /// <summary>All that were sent with any of its revisions.</summary>
    public IReadOnlyList<LetterPicture> AllPictures { get; init; } = [];

    /// <summary>The newest revision's.</summary>
    public IReadOnlyList<LetterPicture> Pictures => [.. AllPictures.Where(picture => picture.Number == Revision)];

    public IReadOnlyList<Passage> Findings { get; init; } = [];

    /// <summary>What reviewers think of these findings.</summary>
    public IReadOnlyList<Judged> Verdicts { get; init; } = [];

    public IReadOnlyList<Sent> Versions { get; init; } = [];

    /// <summary>All that was decided about it, the oldest first.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Up to this ordinal approvals count no more, since screening by changed rules has found more; 0 where it has not.</summary>
    public int KeysAfter { get; init; }

    /// <summary>Whether an approval of this revision counts no more for that, and nobody has decided since.</summary>
    public bool IsApprovedNoMore => Decisions.Count > 0 && Decisions[^1] is { Kind: DecisionKind.Approve } last && last.Number == Revision && last.Ordinal <= KeysAfter;

    /// <summary>Who holds it now.</summary>
    public Claim? Claim { get; init; }

    /// <summary>How the person who looks may decide; none when only read.</summary>
    public Reviewer? Me { get; init; }

    /// <summary>Whether nobody who reviews here is known to read its language.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Who can turn a key; asked for on the safeguarding route only.</summary>
    public IReadOnlyList<KeyHolder> Keys { get; init; } = [];

    /// <summary>The last returned revision before this one, to be laid beside it.</summary>
    public Former? Before { get; init; }

    /// <summary>The pair's delivered letters, the newest first.</summary>
    public IReadOnlyList<EarlierLetter> Earlier { get; init; } = [];

    /// <summary>What of the pair's letters counts together with it.</summary>
    public Remembered Remembered { get; init; } = Remembered.None;

    /// <summary>Concerns about it that are not closed; told to safeguarding leads only.</summary>
    public IReadOnlyList<Guid> Concerns { get; init; } = [];

    public Side WriterSide => IsBridge || WriterId == MentorId ? Side.Mentor : Side.Mentee;

    /// <summary>The newest delivered letter of its reader.</summary>
    public EarlierLetter? Answers => Earlier.FirstOrDefault(letter => letter.WriterId == ReaderId);

    /// <summary>Whether its text is a reviewer's matter: in review, or decided and not gone.</summary>
    public bool ShowsText => State is LetterState.InReview or LetterState.Approved or LetterState.Withheld;

    public bool HasDisclosure => Findings.Any(passage => Category.IsDisclosure(passage.Category));

    public bool NeedsTwo => Route == Route.Safeguarding;

    /// <summary>The first of two keys, where it still counts.</summary>
    public Decision? FirstKey
    {
        get
        {
            var voided = Decisions.Where(decision => decision.Kind != DecisionKind.Approve).Select(decision => decision.Ordinal).Append(KeysAfter).Max();
            return Decisions.FirstOrDefault(decision => decision.Kind == DecisionKind.Approve && decision.Number == Revision && decision.Ordinal > voided);
        }
    }

    /// <summary>Whether this person's approval would count now: of two keys, one person turns one, and a lead one of them.</summary>
    public bool Awaits(Guid person) => FirstKey is not { } first || (first.ReviewerId != person && (first.AsLead || Me is { IsLead: true }));

    /// <summary>Who has asked to review a withheld letter again, where a second person must still ask.</summary>
    public Decision? Asked => State != LetterState.Withheld ? null
        : Decisions.Reverse().TakeWhile(decision => decision.Kind != DecisionKind.Withhold).FirstOrDefault(decision => decision.Kind == DecisionKind.Reopen);

    /// <summary>Those who can turn the key that is missing: somebody else, and one of the two a lead.</summary>
    public IEnumerable<KeyHolder> OtherKeys(Guid first, bool firstIsLead) => Keys.Where(holder => holder.PersonId != first && (firstIsLead || holder.IsLead));

    /// <summary>Whether other pictures go with it now than with the revision that was returned.</summary>
    public bool HasOtherPictures => Before is { } before && !Pictures.Select(picture => picture.Id).SequenceEqual(AllPictures.Where(picture => picture.Number == before.Number).Select(picture => picture.Id));

    /// <summary>What this person thinks of a finding; nothing yet.</summary>
    public Verdict? VerdictOf(Passage passage, Guid person) => Verdicts.FirstOrDefault(judged => judged.Ordinal == passage.Ordinal && judged.ReviewerId == person)?.Verdict;

    /// <summary>What others think of a finding. Told only to those who have judged it themselves, so that each judges alone.</summary>
    public IEnumerable<Judged> OthersOn(Passage passage, Guid person) =>
        VerdictOf(passage, person) is null ? [] : Verdicts.Where(judged => judged.Ordinal == passage.Ordinal && judged.ReviewerId != person);

    /// <summary>Whether two people can be found for it at all.</summary>
    public bool HasTwoKeys => Keys.Count >= 2 && Keys.Any(holder => holder.IsLead);
}

/// <summary>What screening saw in the text, in its place.</summary>
public sealed record Passage
{
    public int Ordinal { get; init; }
    public string Category { get; init; } = "";
    public int Start { get; init; }
    public int Length { get; init; }
    public string Rule { get; init; } = "";
    public double Strength { get; init; }

    public bool IsSure => Strength >= Finding.Sure;

    /// <summary>Whether it may be named in a return: never what tells of something that hurts, nor a pattern of the writer's.</summary>
    public bool IsForWriter => !Screening.Category.IsDisclosure(Category) && Rule != Pattern.Rule;

    /// <summary>Whether the program has quietened its rule.</summary>
    public bool IsQuiet => Strength <= Finding.Quiet;
}

/// <summary>One submitted text of the letter, without it.</summary>
public sealed record Sent
{
    public int Number { get; init; }
    public int Words { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What a reviewer decided, and when.</summary>
public sealed record Decision
{
    public int Number { get; init; }
    public int Ordinal { get; init; }
    public Guid ReviewerId { get; init; }
    public string ReviewerName { get; init; } = "";
    public DecisionKind Kind { get; init; }
    public bool AsLead { get; init; }
    public string? Reason { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>A returned revision, with the words that it was returned with.</summary>
public sealed record Former
{
    public int Number { get; init; }
    public string? Text { get; init; }
    public string Reason { get; init; } = "";
    public string ReviewerName { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>What has changed since; nothing where a text has been erased.</summary>
    public IReadOnlyList<Change>? Against(string? newer) => Text is { } older && newer is not null ? Changes.Between(older, newer) : null;
}

/// <summary>A delivered letter of the pair, as it was delivered.</summary>
public sealed record EarlierLetter : Letter
{
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string? Text { get; init; }
    public IReadOnlyList<LetterPicture> Pictures { get; init; } = [];

    /// <summary>Who approved it; of two, the one who turned the second key.</summary>
    public Guid? ApprovedBy { get; init; }
}
