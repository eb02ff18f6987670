using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>Why a letter could not be kept or sent. The text is never lost: the page gives it back.</summary>
public enum WritingRefusal
{
    /// <summary>There is no such letter or turn for this person.</summary>
    NotYours,

    /// <summary>It is not (or no longer) this person's turn, or the letter has gone its way already.</summary>
    NotNow,

    /// <summary>The pair is paused or closed, or consent or clearance has ended.</summary>
    PairStopped,

    /// <summary>Free letters are not allowed by the program.</summary>
    NoFreeLetters,

    /// <summary>The cut-off has passed: it can still be sent as a late letter.</summary>
    CutOffPassed,

    Empty,

    /// <summary>Over <see cref="LetterStore.MostCharacters"/>.</summary>
    TooLong,

    /// <summary>It holds characters that could not be read (U+FFFD).</summary>
    Unreadable,

    /// <summary>The draft was changed elsewhere since this page was opened.</summary>
    ChangedElsewhere,
}

/// <summary>Which letter is being written: a turn's, or a free one of a pair. The key of a free letter is known before it is begun,
/// so that a first keep that is sent twice begins one letter.</summary>
public readonly record struct Sheet(Guid PairId, Guid? TurnId, Guid? LetterId)
{
    /// <summary>A coordinator's sheet to the mentee of the pair.</summary>
    public bool IsBridge { get; init; }

    /// <summary>The mentor's turn that a bridge letter is to excuse when it is delivered.</summary>
    public Guid? Excuses { get; init; }
}

/// <summary>What became of a letter: its id, its draft's version, and why not, where it was refused.</summary>
public sealed record Written(WritingRefusal? Refusal, Guid LetterId = default, int DraftVersion = 0, string? OtherText = null);

/// <summary>A draft, as kept.</summary>
public sealed record KeptDraft
{
    public Guid LetterId { get; init; }
    public string Text { get; init; } = "";
    public DateTimeOffset KeptAt { get; init; }
    public int Version { get; init; }

    /// <summary>How many pictures lie with it.</summary>
    public int Pictures { get; init; }
}

/// <summary>What a writer does: keep a draft, send it, take it back, throw it away.</summary>
public sealed class Writing(Database db, LetterStore letters, Turns turns, ProgramStore programs, History history, TimeProvider clock, Wakes wakes)
{
    /// <summary>The longest draft that is kept; far over a letter's limit, so that too long a text is not lost either.</summary>
    public const int MostKept = 200_000;

    public Task<KeptDraft?> Draft(Guid letterId) => db.One(tx => Draft(tx, letterId));

    internal const string DraftColumns = "f.letter_id, f.text, f.kept_at, f.version, (SELECT COUNT(*) FROM draft_pictures d WHERE d.letter_id = f.letter_id) AS pictures";

    internal static Task<KeptDraft?> Draft(Tx tx, Guid letterId) => tx.Find<KeptDraft>($"SELECT {DraftColumns} FROM drafts f WHERE f.letter_id = @letterId", new { letterId });

    /// <summary>Keeps the text as the draft of its letter, which begins here if there is none. A draft is kept whatever stops the pair.</summary>
    /// <param name="version">Of the draft that the page was opened with; 0 for none; null to overwrite.</param>
    public Task<Written> Keep(Guid writer, Sheet sheet, string text, int? version = null) => db.Transact(async tx =>
    {
        var (letter, refusal) = await Open(tx, writer, sheet);
        if (letter is null) return new Written(refusal);
        if (text.Length > MostKept) return new Written(WritingRefusal.TooLong, letter.Id);
        return await KeepDraft(tx, letter, text, version);
    });

    /// <summary>Sends the letter: a new revision goes to screening. A second click finds it sent and says so too.</summary>
    /// <param name="late">Whether the writer knows that the cut-off has passed and sends it as a late letter.</param>
    /// <param name="version">Of the draft that the writer read before sending; null where there was none to read.</param>
    public Task<Written> Submit(Guid writer, Sheet sheet, string typed, bool late = false, int? version = null) => db.Transact(async tx =>
    {
        var text = TextNormal.Of(typed);
        var now = clock.Now();
        var (letter, refused) = await Open(tx, writer, sheet);
        if (letter is null) return await SentAlready(tx, writer, sheet, text) ?? new Written(refused);
        if (await ChangedElsewhere(tx, letter, typed, version) is { } other) return other;
        var pictures = await Pictures.OfDraft(tx, letter.Id);
        var turn = letter.TurnId is { } id ? await turns.Hold(tx, id) : null;
        var refusal = Unfit(text, pictures.Count > 0) ?? await Stopped(tx, letter, now) ?? AgainstTheClock(turn, now, late);
        if (refusal is not null)
        {
            await KeepDraft(tx, letter, typed.Length > MostKept ? typed[..MostKept] : typed, null);
            return new Written(refusal, letter.Id);
        }
        await Send(tx, letter, text, pictures, now);
        if (turn is { State: TurnState.Open } && now < turn.CutOffAt) await turns.Submitted(tx, turn, now);
        if (letter.IsBridge) await Bridges.Excuse(tx, letter, sheet.Excuses);
        return new Written(null, letter.Id);
    });

    /// <summary>Takes a letter back that no reviewer has claimed yet; its text is a draft again.</summary>
    public Task<bool> Recall(Guid writer, Guid letterId) => db.Transact(async tx =>
    {
        var now = clock.Now();
        if (await letters.Take(tx, letterId) is not { } letter || letter.WriterId != writer || !letter.Can(LetterAction.Recall)) return false;
        if (await tx.Find<Guid?>("SELECT letter_id FROM claims WHERE letter_id = @letterId AND until > @now", new { letterId, now }) is not null) return false;
        if (await tx.Find<Guid?>("SELECT id FROM decisions WHERE letter_id = @letterId AND number = @revision", new { letterId, revision = letter.Revision }) is not null) return false;
        if (!await letters.Move(tx, letter, LetterAction.Recall, writer, new LetterChanges())) return false;
        await DraftAgain(tx, letter, now);
        if (letter.TurnId is { } turn) await turns.Recalled(tx, turn, now);
        return true;
    });

    /// <summary>Throws a draft away; its turn, if it has one, can be answered by another letter.</summary>
    public Task<bool> Discard(Guid writer, Guid letterId) => db.Transact(async tx =>
    {
        if (await letters.Take(tx, letterId) is not { } letter || letter.WriterId != writer || !letter.Can(LetterAction.Discard)) return false;
        if (!await letters.Move(tx, letter, LetterAction.Discard, writer, new LetterChanges())) return false;
        await Pictures.Discard(tx, letterId);
        return true;
    });

    /// <summary>Makes the newest revision the draft to go on from: after a return or a recall. Its version is far from those of the drafts before,
    /// so that a page which was open all the time is not taken for one that knows it.</summary>
    internal static async Task DraftAgain(Tx tx, Letter letter, DateTimeOffset now)
    {
        await tx.Execute("""
            INSERT INTO drafts (letter_id, text, kept_at, version)
            SELECT t.letter_id, t.text, @now, 100000 * @revision FROM revision_texts t WHERE t.letter_id = @id AND t.number = @revision
                ON CONFLICT (letter_id) DO NOTHING
            """, new { id = letter.Id, revision = letter.Revision, now });
        await Pictures.DraftAgain(tx, letter);
    }

    /// <summary>Why a text, in its normal form, cannot be a letter.</summary>
    /// <param name="pictures">Whether there are pictures with it: then it may be empty, as where a handwritten page is all.</param>
    public static WritingRefusal? Unfit(string text, bool pictures) =>
        string.IsNullOrWhiteSpace(text) ? pictures ? null : WritingRefusal.Empty
        : text.Length > LetterStore.MostCharacters ? WritingRefusal.TooLong
        : text.Contains('\uFFFD') ? WritingRefusal.Unreadable
        : null;

    async Task<WritingRefusal?> Stopped(Tx tx, Letter letter, DateTimeOffset now) =>
        await LetterStore.HoldLive(programs, tx, letter.PairId, now) is null ? WritingRefusal.PairStopped : null;

    static WritingRefusal? AgainstTheClock(Turn? turn, DateTimeOffset now, bool late) => turn switch
    {
        null => null,
        { State: TurnState.Open } when now < turn.CutOffAt => null,
        { State: TurnState.Open or TurnState.Lapsed or TurnState.Excused } => late ? null : WritingRefusal.CutOffPassed,
        _ => WritingRefusal.NotNow,
    };

    async Task Send(Tx tx, Letter letter, string text, IReadOnlyList<LetterPicture> pictures, DateTimeOffset now)
    {
        var number = letter.Revision + 1;
        await Revisions.Add(tx, letter, number, text, pictures, now);
        await tx.Execute("DELETE FROM drafts WHERE letter_id = @id", new { id = letter.Id });
        if (!await letters.Move(tx, letter, LetterAction.Submit, letter.WriterId, new LetterChanges { Revision = number, SubmittedAt = now, ScreenAt = now, NotScreened = false },
            $"revision={number}" + (pictures.Count == 0 ? "" : $" pictures={pictures.Count}")))
            throw new InvalidOperationException("The letter's row was locked and changed nevertheless.");
        tx.AfterCommit(() =>
        {
            Steps.Pass("submit");
            wakes.Wake(Due.Screen);
        });
    }

    /// <summary>The letter that this sheet is, if its writer may write on it now; begun here when there is none.</summary>
    internal async Task<(Letter?, WritingRefusal)> Open(Tx tx, Guid writer, Sheet sheet)
    {
        if (sheet.LetterId is { } known && await letters.Take(tx, known) is { } letter)
            return letter.WriterId != writer || letter.PairId != sheet.PairId ? (null, WritingRefusal.NotYours)
                : letter.IsOpenToItsWriter ? (letter, default) : (null, WritingRefusal.NotNow);
        if (await programs.HoldPair(tx, sheet.PairId) is not { } pair || !(sheet.IsBridge ? await Bridges.MayWrite(tx, pair, writer) : pair.Includes(writer))) return (null, WritingRefusal.NotYours);
        if (pair.State == PairState.Closed) return (null, WritingRefusal.PairStopped);
        if (sheet.IsBridge) return OpenTo(writer, await Begin(tx, writer, pair, null, sheet.LetterId ?? clock.New(), bridge: true));
        if (sheet.TurnId is not { } turnId) return await BeginFree(tx, writer, pair, sheet.LetterId ?? clock.New());
        if (await turns.Find(tx, turnId) is not { } turn || turn.WriterId != writer || turn.PairId != pair.Id) return (null, WritingRefusal.NotYours);
        var begun = await letters.OfTurn(tx, turnId);
        if (begun is null && turn.State is (TurnState.Waiting or TurnState.Answered)) return (null, WritingRefusal.NotNow);
        return OpenTo(writer, begun is null ? await Begin(tx, writer, pair, turnId, clock.New()) : await letters.Take(tx, begun.Id));
    }

    async Task<(Letter?, WritingRefusal)> BeginFree(Tx tx, Guid writer, Pair pair, Guid id)
    {
        var program = await programs.Find(tx, pair.ProgramId);
        return program!.Policies.FreeLetters || pair.EndsAt is not null ? OpenTo(writer, await Begin(tx, writer, pair, null, id)) : (null, WritingRefusal.NoFreeLetters);
    }

    static (Letter?, WritingRefusal) OpenTo(Guid writer, Letter? letter) =>
        letter is { IsOpenToItsWriter: true } && letter.WriterId == writer ? (letter, default) : (null, WritingRefusal.NotNow);

    /// <summary>Where two tabs or two clicks begin it at once, the other's letter.</summary>
    async Task<Letter?> Begin(Tx tx, Guid writer, Pair pair, Guid? turnId, Guid id, bool bridge = false)
    {
        var letter = new Letter
        {
            Id = id, ProgramId = pair.ProgramId, PairId = pair.Id, TurnId = turnId, WriterId = writer, ReaderId = bridge ? pair.MenteeId : pair.PartnerOf(writer), State = LetterState.Draft,
            CreatedAt = clock.Now(), IsBridge = bridge, Version = 1,
        };
        var begun = await tx.Execute("""
            INSERT INTO letters (id, program_id, pair_id, turn_id, writer_id, reader_id, state, created_at, bridge, version)
            VALUES (@Id, @ProgramId, @PairId, @TurnId, @WriterId, @ReaderId, @State, @CreatedAt, @IsBridge, @Version)
                ON CONFLICT DO NOTHING
            """, new { letter.Id, letter.ProgramId, letter.PairId, letter.TurnId, letter.WriterId, letter.ReaderId, letter.State, letter.CreatedAt, letter.IsBridge, letter.Version });
        if (begun == 0) return await letters.Take(tx, turnId is { } turn && await letters.OfTurn(tx, turn) is { } first ? first.Id : id);
        await history.Record(tx, "letter.begin", id, writer, pair.Id, pair.ProgramId);
        return letter;
    }

    async Task<Written> KeepDraft(Tx tx, Letter letter, string text, int? version)
    {
        if (await ChangedElsewhere(tx, letter, text, version) is { } other) return other;
        var kept = await tx.Get<int>("""
            INSERT INTO drafts (letter_id, text, kept_at, version) VALUES (@id, @text, @now, 1)
                ON CONFLICT (letter_id) DO UPDATE SET text = excluded.text, kept_at = excluded.kept_at, version = drafts.version + 1
            RETURNING version
            """, new { id = letter.Id, text = Storable(text), now = clock.Now() });
        return new Written(null, letter.Id, kept);
    }

    /// <summary>The refusal of a text that was written over another draft than the one that is there; none where both say the same.</summary>
    static async Task<Written?> ChangedElsewhere(Tx tx, Letter letter, string text, int? version)
    {
        if (version is not { } expected) return null;
        var there = await Draft(tx, letter.Id);
        return there is null || there.Version == expected || there.Text == Storable(text) ? null
            : new Written(WritingRefusal.ChangedElsewhere, letter.Id, there.Version, there.Text);
    }

    /// <summary>A draft is kept as typed, but for what a database cannot hold.</summary>
    internal static string Storable(string text) => TextNormal.Of(text + "|")[..^1];

    async Task<Written?> SentAlready(Tx tx, Guid writer, Sheet sheet, string text)
    {
        var letter = sheet.LetterId is { } known ? await letters.Find(tx, known) : sheet.TurnId is { } turn ? await letters.OfTurn(tx, turn) : null;
        if (letter is null || letter.WriterId != writer || letter.Revision == 0) return null;
        return await LetterStore.Text(tx, letter.Id, letter.Revision) == text ? new Written(null, letter.Id) : null;
    }
}
