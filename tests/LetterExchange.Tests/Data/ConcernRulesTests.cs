using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>Rules 6, 8, 11 and 12 of DESIGN.md, section 4, for the log of a concern and the pair that it holds: raw SQL that would break them is refused.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ConcernRulesTests(Engine engine) : RulesTest(engine)
{
    ConcernStore Concerns => Get<ConcernStore>();
    ConcernLog Log => Get<ConcernLog>();

    [Test]
    public async Task A_line_of_the_log_neither_changes_nor_goes_nor_does_the_concern()
    {
        await Case();
        await Refused("append-only", "UPDATE concern_entries SET ordinal = ordinal", null);
        await Refused("append-only", "DELETE FROM concern_entries", null);
        await Refused("append-only", "UPDATE concern_texts SET text = 'Another.'", null);
        await Refused("not deleted", "DELETE FROM concerns", null);
        if (Engine == Engine.Sqlite)
        {
            await Refused("INSERT OR REPLACE INTO concern_entries SELECT * FROM concern_entries");
            await Refused("INSERT OR REPLACE INTO concern_texts SELECT entry_id, whom, 'Another.' FROM concern_texts");
            return;
        }
        await Refused("append-only", "TRUNCATE concern_entries CASCADE", null);
        await Refused("recorded erasure", "TRUNCATE concern_texts", null);
        await Refused("TRUNCATE concerns CASCADE");
    }

    [Test]
    public async Task A_text_goes_only_with_a_recorded_erasure_and_does_not_come_back()
    {
        var (concern, entry) = await Case();
        await Refused("recorded erasure", "DELETE FROM concern_texts", null);
        await Refused("keeps what was said", "UPDATE concerns SET note = 'Another.'", null);
        await Refused("keeps what was said", "UPDATE concerns SET note = ''", null);
        await Allowed("INSERT INTO concern_erasures (entry_id, at) VALUES (@entry, @Now)", new { entry, Now });
        await Allowed("DELETE FROM concern_texts WHERE entry_id = @entry", new { entry });
        await Refused("does not come back", "INSERT INTO concern_texts (entry_id, text) VALUES (@entry, 'Back.')", new { entry });
        await Refused("append-only", "DELETE FROM concern_erasures", null);
        await Refused("append-only", "UPDATE concern_erasures SET at = 0", null);
        await Allowed("INSERT INTO concern_note_erasures (concern_id, at) VALUES (@concern, @Now)", new { concern, Now });
        await Refused("keeps what was said", "UPDATE concerns SET note = 'Another.'", null);
        await Allowed("UPDATE concerns SET note = '' WHERE id = @concern", new { concern });
        await Refused("append-only", "DELETE FROM concern_note_erasures", null);
        Assert.That((await Log.Of(concern)).Single(line => line.Id == entry), Has.Property("IsErased").True);
    }

    [Test]
    public async Task A_line_without_words_gets_none_later()
    {
        var (concern, _) = await Case();
        var taken = (await Log.Of(concern)).Single(line => line.Kind == EntryKind.Taken).Id;
        await Refused("comes with its line", "INSERT INTO concern_texts (entry_id, text) VALUES (@taken, 'Later.')", new { taken });
    }

    [Test]
    public async Task It_is_closed_with_an_outcome_every_action_decided_and_nothing_is_added_then()
    {
        var (concern, entry) = await Case();
        await Refused("UPDATE concerns SET state = 'Closed' WHERE id = @concern", new { concern });
        await Refused("closed with an outcome", Closing, new { concern, Now, Lead });
        await Log.Act(concern, Lead, "Ring the school.", DateOnly.MaxValue);
        var closing = Row(concern, "Closed", outcome: "Advice");
        await Allowed(Insert, closing);
        await Refused("every action decided", Closing, new { concern, Now, Lead });
        var action = (await Log.Of(concern)).Single(line => line.Kind == EntryKind.Action).Id;
        await Refused("only an action", Insert, Row(concern, "Done", action: entry));
        await Allowed(Insert, Row(concern, "Done", action: action));
        await Refused(Insert, Row(concern, "Dropped", action: action));
        await Refused("closed with an outcome", Closing, new { concern, Now, Lead }); // The line that says so must be the last.
        await Allowed(Insert, Row(concern, "Closed", outcome: "Advice"));
        await Allowed(Closing, new { concern, Now, Lead });
        await Refused("closed concern", Insert, Row(concern, "Happened"));
    }

    [Test]
    public async Task Each_kind_of_line_has_what_it_needs_and_nothing_else()
    {
        var (concern, _) = await Case();
        await Refused(Insert, Row(concern, "Gossip"));
        await Refused(Insert, Row(concern, "Told"));
        await Refused(Insert, Row(concern, "Action"));
        await Refused(Insert, Row(concern, "Done"));
        await Refused(Insert, Row(concern, "Letter"));
        await Refused(Insert, Row(concern, "Closed"));
        await Refused(Insert, Row(concern, "Closed", outcome: "Whatever"));
        await Refused(Insert, Row(concern, "Happened", outcome: "Advice"));
        await Refused(Insert, Row(concern, "Happened") with { HasText = false });
    }

    [Test]
    public async Task Only_a_sent_letter_of_its_pair_lies_with_it()
    {
        var (concern, _) = await Case();
        var other = await Given.Pair();
        var turn = await Given.OpenTurn(pair: other);
        var theirs = (await Writing.Submit(other.MenteeId, new(other.Id, turn.Id, null), Safe)).LetterId;
        var draft = (await Writing.Keep(Pair.MenteeId, Sheet, "Dear")).LetterId;
        await Refused("belongs to a concern", Insert, Row(concern, "Letter", letter: theirs));
        await Refused("belongs to a concern", Insert, Row(concern, "Letter", letter: draft));
        var letter = await InReview();
        await Allowed(Insert, Row(concern, "Letter", letter: letter.Id));
        await Refused(Insert, Row(concern, "Letter", letter: letter.Id));
    }

    [Test]
    public async Task A_pair_that_a_concern_holds_does_not_go_on()
    {
        var (concern, _) = await Case();
        await Refused("holds a pair that is paused", "UPDATE concerns SET held_at = @Now WHERE id = @concern", new { concern, Now });
        await Db.Transact(tx => Get<Pauses>().Pause(tx, [Pair.Id], PauseReason.Concern, Lead, Now));
        await Allowed("UPDATE concerns SET held_at = @Now WHERE id = @concern", new { concern, Now });
        await Refused("holds this pair", "UPDATE pairs SET state = 'Active', paused_at = NULL, paused_why = NULL WHERE id = @Id", new { Pair.Id });
        await Allowed(Insert, Row(concern, "Closed", outcome: "Advice"));
        await Refused("its pair let go", Closing, new { concern, Now, Lead });
        await Allowed("UPDATE concerns SET held_at = NULL WHERE id = @concern", new { concern });
        await Allowed("UPDATE pairs SET state = 'Active', paused_at = NULL, paused_why = NULL WHERE id = @Id", new { Pair.Id });
    }

    [Test]
    public async Task Whom_it_names_is_no_reader_of_it()
    {
        var concern = await Concerns.Worried(Pair.ProgramId, Pair.Id, null, "It is Lea.", Pair.MenteeId, [Lead]);
        const string reader = "INSERT INTO concern_readers (concern_id, person_id, role, by_id, since) VALUES (@concern, @person, 'SafeguardingLead', @person, @Now)";
        await Refused("does not read it", reader, new { concern, person = Lead, Now });
        await Allowed(reader, new { concern, person = Ruth, Now });
    }

    async Task<(Guid Concern, Guid Entry)> Case()
    {
        var id = await Concerns.Worried(Pair.ProgramId, Pair.Id, null, "He frightens me.", Pair.MenteeId, []);
        Assert.That(await Concerns.Take((await Concerns.Find(id))!, Lead), Is.True);
        Assert.That(await Log.Happened(id, Lead, "Talked with her teacher."), Is.True);
        return (id, (await Log.Of(id)).Last().Id);
    }

    EntryRow Row(Guid concern, string kind, string? outcome = null, Guid? action = null, Guid? letter = null) =>
        new() { Id = Clock.New(), Concern = concern, Kind = kind, By = Lead, At = Now, HasText = true, Outcome = outcome, Action = action, Letter = letter };

    const string Closing = "UPDATE concerns SET state = 'Closed', closed_by = @Lead, closed_at = @Now, outcome = 'Advice' WHERE id = @concern";

    const string Insert = """
        INSERT INTO concern_entries (id, concern_id, ordinal, kind, by_id, at, has_text, action_id, letter_id, outcome)
        SELECT @Id, @Concern, COALESCE(MAX(e.ordinal), 0) + 1, @Kind, @By, @At, @HasText, @Action, @Letter, @Outcome FROM concern_entries e WHERE e.concern_id = @Concern
        """;

    sealed record EntryRow
    {
        public Guid Id { get; init; }
        public Guid Concern { get; init; }
        public string Kind { get; init; } = "";
        public Guid By { get; init; }
        public DateTimeOffset At { get; init; }
        public bool HasText { get; init; }
        public string? Outcome { get; init; }
        public Guid? Action { get; init; }
        public Guid? Letter { get; init; }
    }
}
