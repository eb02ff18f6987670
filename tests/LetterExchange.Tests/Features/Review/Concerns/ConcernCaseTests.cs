using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review.Concerns;

/// <summary>A concern as a case: its log and actions, who may read it, and the pair that it holds.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ConcernCaseTests(Engine engine) : LetterTest(engine)
{
    static readonly DateOnly Today = new(2027, 1, 11);

    ConcernStore Concerns => Get<ConcernStore>();
    ConcernLog Log => Get<ConcernLog>();
    ConcernHolds Holds => Get<ConcernHolds>();
    ConcernReaders Readers => Get<ConcernReaders>();

    [Test]
    public async Task What_happened_who_was_told_and_what_is_to_do_are_written_down_in_order()
    {
        var id = await InHand();
        Assert.That(await Log.Happened(id, Lead, " \0"), Is.False);
        Assert.That(await Log.Happened(id, Lead, "She\0 was crying. "), Is.True);
        Assert.That(await Log.Told(id, Lead, "The school nurse", ToldHow.Phone, Now.AddHours(-1), "She looks after her."), Is.True);
        Assert.That(await Log.Act(id, Lead, "Ring the school.", Today), Is.True);
        var log = await Log.Of(id);
        Assert.That(log.Select(entry => (entry.Ordinal, entry.Kind, entry.Text, entry.ByName)), Is.EqualTo(new[]
        {
            (1, EntryKind.Taken, (string?)null, "Lea Tester"), (2, EntryKind.Happened, "She was crying.", "Lea Tester"),
            (3, EntryKind.Told, "She looks after her.", "Lea Tester"), (4, EntryKind.Action, "Ring the school.", "Lea Tester"),
        }));
        Assert.That((log[2].Whom, log[2].ToldHow, log[2].ToldAt), Is.EqualTo(("The school nurse", (ToldHow?)ToldHow.Phone, (DateTimeOffset?)Now.AddHours(-1))));
        var events = await Db.Query<string>("SELECT codes FROM events WHERE kind = 'concern.write' ORDER BY id");
        Assert.That(events, Is.EqualTo(new[] { "entry=Happened", "entry=Told", "entry=Action" }), "codes, and no word of what was written");
    }

    [Test]
    public async Task An_action_is_done_or_dropped_once_and_until_then_the_concern_stays_open()
    {
        var id = await InHand();
        await Log.Act(id, Lead, "Ring the school.", Today);
        await Log.Act(id, Lead, "Ask the mother.", Today.AddDays(2));
        var actions = ConcernAction.Of(await Log.Of(id));
        Assert.That(actions.Select(action => (action.IsLate(Today), action.IsLate(Today.AddDays(1)))), Is.EqualTo(new[] { (false, true), (false, false) }));
        Assert.That(await Close(id), Is.EqualTo(ConcernMoved.ActionsOpen));
        Assert.That(await Log.Decide(id, actions[0].Entry.Id, Lead, done: true, null), Is.True);
        Assert.That(await Log.Decide(id, actions[0].Entry.Id, Lead, done: false, "No."), Is.False);
        Assert.That(await Close(id), Is.EqualTo(ConcernMoved.ActionsOpen));
        Assert.That(await Log.Decide(id, actions[1].Entry.Id, Lead, done: false, " "), Is.False, "dropped only for a reason");
        Assert.That(await Log.Decide(id, actions[1].Entry.Id, Lead, done: false, "She moved away."), Is.True);
        Assert.That(await Close(id), Is.EqualTo(ConcernMoved.Done));
        Assert.That(await Log.Happened(id, Lead, "Too late."), Is.False);
        var closed = (await Concerns.Find(id))!;
        Assert.That(await Concerns.Reopen(closed, Lead, " "), Is.EqualTo(ConcernMoved.WordsNeeded));
        Assert.That(await Concerns.Reopen(closed, Lead, "He came back."), Is.EqualTo(ConcernMoved.Done));
        Assert.That(await Log.Happened(id, Lead, "In time."), Is.True);
        Assert.That((await Concerns.Find(id))!.State, Is.EqualTo(ConcernState.InHand));
        Assert.That((await EventsOf(id)).Count(kind => kind is "concern.close" or "concern.reopen"), Is.EqualTo(2));
    }

    [Test]
    public async Task Another_lead_takes_over_what_is_in_hand()
    {
        var ada = await Given.Person("SafeguardingLead", name: "Ada");
        var id = await InHand();
        Assert.That(await Concerns.Take((await Concerns.Find(id))!, Lead), Is.False, "it is in her hands already");
        Assert.That(await Concerns.Take((await Concerns.Find(id))!, ada), Is.True);
        Assert.That((await Concerns.Find(id))!.InHandByName, Is.EqualTo("Ada Tester"));
    }

    [Test]
    public async Task The_list_begins_with_late_actions_then_what_is_open_the_oldest_first()
    {
        var old = await InHand("Old.");
        Clock.Advance(TimeSpan.FromHours(1));
        var open = await Worried("Open.");
        var late = await InHand("Late.");
        var later = await InHand("Not so late.");
        var closed = await InHand("Closed.");
        await Log.Act(late, Lead, "Ring.", Today.AddDays(-3));
        await Log.Act(later, Lead, "Ring.", Today.AddDays(-1));
        await Log.Act(old, Lead, "Ring.", Today);
        await Close(closed);
        var list = await Concerns.All(Pair.ProgramId, Lead, Today);
        Assert.That(list.Select(concern => concern.Id), Is.EqualTo(new[] { late, later, open, old, closed }));
        Assert.That((list[0].NextDay, list[0].OpenActions, list[2].NextDay), Is.EqualTo(((DateOnly?)Today.AddDays(-3), 1, (DateOnly?)null)));
    }

    [Test]
    public async Task Chosen_readers_are_its_only_readers_in_the_list_at_the_door_and_of_its_letter()
    {
        var (ada, cora) = (await Given.Person("SafeguardingLead", name: "Ada"), await Given.Person("Coordinator", name: "Cora"));
        var letter = await InReview(Dangerous);
        var id = (await Concerns.All(Pair.ProgramId, Lead)).Single().Id;
        Assert.That(await Readable(ada, id, letter), Is.EqualTo((true, true, true, true)));
        Assert.That(await Readers.Choose((await Concerns.Find(id))!, Lead, [Lead], [cora]), Is.True);
        Assert.That(await Readable(Lead, id, letter), Is.EqualTo((true, true, true, true)));
        Assert.That(await Readable(ada, id, letter), Is.EqualTo((false, false, false, false)));
        Assert.That((await May(Rights.ConcernShownToMe, cora, id), await May(Rights.ConcernOfMine, cora, id)), Is.EqualTo((true, false)));
        Assert.That(await Count(cora, NoticeKind.ConcernShown), Is.EqualTo(1));
        Assert.That((await Get<ReviewStore>().Find(letter.Id, ada))!.Concerns, Is.Empty);
        Assert.That(await Readers.Choose((await Concerns.Find(id))!, Lead, [], []), Is.True);
        Assert.That(await Readable(ada, id, letter), Is.EqualTo((true, true, true, true)));
        Assert.That(await May(Rights.ConcernShownToMe, cora, id), Is.False);
        Assert.That((await EventsOf(id)).Count(kind => kind is "concern.reader-add" or "concern.reader-end"), Is.EqualTo(4));
    }

    [Test]
    public async Task Nobody_is_chosen_who_is_named_or_no_lead_and_a_stale_page_chooses_nobody()
    {
        var ada = await Given.Person("SafeguardingLead", name: "Ada");
        var id = await Worried("It is Ada.", ada);
        var concern = (await Concerns.Find(id))!;
        Assert.That(await Readers.Choose(concern, Lead, [ada], []), Is.False);
        Assert.That(await Readers.Choose(concern, Lead, [Ruth], []), Is.False);
        Assert.That(await Readers.Choose(concern, Lead, [Lead], [Ruth]), Is.False);
        Assert.That(await Readers.Choose(concern, Lead, [Lead], []), Is.True);
        Assert.That(await Readers.Choose(concern, Lead, [], []), Is.False, "somebody was first");
    }

    [Test]
    public async Task A_choice_of_which_nobody_is_a_lead_any_more_leaves_no_concern_without_a_reader()
    {
        var ada = await Given.Person("SafeguardingLead", name: "Ada");
        var id = await Worried("Help.");
        await Readers.Choose((await Concerns.Find(id))!, Lead, [Lead], []);
        Assert.That(await May(Rights.ConcernOfMine, ada, id), Is.False);
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @Lead", new { Now, Lead });
        Assert.That((await May(Rights.ConcernOfMine, ada, id), await May(Rights.ConcernOfMine, Lead, id)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_lead_lays_beside_it_what_they_may_see_and_its_readers_can_read_that_then()
    {
        var ada = await Given.Person("SafeguardingLead", name: "Ada");
        var letter = await Delivered();
        var id = await InHand();
        Assert.That(await Log.Attachable((await Concerns.Find(id))!, Lead), Is.Empty, "a lead who is no more than that sees no letter outside danger");
        Assert.That(await Log.Attach(id, letter.Id, Lead), Is.False);
        await Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@membership, @Lead, @ProgramId, 'Coordinator', @Now)", new { membership = Clock.New(), Lead, Pair.ProgramId, Now });
        Assert.That((await Log.Attachable((await Concerns.Find(id))!, Lead)).Select(one => one.Id), Is.EqualTo(new[] { letter.Id }));
        Assert.That(await May(Rights.LetterInDanger, ada, letter.Id), Is.False);
        Assert.That(await Log.Attach(id, letter.Id, Lead), Is.True);
        Assert.That(await Log.Attach(id, letter.Id, Lead), Is.False, "it is there already");
        var entry = (await Log.Of(id)).Last();
        Assert.That((await May(Rights.LetterInDanger, ada, letter.Id), await May(Rights.LetterOfConcern, ada, entry.Id)), Is.EqualTo((true, true)));
        await Readers.Choose((await Concerns.Find(id))!, Lead, [Lead], []);
        Assert.That((await May(Rights.LetterInDanger, ada, letter.Id), await May(Rights.LetterOfConcern, ada, entry.Id)), Is.EqualTo((false, false)));
        Assert.That(await May(Rights.LetterOfConcern, Lead, entry.Id), Is.True);
    }

    [Test]
    public async Task It_holds_its_pair_until_the_last_one_lets_go_and_the_clock_is_fair()
    {
        var (first, second) = (await InHand("One."), await InHand("Two."));
        var due = (await TurnNow()).DueAt;
        Assert.That(await Holds.Hold((await Concerns.Find(first))!, Lead), Is.True);
        Assert.That(await Holds.Hold((await Concerns.Find(first))!, Lead), Is.False);
        Assert.That(await Holds.Hold((await Concerns.Find(second))!, Lead), Is.True);
        Assert.That((await Now_()).PausedWhy, Is.EqualTo(PauseReason.Concern));
        foreach (var person in new[] { Pair.MenteeId, Pair.MentorId })
            Assert.That((await NoticesTo(person)).Select(told => (told.Kind, told.Link)), Is.EqualTo(new[] { ("PairPaused", "/desk") }), "told once, and of nothing else");
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.That(await Close(first), Is.EqualTo(ConcernMoved.Holds));
        var resumed = await Get<Interventions>().Resume(new Scope(Pair.ProgramId, PairId: Pair.Id), "Please.", Ruth);
        Assert.That((resumed.Done, resumed.LeftOut, (await Now_()).State), Is.EqualTo((0, 1, PairState.Paused)), "no coordinator's hand lets it go on");
        Assert.That(await Holds.LetGo((await Concerns.Find(first))!, Lead), Is.False);
        Assert.That((await Now_()).State, Is.EqualTo(PairState.Paused));
        Assert.That(await Holds.LetGo((await Concerns.Find(first))!, Lead), Is.Null);
        Assert.That(await Holds.LetGo((await Concerns.Find(second))!, Lead), Is.True);
        Assert.That(((await Now_()).State, (await TurnNow()).DueAt), Is.EqualTo((PairState.Active, due.AddDays(2))));
        Assert.That(await Close(first), Is.EqualTo(ConcernMoved.Done));
        Assert.That((await Log.Of(second)).Select(entry => entry.Kind), Is.EqualTo(new[] { EntryKind.Taken, EntryKind.Held, EntryKind.LetGo }));
    }

    [Test]
    public async Task A_pair_that_a_coordinator_had_paused_stays_paused_when_the_concern_lets_go()
    {
        var id = await InHand();
        await Get<Interventions>().Pause(new Scope(Pair.ProgramId, PairId: Pair.Id), "Exams.", Ruth);
        Assert.That(await Holds.Hold((await Concerns.Find(id))!, Lead), Is.True);
        Assert.That((await Get<Interventions>().Resume(new Scope(Pair.ProgramId, PairId: Pair.Id), "Over.", Ruth)).Done, Is.Zero);
        Assert.That(await Holds.LetGo((await Concerns.Find(id))!, Lead), Is.False);
        Assert.That((await Now_()).PausedWhy, Is.EqualTo(PauseReason.Coordinator));
        Assert.That((await Get<Interventions>().Resume(new Scope(Pair.ProgramId, PairId: Pair.Id), "Over.", Ruth)).Done, Is.EqualTo(1));
    }

    [Test]
    public async Task Where_consent_ended_meanwhile_the_pair_waits_for_that_from_then_on_and_a_new_one_does_not_free_what_is_held()
    {
        var id = await InHand();
        await Holds.Hold((await Concerns.Find(id))!, Lead);
        var coordinator = await Given.Coordinator();
        var consent = await Db.Get<Guid>("SELECT id FROM consents WHERE mentee_id = @MenteeId", new { Pair.MenteeId });
        await Get<Standing>().Withdraw(Pair.MenteeId, consent, coordinator);
        Assert.That(await Holds.LetGo((await Concerns.Find(id))!, Lead), Is.False);
        Assert.That((await Now_()).PausedWhy, Is.EqualTo(PauseReason.Standing));
        await Holds.Hold((await Concerns.Find(id))!, Lead);
        await Db.Execute("UPDATE consents SET withdrawn_at = NULL WHERE id = @consent", new { consent });
        await Db.Transact(async tx => { await Get<Standing>().Recompute(tx, Pair.MenteeId, coordinator); return true; });
        Assert.That((await Now_()).State, Is.EqualTo(PairState.Paused));
        Assert.That(await Holds.LetGo((await Concerns.Find(id))!, Lead), Is.True);
    }

    [Test]
    public async Task A_closed_pair_stays_closed_and_its_concern_can_be_closed()
    {
        var id = await InHand();
        await Holds.Hold((await Concerns.Find(id))!, Lead);
        await Get<PairClosing>().Close(Pair.Id, "safety", "Ended.", Ruth);
        var other = await InHand("Two.");
        Assert.That(await Holds.Hold((await Concerns.Find(other))!, Lead), Is.False);
        Assert.That(await Close(id), Is.EqualTo(ConcernMoved.Done));
        Assert.That((await Now_()).State, Is.EqualTo(PairState.Closed));
    }

    async Task<(bool List, bool Door, bool Letter, bool Table)> Readable(Guid person, Guid id, Letter letter) => (
        (await Concerns.All(Pair.ProgramId, person)).Any(concern => concern.Id == id), await May(Rights.ConcernOfMine, person, id),
        await May(Rights.LetterInDanger, person, letter.Id), await Get<ReviewStore>().IsOn(letter.ProgramId, letter.Id, person));

    async Task<bool> May(Right right, Guid me, Guid id) => await Db.Find<int?>(right.Sql!, new { id, me }) is not null;

    async Task<Pair> Now_() => (await Get<ProgramStore>().Pair(Pair.Id))!;

    Task<Guid> Worried(string note, params Guid[] named) => Concerns.Worried(Pair.ProgramId, Pair.Id, null, note, Pair.MenteeId, named);

    async Task<Guid> InHand(string note = "Help.")
    {
        var id = await Worried(note);
        Assert.That(await Concerns.Take((await Concerns.Find(id))!, Lead), Is.True);
        return id;
    }

    async Task<ConcernMoved> Close(Guid id) => await Concerns.Close((await Concerns.Find(id))!, Lead, ConcernOutcome.Advice, "Settled.");
}
