using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class QueueStoreTests(Engine engine) : LetterTest(engine)
{
    QueueStore Queue => Get<QueueStore>();
    Task<MentoringProgram> Program => Given.Program();

    // Hours that it has waited, hours to its turn's due date (none: a free letter), and its place. The service level is 24 hours, on the safeguarding route 1.
    [TestCase("Standard 23 -, Standard 3 -, Standard 20 -", "1 3 2", TestName = "The_longer_it_has_waited_the_sooner")]
    [TestCase("Standard 23 -, Attention 1 -, Safeguarding 0 -", "3 2 1", TestName = "The_greater_risk_first_however_short_it_has_waited")]
    [TestCase("Standard 20 -, Standard 1 3, Standard 1 9", "2 1 3", TestName = "A_due_date_nearer_than_the_service_level_counts")]
    [TestCase("Standard 20 90, Standard 22 -, Standard 21 90", "2 3 1", TestName = "A_due_date_behind_the_service_level_does_not")]
    [TestCase("Safeguarding 0 -, Safeguarding 2 -, Attention 40 -", "2 1 3", TestName = "Late_ones_first_within_their_risk")]
    public async Task The_queue_is_ordered_by_risk_and_by_time_left(string letters, string order)
    {
        var ids = new List<Guid>();
        foreach (var one in letters.Split(", ").Select(each => each.Split(' '))) ids.Add(await Waiting(one[0], int.Parse(one[1]), one[2] == "-" ? null : int.Parse(one[2])));
        await Given.Person("Reviewer");
        var listed = await Queue.List(await Program, Ruth, QueuePlace.Start);
        Assert.That(listed.Select(letter => ids.IndexOf(letter.Id) + 1), Is.EqualTo(order.Split(' ').Select(int.Parse)));
        Assert.That((await Queue.Count(await Program, Ruth)).Sum(each => each.Letters), Is.EqualTo(3));
    }

    [Test]
    public async Task A_turn_that_is_over_does_not_hurry_its_late_letter()
    {
        var late = await Waiting("Standard", 1, 2);
        var old = await Waiting("Standard", 20, null);
        await Db.Execute("UPDATE turns SET state = 'Lapsed', remind_at = NULL, enforce_at = NULL WHERE id = (SELECT turn_id FROM letters WHERE id = @late)", new { late });
        Assert.That((await Queue.List(await Program, Ruth, QueuePlace.Start)).Select(letter => letter.Id), Is.EqualTo(new[] { old, late }));
    }

    [Test]
    public async Task A_reviewer_sees_the_letters_of_the_own_cohorts_and_a_lead_those_in_danger()
    {
        var letter = await InReview();
        var elsewhere = await Given.Cohort(Pair.ProgramId);
        var stranger = await Given.Person("Teacher", cohortId: elsewhere);
        var everywhere = await Given.Person("Reviewer");
        var other = await Given.Program("Europe/Paris");
        var foreign = await Given.Person("Reviewer", programId: other.Id);
        Assert.That(await Seen(Ruth), Is.EqualTo(new[] { letter.Id }));
        Assert.That(await Seen(everywhere), Is.EqualTo(new[] { letter.Id }));
        foreach (var nobody in new[] { stranger, foreign, Lead, Pair.MentorId }) Assert.That(await Seen(nobody), Is.Empty);
        await Decisions.Reroute(letter.Id, letter.Version, Ruth, Route.Safeguarding, null);
        Assert.That(await Seen(Lead), Is.EqualTo(new[] { letter.Id }));
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @Ruth", new { Now, Ruth });
        Assert.That(await Seen(Ruth), Is.Empty);
    }

    [Test]
    public async Task A_lead_decides_on_a_letter_that_a_concern_is_about_whatever_its_route()
    {
        var letter = await InReview();
        Assert.That(await Decisions.Withhold(letter.Id, letter.Version, Lead, "Wait.", concern: false), Is.EqualTo(Decided.NotYours));
        await Get<ConcernStore>().Worried(Pair.ProgramId, Pair.Id, letter.Id, "", Pair.MenteeId, []);
        Assert.That(await Seen(Lead), Is.EqualTo(new[] { letter.Id }));
        Assert.That(await Decisions.Withhold(letter.Id, letter.Version, Lead, "Wait.", concern: false), Is.EqualTo(Decided.Done));
    }

    [Test]
    public async Task Nobody_sees_a_letter_of_the_own_pair_or_of_a_pair_where_a_concern_names_them()
    {
        await InReview();
        await Db.Execute("UPDATE memberships SET role = 'Reviewer' WHERE person_id = @MentorId", new { Pair.MentorId });
        Assert.That(await Seen(Pair.MentorId), Is.Empty);
        Assert.That(await Seen(Omar), Has.Count.EqualTo(1));
        await Get<ConcernStore>().Worried(Pair.ProgramId, Pair.Id, null, "About Omar.", Pair.MenteeId, [Omar]);
        Assert.That(await Seen(Omar), Is.Empty);
        Assert.That(await Seen(Ruth), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_row_says_whose_it_is_what_was_marked_and_which_version_it_is()
    {
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.");
        await Writing.Submit(Pair.MenteeId, Sheet, "Dear Henrik, I want to die. I cut myself last night.");
        await Screen();
        letter = await Fresh(letter.Id);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.FirstKey));
        await Get<ClaimStore>().Take(letter.Id, Omar);
        var row = (await Queue.List(await Program, Omar, QueuePlace.Start)).Single();
        Assert.That((row.Revision, row.Route, row.FirstKeyBy, row.FirstKeyName), Is.EqualTo((2, Route.Safeguarding, (Guid?)Ruth, "Ruth Tester")));
        Assert.That((row.HolderId, row.HolderName, row.HeldUntil), Is.EqualTo(((Guid?)Omar, "Omar Tester", (DateTimeOffset?)Now.AddMinutes(20))));
        Assert.That(row.Findings, Is.GreaterThan(0));
        Assert.That((row.IsFor(Omar), row.IsFor(Ruth), row.IsFor(Lead)), Is.EqualTo((true, false, false)));
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.That((await Queue.List(await Program, Omar, QueuePlace.Start)).Single().HolderId, Is.Null);
    }

    [Test]
    public async Task Pages_follow_one_another_by_key_without_gap_or_repeat()
    {
        var ids = new HashSet<Guid>();
        for (var i = 0; i < 7; i++) ids.Add(await Waiting(i % 2 == 0 ? "Standard" : "Attention", i % 3, null));
        var (seen, place) = (new List<Guid>(), QueuePlace.Start);
        while (await Queue.List(await Program, Ruth, place, 3) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(letter => letter.Id));
            place = QueuePlace.Parse(page[^1].Place.ToString());
        }
        Assert.That(seen, Is.Unique);
        Assert.That(seen, Is.EquivalentTo(ids));
        Assert.That(QueuePlace.Parse("nonsense"), Is.EqualTo(QueuePlace.Start));
        Assert.That(QueuePlace.Parse("0.9999999999999999.x"), Is.EqualTo(QueuePlace.Start));
    }

    [Test]
    public async Task The_next_letter_is_the_one_behind_round_to_the_first_past_what_others_hold()
    {
        var (a, b, c) = (await Waiting("Attention", 3, null), await Waiting("Standard", 2, null), await Waiting("Standard", 1, null));
        var program = await Program;
        var place = (await Queue.PlaceOf(a))!.Value;
        Assert.That(place, Is.EqualTo((await Queue.List(program, Ruth, QueuePlace.Start))[0].Place));
        Assert.That(await Queue.Next(program, Ruth, place), Is.EqualTo(b));
        Assert.That(await Queue.Next(program, Ruth, place, forward: false), Is.EqualTo(c), "round to the last");
        await Get<ClaimStore>().Take(b, Omar);
        Assert.That(await Queue.Next(program, Ruth, place), Is.EqualTo(c));
        Assert.That(await Queue.Next(program, Ruth, (await Queue.PlaceOf(c))!.Value), Is.EqualTo(a), "round to the first");
        await Get<ClaimStore>().Take(c, Omar);
        Assert.That(await Queue.Next(program, Ruth, place), Is.Null, "nothing but itself");
    }

    [Test]
    public async Task Who_has_turned_the_first_key_is_not_led_to_that_letter_again()
    {
        var letter = await InReview(Dangerous);
        var program = await Program;
        var place = (await Queue.PlaceOf(letter.Id))!.Value;
        Assert.That(await Queue.Next(program, Ruth, QueuePlace.Start), Is.EqualTo(letter.Id));
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        Assert.That(await Queue.Next(program, Ruth, QueuePlace.Start), Is.Null);
        Assert.That(await Queue.Next(program, Lead, QueuePlace.Start), Is.EqualTo(letter.Id));
        Assert.That(await Queue.Next(program, Lead, place), Is.Null);
    }

    [Test]
    public async Task What_is_approved_stands_on_its_way_until_delivery_and_what_is_withheld_stays()
    {
        var letter = await Approved();
        var gone = (await Queue.OnTheirWay(Pair.ProgramId, Omar)).Single();
        Assert.That((gone.Id, gone.At, gone.ByName), Is.EqualTo((letter.Id, Now.AddMinutes(1), "Ruth Tester")));
        Assert.That(await Queue.OnTheirWay(Pair.ProgramId, Lead), Is.Empty);
        Assert.That(await Queue.DecidedSince(Ruth, Now), Is.EqualTo(1));
        Assert.That(await Queue.DecidedSince(Ruth, Now.AddMilliseconds(1)), Is.Zero);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That(await Queue.OnTheirWay(Pair.ProgramId, Omar), Is.Empty);

        var second = await Get<Writing>().Submit(Pair.MentorId, new Sheet(Pair.Id, null, null), Safe);
        await Screen();
        var withheld = await Fresh(second.LetterId);
        await Decisions.Withhold(withheld.Id, withheld.Version, Ruth, "Not now.", concern: false);
        await Decisions.Reopen(withheld.Id, (await Fresh(withheld.Id)).Version, Omar, "I would like to read it again.");
        var kept = (await Queue.Withheld(Pair.ProgramId, Ruth)).Single();
        Assert.That((kept.Id, kept.ByName, kept.AskedByName), Is.EqualTo((withheld.Id, "Ruth Tester", "Omar Tester")));
    }

    [Test]
    public async Task A_date_that_moves_moves_its_letter()
    {
        var first = await Waiting("Standard", 20, null);
        var second = await Waiting("Standard", 1, 90);
        Assert.That(await Seen(Ruth), Is.EqualTo(new[] { first, second }));
        await Db.Execute("UPDATE turns SET due_at = @at WHERE id = (SELECT turn_id FROM letters WHERE id = @second)", new { at = Now.AddHours(3), second });
        Assert.That(await Seen(Ruth), Is.EqualTo(new[] { second, first }));
        await Db.Execute("UPDATE turns SET due_at = @at, cut_off_at = @at WHERE id = (SELECT turn_id FROM letters WHERE id = @second)", new { at = Now.AddHours(300), second });
        Assert.That(await Seen(Ruth), Is.EqualTo(new[] { first, second }));
    }

    [Test]
    public async Task A_filter_shows_what_it_says_counts_it_and_leads_through_it()
    {
        var program = await Program;
        var (careful, plain, old) = (await Waiting("Attention", 1, null), await Waiting("Standard", 1, null), await Waiting("Standard", 13, null));
        await Db.Execute("UPDATE people SET language = 'fr' WHERE id = (SELECT writer_id FROM letters WHERE id = @plain)", new { plain });
        foreach (var (filter, found) in new (QueueFilter, Guid[])[]
        {
            (QueueFilter.None, [careful, old, plain]),
            (QueueFilter.None with { Risk = Route.Standard }, [old, plain]),
            (QueueFilter.None with { Language = "fr" }, [plain]),
            (QueueFilter.None with { Hours = 12 }, [old]),
            (QueueFilter.None with { Cohort = Pair.CohortId }, [careful, old, plain]),
            (QueueFilter.None with { Cohort = Guid.NewGuid() }, []),
            (QueueFilter.None with { Mine = true }, []),
        })
        {
            Assert.That((await Queue.List(program, Ruth, QueuePlace.Start, filter: filter)).Select(letter => letter.Id), Is.EqualTo(found), $"{filter}");
            Assert.That((await Queue.Count(program, Ruth, filter)).Sum(each => each.Letters), Is.EqualTo(found.Length), $"{filter}");
            Assert.That(await Queue.Next(program, Ruth, QueuePlace.Start, filter: filter), Is.EqualTo(found.Length > 0 ? found[0] : (Guid?)null), $"{filter}");
        }
    }

    [Test]
    public async Task Mine_are_the_letters_that_I_hold_and_those_that_I_returned()
    {
        var held = await Waiting("Standard", 1, null);
        await Get<ClaimStore>().Take(held, Ruth);
        var letter = await InReview(WithNumber);
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.");
        await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        await Screen();
        await Waiting("Standard", 2, null);
        var program = await Program;
        var mine = QueueFilter.None with { Mine = true };
        Assert.That((await Queue.List(program, Ruth, QueuePlace.Start, filter: mine)).Select(each => each.Id), Is.EquivalentTo(new[] { held, letter.Id }));
        Assert.That(await Queue.List(program, Omar, QueuePlace.Start, filter: mine), Is.Empty);
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.That((await Queue.List(program, Ruth, QueuePlace.Start, filter: mine)).Select(each => each.Id), Is.EqualTo(new[] { letter.Id }), "the claim is over");
    }

    [Test]
    public async Task No_more_are_counted_than_are_asked_for()
    {
        foreach (var hours in new[] { 1, 2, 3 }) await Waiting("Standard", hours, null);
        await Waiting("Attention", 1, null);
        var program = await Program;
        async Task<string> Counts(int most) => string.Join(' ', (await Queue.Count(program, Ruth, most: most)).Select(each => $"{each.Route}:{each.Letters}"));
        Assert.That(await Counts(int.MaxValue), Is.EqualTo("Attention:1 Standard:3"));
        Assert.That(await Counts(2), Is.EqualTo("Attention:1 Standard:2"));
    }

    static IEnumerable<string> Statements() => [QueueStore.ListSql(QueueFilter.None), QueueStore.NextSql(QueueFilter.None), QueueStore.NextSql(QueueFilter.None, forward: false), QueueStore.CountSql(QueueFilter.None)];

    [Test]
    public async Task The_queue_is_read_in_the_order_of_its_index_and_never_sorted()
    {
        await InReview();
        var arguments = new
        {
            program = Pair.ProgramId, person = Ruth, route = Route.Standard, after = Now, afterId = Guid.Empty, leftId = Guid.Empty, count = 100, now = Now, old = Now, language = "en", cohort = Guid.Empty,
        };
        foreach (var sql in Statements())
        {
            if (Engine == Engine.Sqlite)
            {
                var steps = (await Db.Query<Step>($"EXPLAIN QUERY PLAN {sql}", arguments)).ConvertAll(step => step.Detail);
                Assert.That(steps, Has.Some.Contains("SEARCH l USING").And.Some.Contains("INDEX letters_queue"), string.Join('\n', steps));
                Assert.That(steps.Where(step => step.StartsWith("SCAN") && step is not ("SCAN w" or "SCAN l") || step.Contains("FOR ORDER BY")), Is.Empty, string.Join('\n', steps));
            }
            else
            {
                // So few rows are cheaper to scan than to look up: only whether the index serves is asked.
                var plan = await Db.Read(async tx =>
                {
                    await tx.Execute("SET LOCAL enable_seqscan = off");
                    return await tx.Query<string>($"EXPLAIN {sql}", arguments);
                });
                Assert.That(string.Join('\n', plan), Does.Contain("letters_queue"));
            }
        }
    }

    sealed record Step
    {
        public string Detail { get; init; } = "";
    }

    async Task<List<Guid>> Seen(Guid person) => (await Queue.List(await Program, person, QueuePlace.Start)).ConvertAll(letter => letter.Id);

    /// <summary>A letter that waits on a route since so many hours, for a turn that is due in so many hours or free.</summary>
    async Task<Guid> Waiting(string route, int hours, int? due)
    {
        var pair = await Given.Pair(Pair.CohortId);
        var turn = due is { } left ? await Given.OpenTurn(Now.AddHours(left), Now.AddHours(left + 48), pair) : null;
        var sent = await Writing.Submit(pair.MenteeId, new Sheet(pair.Id, turn?.Id, null), Safe);
        await Screen();
        var until = Now.AddHours((route == "Safeguarding" ? 1 : 24) - hours);
        await Db.Execute("UPDATE letters SET route = @route, review_since = @since, review_until = @until WHERE id = @LetterId", new { route, since = Now.AddHours(-hours), until, sent.LetterId });
        return sent.LetterId;
    }
}
