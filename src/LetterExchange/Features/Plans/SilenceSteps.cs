using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Plans;

/// <summary>A mentor's silence in a pair: since when, how long by the fair clock, what has been done about it, and what is proposed now.</summary>
/// <param name="Uncounted">Pauses and days away in it, which do not count.</param>
/// <param name="Taken">Steps of this silence, the oldest first.</param>
/// <param name="Proposed">Nothing where the rules ask for none now.</param>
public sealed record MentorSilence(Guid PairId, Guid MentorId, DateTimeOffset Since, TimeSpan Length, IReadOnlyList<Uncounted> Uncounted, IReadOnlyList<StepTaken> Taken, SilenceStep? Proposed)
{
    /// <summary>In whole days, by the fair clock.</summary>
    public int Days => (int)Length.TotalDays;
}

/// <summary>Steps for mentors who fall silent: what the rules of the program propose, and the taking of a step by a person. The mentor alone is told.</summary>
public sealed class SilenceSteps(Database db, TurnStore store, PairNotes notes, Notifier notifier, TimeProvider clock)
{
    /// <summary>How far back a letter that was missed is still held against somebody.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(180);

    const int Chunk = 500;

    // What is late and what has lapsed stand each in an index of its own; CROSS JOIN keeps SQLite from beginning with the pairs.
    internal const string MissedSql = """
        SELECT t.pair_id, t.opened_at, NULL AS lapsed_at
          FROM turns t CROSS JOIN pairs p
         WHERE p.id = t.pair_id AND t.state = 'Open' AND t.held_at IS NULL AND t.due_at < @now AND t.writer = 'Mentor' AND p.program_id = @programId AND p.state = 'Active' {0}
        UNION ALL
        SELECT t.pair_id, t.opened_at, t.closed_at
          FROM turns t CROSS JOIN pairs p
         WHERE p.id = t.pair_id AND t.state = 'Lapsed' AND t.closed_at > @since AND t.writer = 'Mentor' AND p.program_id = @programId AND p.state = 'Active' {0}
           AND NOT EXISTS (SELECT 1 FROM turns s WHERE s.pair_id = t.pair_id AND s.closed_at > t.closed_at AND s.writer = 'Mentor' AND s.state = 'Answered')
        """;

    /// <summary>Every active pair of the program for which a step is proposed now, the longest silence first. It costs what is late or has lapsed, not what there is.</summary>
    public Task<List<MentorSilence>> Proposed(Guid programId) => db.Read(async tx =>
    {
        var (fair, now) = (await store.Clock(tx, programId), clock.Now());
        var missed = await Missed(tx, programId, "", null, now);
        var old = missed.Where(pair => pair.Min(letter => letter.OpenedAt) <= now - Silence.Weeks(SilenceStep.Reminder, fair.Policies)).ToList();
        var silences = new List<MentorSilence>();
        foreach (var some in old.Chunk(Chunk)) silences.AddRange(await Of(tx, programId, fair, some, now));
        return silences.Where(silence => silence.Proposed is not null).OrderByDescending(silence => silence.Length).ThenBy(silence => silence.PairId).ToList();
    });

    /// <summary>The silence of one pair's mentor, however short; nothing where no letter is missed.</summary>
    public Task<MentorSilence?> Of(Guid pairId) => db.Read(tx => Of(tx, pairId));

    /// <summary>Takes a step: writes it down on the pair and tells the mentor, and nobody else. False when the mentor is not silent (any more), or the step has been taken
    /// in this silence: somebody was first.</summary>
    /// <param name="words">What the mentor is told.</param>
    /// <exception cref="NotYours">The pair's program is not theirs.</exception>
    public Task<bool> Take(Guid pairId, SilenceStep step, string words, Guid by) => db.Transact(async tx =>
    {
        var kind = Enum.Parse<PairNoteKind>(step.ToString()); // A rematch is a move of the pair, not a word to the mentor.
        if (tx.Engine == Engine.Postgres) await tx.Find<int?>("SELECT 1 FROM pairs WHERE id = @pairId FOR UPDATE", new { pairId });
        if (await Of(tx, pairId) is not { } silence || silence.Taken.Any(one => one.Step >= step)) return false;
        var (program, mentee) = await tx.Get<(Guid, string)>("SELECT p.program_id, h.given_name FROM pairs p JOIN people h ON h.id = p.mentee_id WHERE p.id = @pairId", new { pairId });
        await Authority.OverProgram(tx, by, program);
        var note = await notes.Write(tx, pairId, program, kind, words, by, silence.Days);
        await notifier.Tell(tx, new Telling(silence.MentorId, program, NoticeKind.StaffWord, note, "", Links.Words(note), mentee) { PairId = pairId });
        return true;
    });

    async Task<MentorSilence?> Of(Tx tx, Guid pairId)
    {
        if (await tx.Find<Guid?>("SELECT program_id FROM pairs WHERE id = @pairId", new { pairId }) is not { } programId) return null;
        var now = clock.Now();
        var missed = await Missed(tx, programId, "AND t.pair_id = @pairId", pairId, now);
        return (await Of(tx, programId, await store.Clock(tx, programId), [.. missed], now)).FirstOrDefault();
    }

    static async Task<List<IGrouping<Guid, Missing>>> Missed(Tx tx, Guid programId, string also, Guid? pairId, DateTimeOffset now) =>
        [.. (await tx.Query<Missing>(string.Format(System.Globalization.CultureInfo.InvariantCulture, MissedSql, also), new { programId, pairId, now, since = now - Memory })).GroupBy(letter => letter.PairId)];

    static async Task<List<MentorSilence>> Of(Tx tx, Guid programId, FairClock fair, IReadOnlyList<IGrouping<Guid, Missing>> missed, DateTimeOffset now)
    {
        if (missed.Count == 0) return [];
        var pairs = missed.Select(pair => pair.Key).ToList();
        var words = (await Words(tx, pairs)).ToDictionary(one => one.PairId);
        var since = words.Values.Select(one => (one.PairId, one.MentorId, Since: Silence.Since(
            missed.First(pair => pair.Key == one.PairId).Select(letter => new MissedLetter(letter.OpenedAt, letter.LapsedAt)), one.LastWord, one.InHand > 0)))
            .Where(one => one.Since is not null).ToList();
        var away = await Away(tx, programId, [.. since.Select(one => one.MentorId).Distinct()], fair);
        var pauses = await Pauses(tx, pairs);
        var taken = (await tx.Query<Taken>("SELECT pair_id, kind, at FROM pair_notes WHERE pair_id IN @pairs AND kind IN ('Reminder', 'Warning', 'Probation') ORDER BY at, id", new { pairs })).ToLookup(step => step.PairId);
        return [.. since.Select(one =>
        {
            IReadOnlyList<Uncounted> uncounted = [.. pauses[one.PairId].Concat(away[one.MentorId]).Where(span => span.To > one.Since && span.From < now).OrderBy(span => span.From)];
            var length = Silence.Length(one.Since!.Value, now, uncounted);
            IReadOnlyList<StepTaken> steps = [.. taken[one.PairId].Where(step => step.At > one.Since).Select(step => new StepTaken(step.Kind, step.At))];
            return new MentorSilence(one.PairId, one.MentorId, one.Since.Value, length, uncounted, steps, Silence.Proposed(length, fair.Policies, steps, now));
        })];
    }

    /// <summary>When each pair's mentor last sent a letter or had one back, and whether one is in our hands.</summary>
    static Task<List<LastWords>> Words(Tx tx, IReadOnlyList<Guid> pairs) => tx.Query<LastWords>("""
        SELECT p.id AS pair_id, p.mentor_id,
               (SELECT MAX(COALESCE((SELECT MAX(v.at) FROM events v WHERE v.subject_id = l.id AND v.kind IN ('letter.return', 'letter.recall') AND l.state = 'Returned'), l.submitted_at))
                  FROM letters l WHERE l.pair_id = p.id AND l.writer_id = p.mentor_id AND l.submitted_at IS NOT NULL) AS last_word,
               (SELECT COUNT(*) FROM letters l WHERE l.pair_id = p.id AND l.writer_id = p.mentor_id AND l.state IN ('Screening', 'InReview', 'Approved')) AS in_hand
          FROM pairs p WHERE p.id IN @pairs
        """, new { pairs });

    static async Task<ILookup<Guid, Uncounted>> Away(Tx tx, Guid programId, IReadOnlyList<Guid> mentors, FairClock fair) => mentors.Count == 0 ? Array.Empty<Guid>().ToLookup(id => id, _ => default(Uncounted)) :
        (await tx.Query<AwayDays>("SELECT person_id, first_day, last_day FROM absences WHERE person_id IN @mentors AND program_id = @programId AND cancelled_at IS NULL", new { mentors, programId }))
            .ToLookup(days => days.PersonId, days => new Uncounted(Midnight(fair, days.FirstDay), Midnight(fair, days.LastDay.AddDays(1))));

    static DateTimeOffset Midnight(FairClock fair, DateOnly day) => fair.At(NodaTime.LocalDate.FromDateOnly(day).AtMidnight());

    /// <summary>The pauses that are over: history says how long each was.</summary>
    static async Task<ILookup<Guid, Uncounted>> Pauses(Tx tx, IReadOnlyList<Guid> pairs) =>
        (await tx.Query<Resumed>("SELECT pair_id, at, codes FROM events WHERE pair_id IN @pairs AND kind = 'pair.resume'", new { pairs }))
            .ToLookup(one => one.PairId, one => new Uncounted(one.At - TimeSpan.FromMilliseconds(one.Shift), one.At));

    sealed record Missing
    {
        public Guid PairId { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset? LapsedAt { get; init; }
    }

    sealed record LastWords
    {
        public Guid PairId { get; init; }
        public Guid MentorId { get; init; }
        public DateTimeOffset? LastWord { get; init; }
        public int InHand { get; init; }
    }

    sealed record AwayDays
    {
        public Guid PersonId { get; init; }
        public DateOnly FirstDay { get; init; }
        public DateOnly LastDay { get; init; }
    }

    sealed record Resumed
    {
        public Guid PairId { get; init; }
        public DateTimeOffset At { get; init; }
        public string? Codes { get; init; }

        public long Shift => long.TryParse(Codes?.Split('=')[^1], System.Globalization.CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : 0;
    }

    sealed record Taken
    {
        public Guid PairId { get; init; }
        public SilenceStep Kind { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
