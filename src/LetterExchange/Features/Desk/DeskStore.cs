using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Desk;

/// <summary>What the desks of mentees and mentors stand on. Four statements a desk, however many pairs somebody has.</summary>
public sealed class DeskStore(Database db, StoryLibrary stories)
{
    /// <summary>The seasons of somebody's pairs in a program: those that are not closed, by their mentee's name. Where there are none,
    /// the one that was closed last.</summary>
    /// <returns>The seasons, and the pairs that are closed, the last one first.</returns>
    public Task<(IReadOnlyList<Season> Seasons, IReadOnlyList<Pair> Closed)> Of(Guid person, Side side, MentoringProgram program) => db.Read(async tx =>
    {
        var pairs = await tx.Query<Pair>($"""
            SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables}
             WHERE p.program_id = @Id AND {(side == Side.Mentee ? "p.mentee_id" : "p.mentor_id")} = @person
             ORDER BY p.closed_at DESC, mentee.given_name, p.id
            """, new { program.Id, person });
        var closed = pairs.Where(pair => pair.State == PairState.Closed).ToList();
        var open = pairs.Where(pair => pair.State != PairState.Closed && (side == Side.Mentor || !pair.IsResting)).ToList();
        return (await Seasons(tx, person, open.Count > 0 ? open : [.. closed.Take(1)], program.Policies.FreeLetters), (IReadOnlyList<Pair>)closed);
    });

    /// <summary>The season to which an assignment belongs, as one of its two finds it.</summary>
    public Task<Season?> Around(Guid assignmentId, Guid person) => db.Read(async tx =>
    {
        var pair = await tx.Find<Pair>($"""
            SELECT {ProgramStore.PairColumns} FROM {ProgramStore.PairTables} JOIN assignments a ON a.pair_id = p.id WHERE a.id = @assignmentId
            """, new { assignmentId });
        return pair is not null && pair.Includes(person) ? (await Seasons(tx, person, [pair], freeLetters: false, assignmentId))[0] : null;
    });

    async Task<IReadOnlyList<Season>> Seasons(Tx tx, Guid me, IReadOnlyList<Pair> of, bool freeLetters, Guid? reading = null)
    {
        if (of.Count == 0) return [];
        var pairs = of.Select(pair => pair.Id).ToList();
        var rounds = (await Rounds(tx, me, pairs, reading)).Select(round => round with
        {
            Story = round.StoryId is { } id ? stories.Find(id) : null,
            Offers = [.. (round.Offered ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(stories.Find).OfType<Story>()],
        }).ToLookup(round => round.PairId);
        var turns = (await Turns(tx, pairs)).ToLookup(turn => turn.PairId);
        var letters = (await Letters(tx, me, pairs)).ToLookup(letter => letter.PairId);
        return [.. of.Select(pair => new Season(me, pair, [.. rounds[pair.Id]], [.. turns[pair.Id]], [.. letters[pair.Id]], freeLetters || pair.EndsAt is not null))];
    }

    static Task<List<SeasonRound>> Rounds(Tx tx, Guid me, List<Guid> pairs, Guid? reading) => tx.Query<SeasonRound>($"""
        SELECT a.id, a.pair_id, a.round_id, o.ordinal AS number, o.title, a.state, a.opens_at, a.opened_at, a.closed_at, a.story_id,
               mine.part, mine.place, mine.finished_at, theirs.part AS partner_part, theirs.finished_at AS partner_finished_at,
               CASE WHEN a.id = @reading THEN (SELECT string_agg(CAST(h.sentence AS TEXT) || ':' || h.print, ' ') FROM highlights h WHERE h.assignment_id = a.id AND h.person_id = @me) END AS marks,
               CASE WHEN a.id = @reading THEN (SELECT string_agg(CAST(h.sentence AS TEXT) || ':' || h.print, ' ') FROM highlights h WHERE h.assignment_id = a.id AND h.person_id <> @me) END AS partner_marks,
               CASE WHEN a.story_id IS NULL THEN {Readings.Offered} END AS offered
          FROM assignments a
               JOIN rounds o ON o.id = a.round_id
               LEFT JOIN reading_progress mine ON mine.assignment_id = a.id AND mine.person_id = @me
               LEFT JOIN reading_progress theirs ON theirs.assignment_id = a.id AND theirs.person_id <> @me
         WHERE a.pair_id IN @pairs
         ORDER BY a.pair_id, a.line
        """, new { me, pairs, reading });

    static Task<List<Turn>> Turns(Tx tx, List<Guid> pairs) => tx.Query<Turn>("""
        SELECT t.id, t.assignment_id, t.pair_id, t.ordinal, t.writer, t.writer_id, t.reader_id, t.state, t.due_at, t.cut_off_at,
               t.opened_at, t.held_at, t.submitted_at, t.was_late, t.closed_at
          FROM turns t
         WHERE t.pair_id IN @pairs
         ORDER BY t.assignment_id, t.ordinal
        """, new { pairs });

    static Task<List<SeasonLetter>> Letters(Tx tx, Guid me, List<Guid> pairs) => tx.Query<SeasonLetter>($"""
        SELECT {LetterStore.Columns}, u.assignment_id, h.given_name AS writer_name, d.text AS draft, v.words,
               (SELECT c.reason FROM decisions c
                 WHERE l.state = 'Returned' AND c.letter_id = l.id AND c.number = l.revision AND c.kind = 'Return' ORDER BY c.ordinal DESC LIMIT 1) AS reason,
               (SELECT MAX(r.at) FROM releases r WHERE r.letter_id = l.id AND r.revision = l.revision AND r.standing = 1) AS approved_at
          FROM (SELECT x.*, ROW_NUMBER() OVER (PARTITION BY x.pair_id, x.writer_id
                            ORDER BY CASE WHEN x.writer_id = @me THEN COALESCE(x.submitted_at, 0) ELSE x.delivered_at END DESC, x.id DESC) AS age
                  FROM letters x
                 WHERE x.pair_id IN @pairs AND x.state <> 'Discarded'
                   AND (x.writer_id = @me OR (x.reader_id = @me AND x.state IN ('Delivered', 'Read')))) l
               JOIN people h ON h.id = l.writer_id
               LEFT JOIN turns u ON u.id = l.turn_id
               LEFT JOIN drafts d ON d.letter_id = l.id AND l.writer_id = @me AND l.state IN ('Draft', 'Returned')
               LEFT JOIN revisions v ON v.letter_id = l.id AND v.number = l.revision
         WHERE l.age = 1 OR l.state IN ('Draft', 'Returned') OR (l.reader_id = @me AND l.state = 'Delivered')
            OR (l.writer_id = @me AND u.state IN ('Open', 'Lapsed'))
        """, new { me, pairs });
}
