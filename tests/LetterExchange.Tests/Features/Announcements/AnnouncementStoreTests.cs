using LetterExchange.Data;
using LetterExchange.Features.Announcements;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Announcements;

/// <summary>Who hears of an announcement, how often, who sees it later, and who has read it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AnnouncementStoreTests(Engine engine) : DatabaseTest(engine)
{
    AnnouncementStore Store => Get<AnnouncementStore>();

    [Test]
    public async Task A_cohort_is_its_mentees_its_mentors_and_the_staff_who_work_in_it()
    {
        var (pair, other) = (await Given.Pair(), await Given.Pair(await Given.Cohort((await Given.Program()).Id)));
        var (inIt, elsewhere, everywhere) = (await Given.Person("Reviewer", cohortId: pair.CohortId), await Given.Person("Reviewer", cohortId: other.CohortId), await Given.Coordinator());
        var draft = await Draft(pair.CohortId);
        Assert.That(await Store.Reach(draft), Is.EqualTo(new Reach { Mentees = 1, Mentors = 1, Staff = 2 }));
        Assert.That(await Store.Reach(draft with { CohortId = null }), Is.EqualTo(new Reach { Mentees = 2, Mentors = 2, Staff = 3 }));
        Assert.That(await Store.Reach(draft with { ToMentees = false, ToStaff = false }), Is.EqualTo(new Reach { Mentors = 1 }));
        var id = await Store.Publish(draft, everywhere);
        await Sweep();
        foreach (var (person, told) in new[] { (pair.MenteeId, 1), (pair.MentorId, 1), (inIt, 1), (everywhere, 1), (elsewhere, 0), (other.MenteeId, 0), (other.MentorId, 0) })
        {
            Assert.That(await NoticesTo(person), Has.Count.EqualTo(told));
            Assert.That(await Store.Waiting(pair.ProgramId, person), Has.Count.EqualTo(told));
            Assert.That(await Store.Acknowledge(id, person), Is.EqualTo(told == 1));
        }
    }

    [Test]
    public async Task Somebody_of_several_roles_and_pairs_is_one_reader_with_one_notice()
    {
        var mentor = await Given.Person("Mentor");
        await Given.Pair(mentor: mentor);
        var pair = await Given.Pair(mentor: mentor);
        await Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @mentor, @ProgramId, 'Reviewer', @Now)", new { id = Clock.New(), mentor, pair.ProgramId, Now });
        var draft = await Draft(null);
        Assert.That(await Store.Reach(draft), Is.EqualTo(new Reach { Mentees = 2, Mentors = 1 }));
        await Store.Publish(draft, mentor);
        await Sweep();
        await Sweep();
        Assert.That(await KindsTo(mentor), Is.EqualTo(new[] { "Announcement" }));
    }

    [Test]
    public async Task It_is_told_when_its_time_comes_and_not_before()
    {
        var pair = await Given.Pair();
        var draft = await Draft(null) with { FromAt = Now.AddDays(2), UntilAt = Now.AddDays(4) };
        var id = await Store.Publish(draft, await Given.Coordinator());
        Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1));
        await Sweep();
        Assert.That((await NoticesTo(pair.MenteeId), await Store.Waiting(pair.ProgramId, pair.MenteeId), await Store.Acknowledge(id, pair.MenteeId)), Is.EqualTo((new List<Told>(), new List<Announcement>(), false)));
        Assert.That(await Get<TellAnnouncements>().Next(), Is.EqualTo(draft.FromAt));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Sweep();
        Assert.That(await NoticesTo(pair.MenteeId), Has.Count.EqualTo(1));
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.That((await Store.Waiting(pair.ProgramId, pair.MenteeId), await Store.Acknowledge(id, pair.MenteeId)), Is.EqualTo((new List<Announcement>(), false)));
    }

    [Test]
    public async Task Who_comes_later_sees_what_still_runs_and_who_has_left_sees_it_no_more()
    {
        var pair = await Given.Pair();
        var id = await Store.Publish(await Draft(pair.CohortId), await Given.Coordinator());
        await Sweep();
        var late = await Given.Pair(pair.CohortId);
        await Sweep();
        Assert.That((await Store.Waiting(pair.ProgramId, late.MenteeId)).Select(one => one.Id), Is.EqualTo(new[] { id }));
        Assert.That(await NoticesTo(late.MenteeId), Is.Empty);
        await Db.Execute("UPDATE memberships SET ended_at = @Now WHERE person_id = @MentorId", new { Now, pair.MentorId });
        Assert.That(await Store.Waiting(pair.ProgramId, pair.MentorId), Is.Empty);
    }

    [Test]
    public async Task Many_are_told_batch_by_batch_once_each_wherever_it_stopped()
    {
        var pairs = await Given.Pairs(TellAnnouncements.Batch / 2 + 3);
        var id = await Store.Publish(await Draft(null), await Given.Coordinator());
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Get<TellAnnouncements>().Run(stopped.Token);
        await Sweep();
        await Db.Execute("UPDATE announcements SET tell_at = @Now, told_to = NULL WHERE id = @id", new { Now, id });
        await Sweep();
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE subject_id = @id", new { id }), Is.EqualTo(2 * pairs.Count + 1));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM announcements WHERE tell_at IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task Those_who_have_read_it_are_counted_and_named_and_the_others_too()
    {
        var (pair, other) = (await Given.Pair(), await Given.Pair());
        var id = await Store.Publish(await Draft(null) with { ToStaff = false }, await Given.Coordinator());
        Assert.That((await Store.Acknowledge(id, pair.MenteeId), await Store.Acknowledge(id, pair.MenteeId)), Is.EqualTo((true, true)));
        var readers = Get<AnnouncementReaders>();
        Assert.That((await readers.All(id), await readers.Read(id)), Is.EqualTo((new Reach { Mentees = 2, Mentors = 2 }, new Reach { Mentees = 1 })));
        Assert.That((await readers.List(id, read: true)).Select(reader => (reader.Id, reader.Rank, reader.At)), Is.EqualTo(new[] { (pair.MenteeId, 1, (DateTimeOffset?)Now) }));
        var rest = await readers.List(id, read: false);
        Assert.That(rest.Select(reader => reader.Id), Is.EquivalentTo(new[] { pair.MentorId, other.MenteeId, other.MentorId }));
        Assert.That((await readers.List(id, read: false, rest[0].Id)).Select(reader => reader.Id), Is.EqualTo(rest.Skip(1).Select(reader => reader.Id)));
        Assert.That(await EventsOf(id), Is.EquivalentTo(new[] { "announcement.make", "announcement.read" }));
    }

    [Test]
    public async Task What_is_withdrawn_is_seen_no_more_and_its_mails_do_not_go()
    {
        var pair = await Given.Pair();
        var by = await Given.Coordinator();
        var id = await Store.Publish(await Draft(null), by);
        await Sweep();
        Assert.That((await Store.Withdraw(id, by), await Store.Withdraw(id, by)), Is.EqualTo((true, false)));
        Assert.That((await Store.Waiting(pair.ProgramId, pair.MentorId), await Store.Acknowledge(id, pair.MentorId)), Is.EqualTo((new List<Announcement>(), false)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE subject_id = @id AND mail_at IS NOT NULL", new { id }), Is.Zero);
    }

    [Test]
    public async Task What_must_be_acknowledged_stands_first_and_no_more_than_a_handful_at_once()
    {
        var pair = await Given.Pair();
        for (var n = 0; n < 7; n++) await Store.Publish(await Draft(null) with { Title = $"{n}", Must = n == 2 }, await Given.Coordinator());
        Assert.That((await Store.Waiting(pair.ProgramId, pair.MenteeId)).Select(one => one.Title), Is.EqualTo(new[] { "2", "6", "5", "4", "3" }));
    }

    [Test]
    public async Task The_notice_carries_the_title_and_nothing_of_the_text()
    {
        var pair = await Given.Pair();
        var id = await Store.Publish(await Draft(null), await Given.Coordinator());
        await Sweep();
        var told = (await NoticesTo(pair.MentorId)).Single();
        Assert.That((told.Kind, told.Arguments, told.Link), Is.EqualTo((nameof(NoticeKind.Announcement), "[\"No letters on Friday\"]", $"/announcements/{id}")));
    }

    async Task<Announcement> Draft(Guid? cohort) => new()
    {
        ProgramId = (await Given.Program()).Id, CohortId = cohort, Title = "No letters on Friday", Text = "The school is closed.", ToMentees = true, ToMentors = true, ToStaff = true, FromAt = Now, UntilAt = Now.AddDays(7),
    };

    Task Sweep() => Get<TellAnnouncements>().Run(CancellationToken.None);
}
