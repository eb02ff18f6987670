using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Review;

/// <summary>One letter on a reviewer's table.</summary>
public sealed class ReviewStore(Database db, LetterStore letters, ClaimStore claims, ProgramStore programs, TimeProvider clock)
{
    /// <summary>So many delivered letters of the pair lie beside it.</summary>
    const int Beside = 5;

    const string Select = $"""
        SELECT {LetterStore.Columns}, l.keys_after, writer.given_name AS writer_name, reader.given_name AS reader_name, writer.language AS writer_language, p.mentor_id, mentee.born AS mentee_born,
               c.name AS cohort, p.state AS pair_state, a.story_id, o.ordinal AS round, t.text
          FROM letters l JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id JOIN people mentee ON mentee.id = p.mentee_id
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               LEFT JOIN turns u ON u.id = l.turn_id LEFT JOIN assignments a ON a.id = u.assignment_id LEFT JOIN rounds o ON o.id = a.round_id
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
         WHERE l.id = @id
        """;

    /// <summary>Opens the letter for a person: claims it where it waits for them and nobody else holds it, and writes down the look at each text that is shown.
    /// Who has turned the first key, or waits for a lead to turn the second, does not hold it up.</summary>
    public async Task<LetterUnderReview?> Open(Guid id, Guid person)
    {
        var found = await Find(id, person);
        if (found is not { ShowsText: true }) return found;
        return await db.Transact(async tx =>
        {
            await letters.Look(tx, [.. new Letter[] { found }.Concat(found.Earlier).Concat(found.Remembered.All.Select(one => found with { Id = one.LetterId })).DistinctBy(each => each.Id)], person);
            if (found is not { State: LetterState.InReview, Me: not null } || !found.Awaits(person)) return found;
            await claims.Take(tx, id, person);
            return found with { Claim = await claims.Find(tx, id) };
        });
    }

    /// <summary>The same without a claim and without a line of history: nobody is shown its text.</summary>
    public Task<LetterUnderReview?> Find(Guid id, Guid person) => db.Read(async tx =>
    {
        if (await tx.Find<LetterUnderReview>(Select, new { id }) is not { } letter) return null;
        var me = await Reviewers.Of(tx, person, id);
        var decisions = await Decisions(tx, id);
        var earlier = await Earlier(tx, letter);
        var pictures = await Pictures.Of(tx, [id, .. earlier.Select(one => one.Id)]);
        letter = letter with
        {
            Me = me,
            IsForeign = letter.Language is { } language && await programs.Find(tx, letter.ProgramId) is { } program && !await Reviewers.Read(tx, program, language),
            Decisions = decisions,
            Claim = await claims.Find(tx, id),
            Findings = await tx.Query<Passage>("SELECT ordinal, category, start, length, rule, strength FROM findings WHERE letter_id = @id AND number = @number ORDER BY start, ordinal",
                new { id, number = letter.Revision }),
            Verdicts = letter.Revision > 0 ? await Verdicts.Of(tx, letter) : [],
            Versions = await tx.Query<Sent>("SELECT number, words, submitted_at AS at FROM revisions WHERE letter_id = @id ORDER BY number", new { id }),
            Keys = letter.NeedsTwo ? await Reviewers.Keys(tx, id) : [],
            Before = await Before(tx, letter, decisions),
            AllPictures = pictures.FindAll(picture => picture.LetterId == id && picture.Number > 0), // What lies with a draft is its writer's alone.
            Earlier = earlier.ConvertAll(one => one with { Pictures = pictures.FindAll(picture => picture.LetterId == one.Id && picture.Number == one.Revision) }),
            Concerns = await Concerns(tx, letter, person),
        };
        return letter.ShowsText ? letter with { Remembered = await LetterMemory.Beside(tx, letter, person, clock.Now()) } : letter;
    });

    /// <summary>Whether a submitted letter may lie on this person's table: what the access table says of a safeguarding lead, for those who follow a concern.</summary>
    public async Task<bool> IsOn(Guid program, Guid id, Guid person) => await db.Find<int?>($"""
        SELECT 1 FROM letters l WHERE l.id = @id AND l.revision > 0 AND {Reviewers.Covered}
        """, new { program, id, person }) is not null;

    /// <summary>Whether it lies there with its text: in review, or decided and not gone.</summary>
    public async Task<bool> IsOnTable(Guid program, Guid id, Guid person) => await db.Find<int?>($"""
        SELECT 1 FROM letters l WHERE l.id = @id AND l.state IN ('InReview', 'Approved', 'Withheld') AND {Reviewers.Covered}
        """, new { program, id, person }) is not null;

    static Task<List<Decision>> Decisions(Tx tx, Guid id) => tx.Query<Decision>("""
        SELECT d.number, d.ordinal, d.reviewer_id, h.given_name || ' ' || h.surname AS reviewer_name, d.kind, d.as_lead, d.reason, d.at
          FROM decisions d JOIN people h ON h.id = d.reviewer_id WHERE d.letter_id = @id ORDER BY d.ordinal
        """, new { id });

    static async Task<Former?> Before(Tx tx, Letter letter, List<Decision> decisions) =>
        decisions.FindLast(decision => decision.Kind == DecisionKind.Return && decision.Number < letter.Revision) is not { } returned ? null : new Former
        {
            Number = returned.Number, Text = await LetterStore.Text(tx, letter.Id, returned.Number),
            Reason = returned.Reason ?? "", ReviewerName = returned.ReviewerName, At = returned.At,
        };

    static Task<List<EarlierLetter>> Earlier(Tx tx, Letter letter) => tx.Query<EarlierLetter>($"""
        SELECT {LetterStore.Columns}, writer.given_name AS writer_name, reader.given_name AS reader_name, t.text, COALESCE(e.second_reviewer_id, e.first_reviewer_id) AS approved_by
          FROM letters l JOIN deliveries v ON v.letter_id = l.id JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               LEFT JOIN releases e ON e.letter_id = l.id AND e.standing = 1
               LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = v.revision
         WHERE l.pair_id = @PairId AND l.id <> @Id
         ORDER BY l.delivered_at DESC, l.id DESC LIMIT {Beside}
        """, new { letter.PairId, letter.Id });

    /// <summary>The concerns about the letter that are open, if this person is a safeguarding lead; only those that are theirs to read.</summary>
    static Task<List<Guid>> Concerns(Tx tx, Letter letter, Guid person) => tx.Query<Guid>("""
        SELECT n.id FROM concerns n
         WHERE n.letter_id = @Id AND n.state <> 'Closed'
           AND EXISTS (SELECT 1 FROM concern_leads v WHERE v.concern_id = n.id AND v.person_id = @person)
         ORDER BY n.opened_at
        """, new { letter.Id, person });
}
