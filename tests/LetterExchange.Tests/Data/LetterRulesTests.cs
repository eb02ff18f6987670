using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>Rules 1, 2, 7, 8 and 12 of DESIGN.md, section 4: what becomes of letters, their texts and their history.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class LetterRulesTests(Engine engine) : RulesTest(engine)
{
    [Test]
    public async Task No_letter_is_delivered_but_by_a_delivery()
    {
        foreach (var make in new Func<Task<Letter>>[] { () => InReview(), () => Approved() })
        {
            var letter = await make();
            await Refused("nothing unreviewed", "UPDATE letters SET state = 'Delivered', deliver_at = NULL, delivered_at = 1 WHERE id = @Id", new { letter.Id });
            await Refused("nothing unreviewed", "UPDATE letters SET state = 'Read', deliver_at = NULL, delivered_at = 1, read_at = 1 WHERE id = @Id", new { letter.Id });
            await Db.Execute("UPDATE letters SET state = 'Stopped', deliver_at = NULL"); // So that its turn has room for the next.
        }
    }

    [TestCase("Delivered", "delivered_at", 0)]
    [TestCase("Approved", "deliver_at", 0)]
    [TestCase("InReview", "review_since", 0)]
    [TestCase("Draft", "review_since", 1)]
    public async Task A_letter_starts_as_a_draft_without_a_revision(string state, string column, int revision) =>
        await Refused("starts as a draft", $"""
            INSERT INTO letters (id, program_id, pair_id, writer_id, reader_id, state, revision, created_at, {column})
            VALUES (@id, @ProgramId, @PairId, @MenteeId, @MentorId, @state, @revision, 1, 1)
            """, new { id = Clock.New(), Pair.ProgramId, PairId = Pair.Id, Pair.MenteeId, Pair.MentorId, state, revision });

    [Test]
    public async Task A_letter_goes_from_one_of_its_pair_to_the_other()
    {
        var other = await Given.Pair();
        var program = await Given.Program("Europe/Paris");
        var right = new LetterRow { Id = Clock.New(), ProgramId = Pair.ProgramId, PairId = Pair.Id, WriterId = Pair.MenteeId, ReaderId = Pair.MentorId, TurnId = Turn.Id };
        await Refused("one of its pair", Insert, right with { ReaderId = other.MentorId });
        await Refused("one of its pair", Insert, right with { WriterId = other.MenteeId });
        await Refused("one of its pair", Insert, right with { ReaderId = Pair.MenteeId });
        await Refused("one of its pair", Insert, right with { PairId = other.Id });
        await Refused("one of its pair", Insert, right with { ProgramId = program.Id });
        await Refused("one of its pair", Insert, right with { WriterId = Pair.MentorId, ReaderId = Pair.MenteeId });
        await Allowed(Insert, right);
        var (elsewhere, turn) = (new { other.Id, other.MentorId, other.MenteeId }, await Given.OpenTurn(pair: other));
        foreach (var change in new[] { "reader_id = @MentorId", "writer_id = @MenteeId", "pair_id = @Id", "turn_id = NULL" })
            await Refused("keeps its pair", $"UPDATE letters SET {change}", elsewhere);
        await Refused("keeps its pair", "UPDATE letters SET turn_id = @Id", new { turn.Id });
        await Refused("keeps its pair", "UPDATE letters SET program_id = @Id", new { program.Id });
    }

    [Test]
    public async Task A_delivered_letter_stays_as_it_was_delivered()
    {
        var letter = await Delivered();
        foreach (var (state, with) in new[] { ("Draft", ""), ("InReview", ""), ("Stopped", ""), ("Screening", ", screen_at = 1") })
            await Refused("stays delivered", $"UPDATE letters SET state = '{state}', delivered_at = NULL{with}", null);
        await Refused("nothing unreviewed", "UPDATE letters SET revision = 2", null);
        await Refused("UPDATE letters SET route = 'Safeguarding'");
        await Refused("UPDATE letters SET delivered_at = NULL");
        await Refused("DELETE FROM letters");
        if (Engine == Engine.Sqlite)
            await Refused("never goes", "INSERT OR REPLACE INTO letters (id, program_id, pair_id, turn_id, writer_id, reader_id, state, route, created_at) SELECT id, program_id, pair_id, turn_id, writer_id, reader_id, 'Draft', route, 1 FROM letters", null);
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
    }

    // Each with a column to set to itself: not even that is let through.
    [TestCase("releases", "at", "release")]
    [TestCase("events", "kind", "append-only")]
    [TestCase("seals", "hash", "append-only")]
    [TestCase("decisions", "reason", "append-only")]
    [TestCase("erasures", "at", "append-only")]
    [TestCase("revisions", "words", "revisions never")]
    [TestCase("deliveries", "at", "a delivery never")]
    public async Task What_has_been_written_down_neither_changes_nor_goes(string table, string column, string why)
    {
        var letter = await Delivered();
        await Get<SealEvents>().Run(default);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, 1)", new { letter.Id });
        Assert.That(await Db.Get<int>($"SELECT COUNT(*) FROM {table}"), Is.Positive);
        await Refused(why, $"UPDATE {table} SET {column} = {column}", null);
        await Refused(why, $"DELETE FROM {table}", null);
        if (Engine == Engine.Sqlite) await Refused($"INSERT OR REPLACE INTO {table} SELECT * FROM {table}");
        else await Refused(why, $"TRUNCATE {table} CASCADE", null);
    }

    [Test]
    public async Task No_event_escapes_its_seal()
    {
        await Delivered();
        await Refused("sealed sooner or later", "DELETE FROM unsealed_events", null);
        if (Engine == Engine.Postgres) await Refused("sealed sooner or later", "TRUNCATE unsealed_events", null);
        await Get<SealEvents>().Run(default);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM unsealed_events"), Is.Zero);
    }

    [Test]
    public async Task A_submitted_text_never_changes_and_goes_only_with_its_erasure_for_good()
    {
        var letter = await Delivered();
        var (text, salt) = await Db.Get<(string, string)>("SELECT text, salt FROM revision_texts");
        await Refused("revisions never change", "UPDATE revision_texts SET text = 'another'", null);
        await Refused("revisions never change", "UPDATE revision_texts SET salt = 'another'", null);
        await Refused("recorded erasure", "DELETE FROM revision_texts", null);
        await Refused("recorded erasure", Engine == Engine.Sqlite
            ? "INSERT OR REPLACE INTO revision_texts (letter_id, number, salt, text) SELECT letter_id, number, salt, 'another' FROM revision_texts"
            : "TRUNCATE revision_texts", null);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, 1)", new { letter.Id });
        Assert.That(await Db.Execute("DELETE FROM revision_texts"), Is.EqualTo(1));
        await Refused("does not come back", "INSERT INTO revision_texts (letter_id, number, salt, text) VALUES (@Id, 1, @salt, @text)", new { letter.Id, salt, text });
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM revisions"), Is.EqualTo(1), "that there was one stays");
    }

    [Test]
    public async Task A_revision_is_the_next_one_of_an_open_letter_and_between_its_two_people()
    {
        var letter = await InReview();
        var kept = await Writing.Keep(Pair.MentorId, new Sheet(Pair.Id, null, null), "A free one.");
        var draft = await Fresh(kept.LetterId);
        await Refused("only an open letter", InsertRevision, Revision(letter, 2));
        await Refused("only an open letter", InsertRevision, Revision(draft, 2));
        await Refused(InsertRevision, Revision(draft, 1) with { WriterId = Ruth });
        await Allowed(InsertRevision, Revision(draft, 1));
        await Refused("INSERT INTO revision_texts (letter_id, number, salt, text) VALUES (@Id, 2, '', 'of no revision')", new { draft.Id });
    }

    [TestCase("state = 'Paused', paused_at = 1, paused_why = 'Coordinator'")]
    [TestCase("stands_until = @now")]
    public async Task Nothing_is_submitted_in_a_pair_that_does_not_go_on(string stopped)
    {
        var kept = await Writing.Keep(Pair.MenteeId, Sheet, "A draft is kept whatever stops the pair.");
        await Db.Execute($"UPDATE pairs SET {stopped}", new { now = Now });
        await Refused("of an active pair", InsertRevision, Revision(await Fresh(kept.LetterId), 1));
    }

    RevisionRow Revision(Letter letter, int number) =>
        new() { LetterId = letter.Id, Number = number, WriterId = letter.WriterId, ReaderId = letter.ReaderId, SubmittedAt = Now };

    const string Insert = """
        INSERT INTO letters (id, program_id, pair_id, turn_id, writer_id, reader_id, state, created_at)
        VALUES (@Id, @ProgramId, @PairId, @TurnId, @WriterId, @ReaderId, 'Draft', 1)
        """;

    const string InsertRevision = """
        INSERT INTO revisions (letter_id, number, writer_id, reader_id, sha256, words, submitted_at)
        VALUES (@LetterId, @Number, @WriterId, @ReaderId, 'hash', 1, @SubmittedAt)
        """;

    sealed record LetterRow
    {
        public Guid Id { get; init; }
        public Guid ProgramId { get; init; }
        public Guid PairId { get; init; }
        public Guid? TurnId { get; init; }
        public Guid WriterId { get; init; }
        public Guid ReaderId { get; init; }
    }

    sealed record RevisionRow
    {
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public Guid WriterId { get; init; }
        public Guid ReaderId { get; init; }
        public DateTimeOffset SubmittedAt { get; init; }
    }
}
