using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>What happens beside one another, on PostgreSQL and with real concurrency: one of two is made to wait for the other and is seen waiting,
/// and then many run free.</summary>
public sealed class RacesTests() : LetterTest(Engine.Postgres)
{
    static readonly int races = Environment.GetEnvironmentVariable("LETTEREXCHANGE_LONG") is null ? 50 : 300;

    [SetUp]
    public void MakeParts() => Make(Parts);

    [Test]
    public async Task A_delivery_passes_over_a_pair_that_is_being_paused_and_delivers_once_it_goes_on()
    {
        var letter = await Due();
        var hold = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        var pausing = Db.Transact(async tx =>
        {
            await Get<Pauses>().Pause(tx, [Pair.Id], PauseReason.Coordinator, Lead, Now);
            held.TrySetResult();
            await hold.Task;
        });
        await held.Task;
        Assert.That(await Get<DeliverLetters>().Run(default), Is.Zero, "while it is being paused");
        hold.SetResult();
        await pausing;
        Assert.That(await Get<DeliverLetters>().Run(default), Is.Zero, "while it is paused");
        await Db.Transact(tx => Get<Pauses>().Resume(tx, [Pair.Id], Lead, Now));
        Assert.That(await Get<DeliverLetters>().Run(default), Is.EqualTo(1));
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
    }

    [Test]
    public async Task A_pause_waits_for_a_delivery_that_has_begun_and_stops_what_follows_it()
    {
        var letter = await Due();
        var hand = await Hand.On(Db, "turns", Turn.Id);
        var delivering = Get<DeliverLetters>().Run(default);
        await hand.SeesWaiting(1);
        var pausing = Db.Transact(tx => Get<Pauses>().Pause(tx, [Pair.Id], PauseReason.Coordinator, Lead, Now));
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        Assert.That((await delivering, await pausing), Is.EqualTo((1, 1)));
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
        var next = await Db.Get<(string State, long? EnforceAt)>("SELECT state, enforce_at FROM turns WHERE assignment_id = @AssignmentId AND ordinal = 2", new { Turn.AssignmentId });
        Assert.That(next, Is.EqualTo(("Open", (long?)null)), "its clock stands");
    }

    [Test]
    public async Task A_delivery_passes_over_a_pair_whose_consent_is_being_withdrawn()
    {
        var letter = await Due();
        var hand = await Hand.On(Db, "turns", Turn.Id);
        var withdrawing = Get<Standing>().Withdraw(Pair.MenteeId, await Consent(), Actor.Service);
        await hand.SeesWaiting(1);
        Assert.That(await Get<DeliverLetters>().Run(default), Is.Zero);
        await hand.DisposeAsync();
        Assert.That(await withdrawing, Is.True);
        Assert.That(await Get<DeliverLetters>().Run(default), Is.Zero);
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Approved));
    }

    [Test]
    public async Task What_looked_at_the_clock_before_a_consent_was_withdrawn_finds_the_pair_stopped_all_the_same()
    {
        var letter = await Due();
        using var early = Elsewhere(new FakeTimeProvider(Now));
        Clock.Advance(TimeSpan.FromSeconds(5));
        var hand = await Hand.On(Db, "turns", Turn.Id);
        var withdrawing = Get<Standing>().Withdraw(Pair.MenteeId, await Consent(), Actor.Service);
        await hand.SeesWaiting(1);
        var submitting = early.Get<Writing>().Submit(Pair.MentorId, new Sheet(Pair.Id, null, Clock.New()), "Dear Amina, snow again.");
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        Assert.That(await withdrawing, Is.True);
        Assert.That((await submitting).Refusal, Is.EqualTo(WritingRefusal.PairStopped));
        Assert.That(await early.Get<DeliverLetters>().Run(default), Is.Zero);
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Approved));
    }

    [Test]
    public async Task Of_two_approvals_at_once_one_counts_and_the_other_hears_that_somebody_was_first()
    {
        var letter = await InReview();
        var both = await AtOnce(letter.Id, Approve(Decisions, letter, Ruth), Approve(Decisions, letter, Omar));
        Assert.That(both, Is.EquivalentTo([Decided.Done, Decided.SomebodyWasFirst]));
        Assert.That(await Number("SELECT COUNT(*) FROM decisions"), Is.EqualTo(1));
        Assert.That(await Number("SELECT COUNT(*) FROM releases WHERE standing = 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_keys_turned_at_once_are_one_key_until_the_other_person_has_seen_the_first()
    {
        var letter = await InReview(Dangerous);
        var both = await AtOnce(letter.Id, Approve(Decisions, letter, Ruth), Approve(Decisions, letter, Lead));
        Assert.That(both, Is.EquivalentTo([Decided.FirstKey, Decided.SomebodyWasFirst]));
        Assert.That(await Number("SELECT COUNT(*) FROM releases"), Is.Zero);
        letter = await Fresh(letter.Id);
        var first = both[0] == Decided.FirstKey ? Ruth : Lead;
        var second = await AtOnce(letter.Id, Approve(Decisions, letter, first), Approve(Decisions, letter, first == Ruth ? Lead : Ruth));
        Assert.That(second, Does.Contain(Decided.Done).And.Some.AnyOf(Decided.OtherPersonNeeded, Decided.SomebodyWasFirst));
        Assert.That(await Number("SELECT COUNT(DISTINCT d.reviewer_id) FROM releases r JOIN decisions d ON d.id IN (r.first_decision_id, r.second_decision_id) WHERE r.standing = 1"), Is.EqualTo(2));
    }

    [Test]
    public async Task An_approval_that_is_being_taken_back_is_not_delivered()
    {
        var letter = await Due();
        var hand = await Hand.On(Db, "letters", letter.Id);
        var takingBack = Decisions.TakeBack(letter.Id, letter.Version, Ruth);
        await hand.SeesWaiting(1);
        Assert.That(await Get<DeliverLetters>().Run(default), Is.Zero);
        await hand.DisposeAsync();
        Assert.That(await takingBack, Is.EqualTo(Decided.Done));
        Assert.That(await Get<DeliverLetters>().Run(default), Is.Zero);
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.InReview));
    }

    [Test]
    public async Task An_approval_is_not_taken_back_from_a_delivery_that_has_begun()
    {
        var letter = await Due();
        var hand = await Hand.On(Db, "turns", Turn.Id);
        var delivering = Get<DeliverLetters>().Run(default);
        await hand.SeesWaiting(1);
        var takingBack = Decisions.TakeBack(letter.Id, letter.Version, Ruth);
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        Assert.That((await delivering, await takingBack), Is.EqualTo((1, Decided.SomebodyWasFirst)));
        Assert.That(await Number("SELECT COUNT(*) FROM releases WHERE standing = 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_letter_sent_beside_the_closing_of_its_pair_is_refused_and_its_draft_stays()
    {
        var kept = await Writing.Keep(Pair.MenteeId, Sheet, "The beginning.");
        var hand = await Hand.On(Db, "turns", Turn.Id);
        var closing = Get<PairClosing>().Close(Pair.Id, "moved", "The family has moved.", Lead);
        await hand.SeesWaiting(1);
        var submitting = Writing.Submit(Pair.MenteeId, Sheet, Safe);
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        Assert.That((await closing, (await submitting).Refusal), Is.EqualTo((true, WritingRefusal.PairStopped)));
        Assert.That((await Fresh(kept.LetterId)).State, Is.EqualTo(LetterState.Stopped));
        Assert.That((await Writing.Draft(kept.LetterId))!.Text, Is.EqualTo("The beginning."));
        Assert.That(await Number("SELECT COUNT(*) FROM revisions"), Is.Zero);
    }

    [Test]
    public async Task A_letter_that_was_being_sent_when_its_pair_was_closed_is_stopped()
    {
        var hand = await Hand.On(Db, "turns", Turn.Id);
        var submitting = Writing.Submit(Pair.MenteeId, Sheet, Safe);
        await hand.SeesWaiting(1);
        var closing = Get<PairClosing>().Close(Pair.Id, "moved", "The family has moved.", Lead);
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        Assert.That((await closing, (await submitting).Refusal), Is.EqualTo((true, (WritingRefusal?)null)));
        Assert.That((await Fresh((await submitting).LetterId)).State, Is.EqualTo(LetterState.Stopped));
    }

    [Test]
    public async Task Of_two_claims_at_once_one_is_given()
    {
        var letter = await InReview();
        var both = await AtOnce(letter.Id, () => Get<ClaimStore>().Take(letter.Id, Ruth), () => Get<ClaimStore>().Take(letter.Id, Omar));
        Assert.That(both, Is.EquivalentTo([true, false]));
    }

    [Test]
    public async Task A_letter_is_either_taken_back_by_its_writer_or_claimed_by_a_reviewer()
    {
        var letter = await InReview();
        var both = await AtOnce(letter.Id, () => Writing.Recall(Pair.MenteeId, letter.Id), () => Get<ClaimStore>().Take(letter.Id, Ruth));
        Assert.That(both, Is.EquivalentTo([true, false]));
        Assert.That(await Number("SELECT COUNT(*) FROM claims"), Is.EqualTo(both[1] ? 1 : 0));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_double_click_sends_one_letter(bool ofTurn)
    {
        var sheet = ofTurn ? Sheet : new Sheet(Pair.Id, null, Clock.New());
        var hand = await Hand.On(Db, "pairs", Pair.Id);
        var both = new[] { Writing.Submit(Pair.MenteeId, sheet, Safe), Writing.Submit(Pair.MenteeId, sheet, Safe) };
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        var written = await Task.WhenAll(both);
        Assert.That(written.Select(one => one.Refusal), Is.All.Null);
        Assert.That(written[0].LetterId, Is.EqualTo(written[1].LetterId));
        Assert.That(await Number("SELECT COUNT(*) FROM revisions"), Is.EqualTo(1));
        Assert.That(await Number("SELECT COUNT(*) FROM letters"), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_sweeps_side_by_side_screen_and_deliver_each_letter_once()
    {
        var pairs = await Given.Pairs(60);
        foreach (var pair in pairs) await Writing.Submit(pair.MentorId, new Sheet(pair.Id, null, null), pair.Id.ToByteArray()[15] % 3 == 0 ? Dangerous : Safe);
        using var elsewhere = Elsewhere(Clock);
        var screened = await Task.WhenAll(Get<ScreenLetters>().Run(default), elsewhere.Get<ScreenLetters>().Run(default));
        Assert.That(screened.Sum(), Is.EqualTo(60));
        Assert.That(await Number("SELECT COUNT(*) FROM events WHERE kind = 'letter.route'"), Is.EqualTo(60));
        Assert.That(await Number("SELECT COUNT(*) FROM concerns"), Is.EqualTo(await Number("SELECT COUNT(*) FROM letters WHERE route = 'Safeguarding'")));
        foreach (var letter in await Db.Query<Letter>($"SELECT {LetterStore.Columns} FROM letters l")) await ReadAndApprove(letter);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var delivered = await Task.WhenAll(Get<DeliverLetters>().Run(default), elsewhere.Get<DeliverLetters>().Run(default));
        Assert.That(delivered.Sum(), Is.EqualTo(60));
        Assert.That(await Number("SELECT COUNT(*) FROM events WHERE kind = 'letter.deliver'"), Is.EqualTo(60));
        Assert.That(await Number("SELECT COUNT(*) FROM notices WHERE kind = 'LetterArrived'"), Is.EqualTo(60));
    }

    [Test]
    public async Task However_it_goes_each_letter_is_sent_once_decided_once_and_delivered_once_or_not_at_all()
    {
        using var elsewhere = Elsewhere(Clock);
        for (var race = 1; race <= races; race++)
        {
            var pair = await Given.Pair();
            var turn = await Given.OpenTurn(pair: pair);
            var letter = await SentTwiceAtOnce(elsewhere, pair, turn);
            letter = await ClaimedRecalledAndRead(elsewhere, pair, turn, letter);
            var decided = await Task.WhenAll(Task.Run(Approve(Decisions, letter, Ruth)), Task.Run(Approve(elsewhere.Get<Decisions>(), letter, Omar)));
            Assert.That(decided, Is.EquivalentTo([Decided.Done, Decided.SomebodyWasFirst]), $"race {race}");
            Clock.Advance(TimeSpan.FromMinutes(1));
            await DeliveredTakenBackAndStopped(elsewhere, pair, await Fresh(letter.Id), race);
        }
        Assert.That(await Number("SELECT COUNT(*) FROM letters l WHERE (l.state = 'Delivered') <> EXISTS (SELECT 1 FROM deliveries d WHERE d.letter_id = l.id)"), Is.Zero);
        Assert.That(await Number("SELECT COUNT(*) FROM notices n WHERE n.kind = 'LetterArrived' AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter_id = n.subject_id)"), Is.Zero);
        Assert.That(await Number("SELECT COUNT(*) FROM (SELECT 1 FROM events WHERE kind = 'letter.deliver' GROUP BY subject_id HAVING COUNT(*) > 1) twice"), Is.Zero);
        Assert.That(await Number("SELECT COUNT(*) FROM turns t WHERE (t.state = 'Answered') <> EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.state = 'Delivered')"), Is.Zero);
    }

    async Task<Letter> SentTwiceAtOnce(Parts elsewhere, Pair pair, Turn turn)
    {
        var sheet = new Sheet(pair.Id, turn.Id, null);
        var sent = await Task.WhenAll(Task.Run(() => Writing.Submit(pair.MenteeId, sheet, Safe)), Task.Run(() => elsewhere.Get<Writing>().Submit(pair.MenteeId, sheet, Safe)));
        Assert.That(sent.Select(one => one.Refusal), Is.All.Null);
        Assert.That(sent[0].LetterId, Is.EqualTo(sent[1].LetterId));
        await Task.WhenAll(Task.Run(Screen), Task.Run(() => elsewhere.Get<ScreenLetters>().Run(default)));
        return await Fresh(sent[0].LetterId);
    }

    async Task<Letter> ClaimedRecalledAndRead(Parts elsewhere, Pair pair, Turn turn, Letter letter)
    {
        var (recall, ruth, omar) = (Task.Run(() => Writing.Recall(pair.MenteeId, letter.Id)), Task.Run(() => Get<ClaimStore>().Take(letter.Id, Ruth)), Task.Run(() => elsewhere.Get<ClaimStore>().Take(letter.Id, Omar)));
        await Task.WhenAll(recall, ruth, omar);
        Assert.That(new[] { await recall, await ruth, await omar }.Count(won => won), Is.EqualTo(1));
        if (await recall)
        {
            await Writing.Submit(pair.MenteeId, new Sheet(pair.Id, turn.Id, null), Safe);
            await Screen();
        }
        foreach (var reviewer in new[] { Ruth, Omar }) await Get<ClaimStore>().Release(letter.Id, reviewer);
        return await Fresh(letter.Id);
    }

    /// <summary>Two deliveries beside a take-back, and beside a pause, a closing or a withdrawal in turn.</summary>
    async Task DeliveredTakenBackAndStopped(Parts elsewhere, Pair pair, Letter letter, int race)
    {
        Func<Task> stop = (race % 3) switch
        {
            0 => () => Db.Transact(tx => Get<Pauses>().Pause(tx, [pair.Id], PauseReason.Coordinator, Lead, Now)),
            1 => () => Get<PairClosing>().Close(pair.Id, "moved", "The family has moved.", Lead),
            _ => async () => await Get<Standing>().Withdraw(pair.MenteeId, await Consent(pair), Actor.Service),
        };
        var takingBack = Task.Run(() => elsewhere.Get<Decisions>().TakeBack(letter.Id, letter.Version, Ruth));
        await Task.WhenAll(Task.Run(Deliver), Task.Run(() => elsewhere.Get<DeliverLetters>().Run(default)), takingBack, Task.Run(stop));
        await Deliver();
        var (after, back) = (await Fresh(letter.Id), await takingBack);
        LetterState[] possible = (back, race % 3) switch
        {
            (Decided.Done, 1) => [LetterState.InReview, LetterState.Stopped],
            (Decided.Done, _) => [LetterState.InReview],
            (_, 1) => [LetterState.Delivered, LetterState.Stopped],
            _ => [LetterState.Delivered],
        };
        Assert.That(possible, Does.Contain(after.State), $"race {race}: the take-back heard {back}");
    }

    async Task ReadAndApprove(Letter letter)
    {
        if (await Decisions.Approve(letter.Id, letter.Version, Ruth) == Decided.FirstKey) await Decisions.Approve(letter.Id, letter.Version + 1, Lead);
    }

    /// <summary>A letter whose time to be delivered has come.</summary>
    async Task<Letter> Due()
    {
        var letter = await Approved();
        Clock.Advance(TimeSpan.FromMinutes(1));
        return letter;
    }

    /// <summary>Starts both while another hand holds the letter, sees both waiting, and lets them go.</summary>
    async Task<T[]> AtOnce<T>(Guid letter, Func<Task<T>> one, Func<Task<T>> other)
    {
        var hand = await Hand.On(Db, "letters", letter);
        var both = new[] { one(), other() };
        await hand.SeesWaiting(2);
        await hand.DisposeAsync();
        return await Task.WhenAll(both);
    }

    static Func<Task<Decided>> Approve(Decisions decisions, Letter letter, Guid reviewer) => () => decisions.Approve(letter.Id, letter.Version, reviewer);

    /// <summary>The service on another machine, which may have looked at its clock earlier.</summary>
    Parts Elsewhere(TimeProvider clock) => Make(new Parts(Db, clock));

    /// <summary>All of them now: they are not made beside one another.</summary>
    static Parts Make(Parts parts)
    {
        _ = (parts.Get<Writing>(), parts.Get<ScreenLetters>(), parts.Get<ClaimStore>(), parts.Get<Decisions>(), parts.Get<DeliverLetters>(), parts.Get<Pauses>(), parts.Get<PairClosing>(), parts.Get<Standing>());
        return parts;
    }

    Task<Guid> Consent(Pair? pair = null) => Db.Get<Guid>("SELECT id FROM consents WHERE mentee_id = @MenteeId", new { (pair ?? Pair).MenteeId });

    Task<int> Number(string sql) => Db.Get<int>(sql);
}

/// <summary>On SQLite there is one writer at a time: what races there are old copies.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class OldCopiesTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task A_move_on_an_old_copy_moves_nothing_and_leaves_no_event()
    {
        var old = await InReview();
        await Decisions.Approve(old.Id, old.Version, Ruth);
        Assert.That(await Db.Transact(tx => Letters.Move(tx, old, LetterAction.Withhold, Omar, new LetterChanges())), Is.False);
        Assert.That(await EventsOf(old.Id), Does.Not.Contain("letter.withhold"));
        Assert.That((await Fresh(old.Id)).State, Is.EqualTo(LetterState.Approved));
    }

    [Test]
    public async Task Whoever_decides_on_an_old_copy_hears_that_somebody_was_first()
    {
        var old = await InReview();
        await Decisions.Approve(old.Id, old.Version, Ruth);
        Assert.That(await Decisions.Approve(old.Id, old.Version, Omar), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That(await Decisions.Return(old.Id, old.Version, Omar, "Please mend it."), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That(await Decisions.Withhold(old.Id, old.Version, Omar, "No.", concern: true), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That(await Decisions.Reroute(old.Id, old.Version, Omar, Route.Safeguarding, null), Is.EqualTo(Decided.SomebodyWasFirst));
        var approved = await Fresh(old.Id);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That(await Decisions.TakeBack(approved.Id, approved.Version, Ruth), Is.EqualTo(Decided.SomebodyWasFirst));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM decisions"), Is.EqualTo(1));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM concerns"), Is.Zero);
    }

    [Test]
    public async Task A_consent_withdrawn_stops_its_pair_at_once_and_one_given_anew_lets_it_go_on()
    {
        var letter = await Approved();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var consent = await Db.Get<Guid>("SELECT id FROM consents WHERE mentee_id = @MenteeId", new { Pair.MenteeId });
        Assert.That(await Get<Standing>().Withdraw(Pair.MenteeId, consent, Actor.Service), Is.True);
        Assert.That((await Get<ProgramStore>().Pair(Pair.Id))!.State, Is.EqualTo(PairState.Paused), "without waiting for a sweep");
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Approved));
        await Get<Standing>().Record(Pair.MenteeId, new NewConsent(ConsentKind.Guardian, "A parent", "On paper", Now, Now.AddYears(1)), Actor.Service);
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
    }
}
