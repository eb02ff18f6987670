using LetterExchange.Data;
using LetterExchange.Features.Announcements;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Imports;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LetterExchange.Tests.Faults;

/// <summary>In each sweep one row that can't be done: the others are done in the same run, it is named and rests, and when it can be done it is, and is named no more.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PoisonedRowTests(Engine engine) : LetterTest(engine)
{
    const string Tried = "SELECT row_id, tries FROM stuck_rows WHERE sweep = @due ORDER BY tries DESC";

    // A daily backup has no rows.
    static IEnumerable<string> Sweeps => Enum.GetNames<Due>().Where(name => name != nameof(Due.Backup));

    string folder = "";

    [SetUp]
    public void Equip()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-poison-").FullName;
        Parts.With<IMailer>(new Caught()).With(new MailSettings { Folder = folder, PublicUrl = "https://letters.example.org" }).With<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .With<IPasswordHasher<Account>>(new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1 }))).With(new ExportFolder(folder));
    }

    [TearDown]
    public void Remove() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Sweeps))]
    public async Task One_row_that_cannot_be_done_keeps_no_other_from_it_and_is_named(string name)
    {
        var (sweep, stage) = await Stage(Enum.Parse<Due>(name));
        Assert.That(await stage.Left(), Does.Contain(stage.Row).And.Count.GreaterThanOrEqualTo(3));
        await stage.Poison.Into(Db);
        await sweep.Run(default);
        Assert.That(await stage.Left(), Is.EqualTo(new[] { stage.Row }), "all others are done, in the same run");
        Assert.That(await Db.Query<(Guid, long)>(Tried, new { due = name }), Is.EqualTo(new[] { (stage.Row, 1L) }), "it is named");

        await sweep.Run(default);
        Assert.That(await sweep.Next() is { } next && next < Now + TimeSpan.FromSeconds(10), Is.False, "nobody hurries back to it");
        Clock.Advance(StuckRows.First);
        await sweep.Run(default);
        await sweep.Run(default);
        Assert.That(await Db.Query<(Guid, long)>(Tried, new { due = name }), Is.EqualTo(new[] { (stage.Row, 2L) }), "it is tried again after a rest, and rests longer");

        await stage.Poison.OutOf(Db);
        Clock.Advance(StuckRows.First * 2);
        await sweep.Run(default);
        Assert.That(await stage.Left(), Is.Empty);
        Assert.That(await Db.Query<Guid>("SELECT row_id FROM stuck_rows"), Is.Empty, "what is done is named no more");
    }

    [Test]
    public async Task The_batches_after_it_are_done_too()
    {
        var pairs = await Given.Pairs(130);
        var due = await Given.Assignments(pairs, await Given.Round(), Now, (Side.Mentee, Now.AddDays(9), Now.AddDays(10)));
        var first = due.MinBy(one => Convert.ToHexString(one.Id.ToByteArray(bigEndian: true)))!.Id;
        await new Poison("UPDATE", "assignments", "id", first).Into(Db);
        Assert.That(await Get<ReleaseAssignments>().Run(default), Is.EqualTo(129));
        Assert.That(await Db.Query<Guid>("SELECT id FROM assignments WHERE state = 'Scheduled'"), Is.EqualTo(new[] { first }));
    }

    [Test]
    public async Task What_is_due_no_more_is_named_no_more()
    {
        var (sweep, stage) = await Stage(Due.Release);
        await stage.Poison.Into(Db);
        await sweep.Run(default);
        await stage.Poison.OutOf(Db);
        await Db.Execute("UPDATE assignments SET state = 'ClosedIncomplete', release_at = NULL, closed_at = @Now WHERE id = @Row", new { Now, stage.Row });
        await sweep.Run(default);
        Assert.That(await Get<StuckRows>().All(), Is.Empty);
    }

    [Test]
    public async Task A_process_that_has_just_started_tries_it_at_once_and_knows_how_often_it_was_tried()
    {
        var (sweep, stage) = await Stage(Due.Release);
        await stage.Poison.Into(Db);
        await sweep.Run(default);
        using var started = new Parts(Db, Clock);
        await started.Get<ReleaseAssignments>().Run(default);
        Assert.That((await Get<StuckRows>().All()).Single(), Has.Property("Tries").EqualTo(2).And.Property("RowId").EqualTo(stage.Row).And.Property("AgainAt").EqualTo(Now + (StuckRows.First * 2)));
    }

    [Test]
    public async Task A_notice_that_cannot_be_mailed_keeps_nothing_else_from_its_person()
    {
        var (sweep, stage) = await Stage(Due.Notices);
        var person = await Db.Get<Guid>("SELECT person_id FROM notices WHERE id = @Row", new { stage.Row });
        await Db.Transact(tx => Get<Notifier>().Tell(tx, new Telling(person, Pair.ProgramId, NoticeKind.LetterArrived, Clock.New(), "2", "/", "Noor")));
        await stage.Poison.Into(Db);
        await sweep.Run(default);
        Assert.That(await Db.Query<Guid>("SELECT id FROM notices WHERE mail_id IS NULL"), Is.EqualTo(new[] { stage.Row }));
    }

    [Test]
    public async Task A_pair_for_which_a_plan_cannot_be_given_is_passed_over_and_counted_as_left_out()
    {
        var pairs = await Given.Pairs(4);
        var works = Get<PlanWorks>();
        var plan = await PlanWithRound();
        var work = await works.Give(plan, new([await Given.Cohort()], []), await Given.Coordinator());
        var poisoned = pairs[1].Id;
        await new Poison("INSERT", "assignments", "pair_id", poisoned).Into(Db);
        work = await works.Go(work.Id, TimeSpan.MaxValue);
        Assert.That((work.IsUnderWay, work.Seen, work.Done, work.LeftOut), Is.EqualTo((false, 5, 4, 1)));
        Assert.That(await Db.Query<Guid>("SELECT a.pair_id FROM assignments a JOIN reading_plans g ON g.id = a.plan_id WHERE g.id = @Id", new { plan.Id }), Has.Count.EqualTo(4).And.No.Member(poisoned));
        Assert.That((await Get<StuckRows>().All()).Single(), Has.Property("RowId").EqualTo(poisoned).And.Property("AgainAt").Null);
        await Get<WorkThroughPlans>().Run(default);
        Assert.That(await Get<StuckRows>().All(), Has.Count.EqualTo(1), "it stays named: nothing tries it again");
    }

    [Test]
    public async Task A_work_that_fails_for_every_pair_is_stuck_itself_and_passes_over_no_more_than_a_few()
    {
        await Given.Pairs(30);
        var work = await Get<PlanWorks>().Give(await PlanWithRound(), new([await Given.Cohort()], []), await Given.Coordinator());
        await Db.Execute(Engine == Engine.Sqlite ? "CREATE TRIGGER never BEFORE INSERT ON assignments BEGIN SELECT RAISE(ABORT, 'never'); END"
            : "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$; CREATE TRIGGER never BEFORE INSERT ON assignments FOR EACH ROW EXECUTE FUNCTION never()");
        await Get<WorkThroughPlans>().Run(default);
        Assert.That(await Db.Get<int>("SELECT left_out FROM plan_works WHERE id = @Id", new { work.Id }), Is.InRange(1, 10));
        Assert.That((await Get<StuckRows>().All()).Where(row => row.AgainAt is not null).Select(row => row.RowId), Is.EqualTo(new[] { work.Id }));
    }

    [Test]
    public async Task A_pair_that_cannot_be_counted_keeps_the_pulse_of_no_other()
    {
        var pairs = await Given.Pairs(3);
        foreach (var pair in pairs) await Given.OpenTurn(Now.AddDays(2), Now.AddDays(4), pair);
        Clock.Advance(TimeSpan.FromDays(5));
        await Get<EnforceDeadlines>().Run(default);
        var poison = new Poison("INSERT", "pulse_signs", "pair_id", pairs[0].Id);
        await poison.Into(Db);
        await Get<KeepPulse>().Run(default);
        Assert.That(await Signed(), Is.SupersetOf(pairs.Skip(1).Select(pair => pair.Id)).And.No.Member(pairs[0].Id));
        Assert.That((await Get<StuckRows>().All()).Select(row => row.RowId), Is.EqualTo(new[] { pairs[0].Id }));
        await poison.OutOf(Db);
        Clock.Advance(TimeSpan.FromMinutes(10)); // History is looked at again for five.
        await Get<KeepPulse>().Run(default);
        Assert.That(await Signed(), Is.SupersetOf(pairs.Select(pair => pair.Id)), "it is not forgotten, though nothing more happened to it");
        Assert.That(await Get<StuckRows>().All(), Is.Empty);

        Task<List<Guid>> Signed() => Db.Query<Guid>("SELECT DISTINCT pair_id FROM pulse_signs");
    }

    /// <summary>Three rows that are due, or more, one of which is to be poisoned.</summary>
    /// <param name="Row">What is to be named.</param>
    /// <param name="Left">Which are not done.</param>
    sealed record Staged(Poison Poison, Guid Row, Func<Task<List<Guid>>> Left);

    async Task<(Sweep Sweep, Staged Stage)> Stage(Due due) => due switch
    {
        Due.Standing => (Get<WatchStanding>(), await Standing()),
        Due.Release => (Get<ReleaseAssignments>(), await Release()),
        Due.Remind => (Get<RemindWriters>(), await Turns("SELECT t.id FROM turns t WHERE t.id IN @ids AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.kind = 'Reminder' AND n.subject_id = t.id)", Now.AddDays(4), TimeSpan.FromDays(2))),
        Due.Enforce => (Get<EnforceDeadlines>(), await Turns("SELECT id FROM turns WHERE id IN @ids AND state = 'Open'", Now.AddHours(1), TimeSpan.FromDays(4))),
        Due.Screen => (Get<ScreenLetters>(), await Letters3("SELECT id FROM letters WHERE id IN @ids AND state = 'Screening'")),
        Due.Rescreen => (Get<RescreenLetters>(), await Rescreened()),
        Due.Archive => (Get<ScreenArchive>(), await Archived()),
        Due.Queue => (Get<MoveQueue>(), await Late()),
        Due.Deliver => (Get<DeliverLetters>(), await Delivery()),
        Due.Announce => (Get<TellAnnouncements>(), await Announced()),
        Due.Index => (Get<IndexLetters>(), await Indexed()),
        Due.Exports => (Get<WriteExports>(), await Exported()),
        Due.Endings => (Get<CloseEndings>(), await Ending()),
        Due.Import => (Get<ImportRosters>(), await Imported()),
        Due.Plans => (Get<WorkThroughPlans>(), await Works()),
        Due.Pulse => (Get<KeepPulse>(), await Weeks()),
        Due.Notices => (Get<SendNotices>(), await Told()),
        Due.Links => (Get<SendLinks>(), await Forgotten()),
        Due.Seal => (Get<SealEvents>(), await Sealed()),
        _ => throw new ArgumentException($"Nothing is staged for {due}."),
    };

    Staged Of(string deed, string table, string column, IReadOnlyList<Guid> ids, string left) => new(new(deed, table, column, ids[0]), ids[0], () => Db.Query<Guid>(left, new { ids }));

    async Task<Staged> Standing()
    {
        var ids = (await Given.Pairs(3, standsUntil: Now.AddHours(1))).ConvertAll(pair => pair.Id);
        Clock.Advance(TimeSpan.FromHours(2));
        return Of("UPDATE", "pairs", "id", ids, "SELECT id FROM pairs WHERE id IN @ids AND state = 'Active'");
    }

    async Task<Staged> Release()
    {
        var due = await Given.Assignments(await Given.Pairs(3), await Given.Round(), Now, (Side.Mentee, Now.AddDays(9), Now.AddDays(10)));
        return Of("UPDATE", "assignments", "id", due.ConvertAll(one => one.Id), "SELECT id FROM assignments WHERE id IN @ids AND state = 'Scheduled'");
    }

    async Task<Staged> Turns(string left, DateTimeOffset due, TimeSpan passes)
    {
        var ids = new List<Guid>();
        foreach (var pair in await Given.Pairs(3)) ids.Add((await Given.OpenTurn(due, due.AddHours(1), pair)).Id);
        Clock.Advance(passes);
        return Of("UPDATE", "turns", "id", ids, left);
    }

    async Task<Staged> Letters3(string left)
    {
        var ids = new List<Guid>();
        foreach (var pair in await Given.Pairs(3))
        {
            var sent = await Writing.Submit(pair.MenteeId, new(pair.Id, (await Given.OpenTurn(pair: pair)).Id, null), Safe);
            Assert.That(sent.Refusal, Is.Null);
            ids.Add(sent.LetterId);
        }
        return Of("UPDATE", "letters", "id", ids, left);
    }

    async Task<Staged> Rescreened()
    {
        await Get<RescreenLetters>().Run(default);
        var stage = await Letters3("SELECT l.id FROM letters l JOIN programs g ON g.id = l.program_id WHERE l.id IN @ids AND l.screened_by < g.rules");
        await Screen();
        await Db.Execute("UPDATE programs SET rules = rules + 1");
        return stage;
    }

    async Task<Staged> Archived()
    {
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            var (id, program) = (Clock.New(), (await Given.Program("Europe/Paris")).Id);
            await Db.Execute("INSERT INTO archive_screenings (id, program_id, begun_at, letters, work_at) VALUES (@id, @program, @Now, 0, @Now)", new { id, program, Now });
            ids.Add(id);
        }
        return Of("UPDATE", "archive_screenings", "id", ids, "SELECT id FROM archive_screenings WHERE id IN @ids AND ended_at IS NULL");
    }

    async Task<Staged> Late()
    {
        var stage = await Letters3("SELECT id FROM letters WHERE id IN @ids AND review_step = 0");
        await Screen();
        Clock.Advance(TimeSpan.FromHours(26));
        return stage;
    }

    async Task<Staged> Delivery()
    {
        var stage = await Letters3("SELECT id FROM letters WHERE id IN @ids AND state = 'Approved'");
        await Screen();
        foreach (var id in await Db.Query<Guid>("SELECT id FROM letters WHERE state = 'InReview'"))
            Assert.That(await Decisions.Approve(id, (await Fresh(id)).Version, Omar), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromHours(1));
        return stage with { Poison = stage.Poison with { Deed = "INSERT", Table = "deliveries", Column = "letter_id" } };
    }

    async Task<Staged> Announced()
    {
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
            ids.Add(await Get<AnnouncementStore>().Publish(new() { ProgramId = Pair.ProgramId, Title = "A meeting", Text = "On Friday.", ToMentors = true, FromAt = Now, UntilAt = Now.AddDays(9) }, Omar));
        return Of("UPDATE", "announcements", "id", ids, "SELECT id FROM announcements WHERE id IN @ids AND tell_at IS NOT NULL");
    }

    async Task<Staged> Indexed()
    {
        var stage = await Delivery();
        await Deliver();
        return stage with { Poison = new("INSERT", "search_letters", "letter_id", stage.Row), Left = () => Db.Query<Guid>("SELECT letter_id FROM search_due") };
    }

    async Task<Staged> Exported()
    {
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add(Clock.New());
            await Db.Execute("""
                INSERT INTO exports (id, program_id, asked_by, asked_at, query, filter, form, names, findings, state, ready_at, delete_at)
                VALUES (@id, @ProgramId, @Omar, @Now, '', '{}', 'Csv', 0, 0, 'Ready', @Now, @Now)
                """, new { id = ids[n], Pair.ProgramId, Omar, Now });
        }
        return Of("UPDATE", "exports", "id", ids, "SELECT id FROM exports WHERE id IN @ids AND delete_at IS NOT NULL");
    }

    async Task<Staged> Ending()
    {
        var ids = (await Given.Pairs(3)).ConvertAll(pair => pair.Id);
        await Db.Execute("INSERT INTO pair_endings (pair_id, announced_at, last_at, close_at, why, by_id) SELECT id, @Now, @Now, @Now, 'finished', mentor_id FROM pairs WHERE id IN @ids", new { ids, Now });
        return Of("UPDATE", "pairs", "id", ids, "SELECT id FROM pairs WHERE id IN @ids AND state = 'Active'");
    }

    async Task<Staged> Imported()
    {
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add(Clock.New());
            await Db.Execute("""
                INSERT INTO roster_imports (id, program_id, by_id, kind, state, uploaded_at, due_at, sha256, lines, adds, adults, changes, same, faulty)
                VALUES (@id, @ProgramId, @Omar, 'Table', 'Preview', @Now, @Now, '', 0, 0, 0, 0, 0, 0)
                """, new { id = ids[n], Pair.ProgramId, Omar, Now });
        }
        return Of("DELETE", "roster_imports", "id", ids, "SELECT id FROM roster_imports WHERE id IN @ids");
    }

    async Task<Staged> Works()
    {
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++) ids.Add((await Get<PlanWorks>().Give(await PlanWithRound(), new([await Given.Cohort()], []), Omar)).Id);
        return Of("UPDATE", "plan_works", "id", ids, "SELECT id FROM plan_works WHERE id IN @ids AND ended_at IS NULL");
    }

    async Task<Staged> Weeks()
    {
        var ids = new List<Guid> { Pair.ProgramId };
        for (var n = 0; n < 2; n++) ids.Add((await Given.Program("Europe/Paris")).Id);
        return Of("INSERT", "pulse_programs", "program_id", ids, "SELECT g.id FROM programs g WHERE g.id IN @ids AND NOT EXISTS (SELECT 1 FROM pulse_programs x WHERE x.program_id = g.id)");
    }

    async Task<Staged> Told()
    {
        var people = (await Given.Pairs(3)).ConvertAll(pair => pair.MentorId);
        await Given.Address("Mentor");
        await Db.Transact(tx => Get<Notifier>().Tell(tx, [.. people.Select(person => new Telling(person, Pair.ProgramId, NoticeKind.LetterArrived, Clock.New(), "1", "/", "Amina"))]));
        return Of("UPDATE", "notices", "id", await Db.Query<Guid>("SELECT id FROM notices ORDER BY mail_at, id"), "SELECT id FROM notices WHERE id IN @ids AND mail_id IS NULL");
    }

    async Task<Staged> Forgotten()
    {
        var people = (await Given.Pairs(3)).ConvertAll(pair => pair.MentorId);
        await Db.Execute("UPDATE people SET email = given_name || '@example.org', sign_in_name = LOWER(given_name || '@example.org') WHERE id IN @people", new { people });
        await Db.Transact(tx => Get<LinkMails>().Invite(tx, people, Pair.ProgramId, Omar));
        return Of("UPDATE", "link_mails", "id", await Db.Query<Guid>("SELECT id FROM link_mails ORDER BY send_at, id"), "SELECT id FROM link_mails WHERE id IN @ids AND sent_at IS NULL");
    }

    async Task<Staged> Sealed()
    {
        await Db.Transact(tx => Get<History>().Record(tx, [.. Enumerable.Range(0, 3).Select(_ => Get<History>().Line("program.look", Pair.ProgramId, Omar))]));
        return Of("INSERT", "seals", "event_id", await Db.Query<Guid>("SELECT event_id FROM unsealed_events ORDER BY event_id"), "SELECT event_id FROM unsealed_events WHERE event_id IN @ids");
    }

    async Task<ReadingPlan> PlanWithRound()
    {
        var plan = await Given.NewPlan();
        await Db.Execute("INSERT INTO rounds (id, plan_id, ordinal, title, opens_local, opens_at) VALUES (@id, @plan, 1, 'One', '2027-02-01T09:00', @opens)", new { id = Clock.New(), plan, opens = Now.AddDays(21) });
        await Db.Execute("INSERT INTO round_turns (round_id, ordinal, writer, due_local, due_at, cut_off_local, cut_off_at) SELECT id, 1, 'Mentee', '2027-02-08T09:00', @due, '2027-02-11T09:00', @cut FROM rounds WHERE plan_id = @plan", new { plan, due = Now.AddDays(28), cut = Now.AddDays(31) });
        return (await Get<PlanStore>().Find(plan))!;
    }
}
