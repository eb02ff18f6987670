using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Review;

/// <summary>What a phrase of a program does: watched for, or allowed.</summary>
public enum PhraseKind { Watched, Allowed }

/// <summary>The phrases of each program, and the trying of one before it is kept.</summary>
public sealed class PhraseStore(Database db, History history, LetterStore letters, TimeProvider clock, Wakes wakes)
{
    /// <summary>Most phrases that a program has at one time.</summary>
    public const int Most = 200;

    /// <summary>Most letters that a phrase is tried on, the newest first.</summary>
    public const int MostTried = 2000;

    const int Batch = 200;
    const int MostShown = 5;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>The live phrases of a program, by their words.</summary>
    public Task<List<KeptPhrase>> All(Guid program) =>
        db.Query<KeptPhrase>("SELECT id, program_id, kind, text, category, route FROM program_phrases WHERE program_id = @program AND ended_at IS NULL ORDER BY text, kind", new { program });

    /// <summary>What screening needs of these programs; one without phrases is not among them.</summary>
    public async Task<Dictionary<Guid, ProgramPhrases>> Of(IReadOnlyList<Guid> programs)
    {
        var live = await db.Query<KeptPhrase>("SELECT id, program_id, kind, text, category, route FROM program_phrases WHERE program_id IN @programs AND ended_at IS NULL", new { programs });
        return live.GroupBy(phrase => phrase.ProgramId).ToDictionary(of => of.Key, of => new ProgramPhrases(of.Select(phrase => phrase.Own())));
    }

    /// <exception cref="Refusal">The program has it already, or as many as it may.</exception>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<Guid> Add(Guid program, NewPhrase phrase, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        phrase.Check();
        await tx.Find<Guid?>($"SELECT g.id FROM programs g WHERE g.id = @program {tx.ForUpdate("g")}", new { program }); // Two at once are counted one after the other.
        if (await tx.Get<int>("SELECT COUNT(*) FROM program_phrases WHERE program_id = @program AND ended_at IS NULL", new { program }) >= Most) throw new Refusal("phrases.most", "Words", Most);
        var id = clock.New();
        var added = await tx.Execute("""
            INSERT INTO program_phrases (id, program_id, kind, text, category, route, created_by, created_at)
            VALUES (@id, @program, @Kind, @Text, @Category, @route, @by, @now)
                ON CONFLICT DO NOTHING
            """, new { id, program, phrase.Kind, phrase.Text, phrase.Category, route = phrase.IsDanger ? Route.Safeguarding : (Route?)null, by = by.PersonId, now = clock.Now() });
        if (added == 0) throw new Refusal("phrases.same", "Words");
        await history.Record(tx, "phrase.add", id, by, programId: program, codes: $"kind={phrase.Kind}");
        await OwnRules.Changed(tx, program, wakes);
        return id;
    });

    /// <summary>Ends a phrase: letters are read without it from now on, those that are not delivered yet once more. False when it has ended already.</summary>
    /// <exception cref="NotYours">The program is not theirs.</exception>
    public Task<bool> End(Guid program, Guid id, Actor by) => db.Transact(async tx =>
    {
        await Authority.OverProgram(tx, by, program);
        var ended = await tx.Execute("UPDATE program_phrases SET ended_at = @now WHERE id = @id AND program_id = @program AND ended_at IS NULL", new { id, program, now = clock.Now() });
        if (ended == 0) return false;
        await history.Record(tx, "phrase.end", id, by, programId: program);
        await OwnRules.Changed(tx, program, wakes);
        return true;
    });

    /// <summary>Where the phrase stands in the newest letters, as many as can be read in a second. A letter of which a passage is shown has been looked at.</summary>
    /// <exception cref="Refusal">It is no phrase.</exception>
    public async Task<Trial> Try(Guid program, NewPhrase phrase, Guid by)
    {
        var one = new ProgramPhrases([phrase.Check()]);
        var began = clock.GetTimestamp();
        var (found, of) = (0, 0);
        var shown = new List<(Letter Letter, TriedPassage Passage)>();
        for (Past? last = null; of < MostTried;)
        {
            var batch = await Newest(program, last);
            foreach (var letter in batch)
            {
                if (clock.GetElapsedTime(began) >= Longest) return await Shown();
                of++;
                if (one.Places(LetterText.Of(letter.Text), out _).FirstOrDefault() is not { Length: > 0 } place) continue;
                found++;
                if (shown.Count < MostShown) shown.Add((letter, TriedPassage.In(letter.Text, place.Start, place.Length)));
            }
            if (batch.Count < Batch) break;
            last = batch[^1];
        }
        return await Shown();

        async Task<Trial> Shown()
        {
            if (shown.Count > 0) await letters.Look(shown.ConvertAll(one => one.Letter), by, "phrase");
            return new(found, of, shown.ConvertAll(one => one.Passage));
        }
    }

    Task<List<Past>> Newest(Guid program, Past? last) => db.Query<Past>($"""
        SELECT {LetterStore.Columns}, t.text
          FROM letters l JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
         WHERE l.program_id = @program AND l.submitted_at IS NOT NULL {(last is null ? "" : "AND (l.submitted_at, l.id) < (@at, @id)")}
         ORDER BY l.submitted_at DESC, l.id DESC LIMIT {Batch}
        """, new { program, at = last?.SubmittedAt, id = last?.Id });

    sealed record Past : Letter
    {
        public string Text { get; init; } = "";
    }
}

/// <summary>A phrase as it is kept.</summary>
public sealed record KeptPhrase
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public PhraseKind Kind { get; init; }
    public string Text { get; init; } = "";
    public string? Category { get; init; }
    public Route? Route { get; init; }

    internal OwnPhrase Own() => new NewPhrase(Kind, Text, Category, Route is not null).Check();
}

/// <summary>A phrase that somebody wants to try or keep.</summary>
/// <param name="Category">What a watched one is about; nothing for an allowed one.</param>
/// <param name="IsDanger">Whether a watched one always leads to the safeguarding route.</param>
public sealed record NewPhrase(PhraseKind Kind, string Text, string? Category, bool IsDanger)
{
    /// <exception cref="Refusal">It cannot be looked for, or its category is none.</exception>
    internal OwnPhrase Check()
    {
        var phrase = ProgramPhrase.Parse(Text, out var why) ?? throw new Refusal($"phrases.no.{why}", "Words", ProgramPhrase.Fewest, ProgramPhrase.Most);
        if (Kind == PhraseKind.Watched && (Category is null || !Screening.Category.All.Contains(Category))) throw new Refusal("phrases.no.category", "About");
        return new(phrase, Category, IsDanger);
    }
}

/// <summary>What trying a phrase gave.</summary>
/// <param name="Found">How many letters have it.</param>
/// <param name="Of">How many were read for it.</param>
/// <param name="Passages">A few places where it stands, the newest letter first.</param>
public sealed record Trial(int Found, int Of, IReadOnlyList<TriedPassage> Passages);

/// <summary>A place where a phrase stands, with a little of what is around it.</summary>
public sealed record TriedPassage(string Before, string Words, string After)
{
    const int Around = 60;

    internal static TriedPassage In(string text, int start, int length)
    {
        var (from, to) = (Whole(text, Math.Max(0, start - Around)), Whole(text, Math.Min(text.Length, start + length + Around)));
        return new((from > 0 ? "…" : "") + text[from..start], text.Substring(start, length), text[(start + length)..to] + (to < text.Length ? "…" : ""));
    }

    // Never between the halves of a surrogate pair.
    static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}
