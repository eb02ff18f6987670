using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Notices;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
[SetCulture("en"), SetUICulture("en")]
public sealed class SendNoticesTests(Engine engine) : NoticesTest(engine)
{
    static readonly DateTimeOffset Night = new(2027, 1, 11, 19, 0, 0, TimeSpan.Zero); // 20:00 in Paris.
    static readonly DateTimeOffset Morning = new(2027, 1, 12, 7, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_mentor_of_eight_gets_one_reminder_mail_for_eight_letters()
    {
        var (mentor, program) = (await Person("ann@example.org"), await Given.Program());
        await Tell([.. Enumerable.Range(1, 8).Select(n => new Telling(mentor, program.Id, NoticeKind.Reminder, Clock.New(), "72", $"/turns/{n}", $"Child{n}", At(Now.AddDays(3)), "72"))]);
        await Send();
        await Send();
        Assert.That(Mails.Select(mail => mail.Subject), Is.EqualTo(new[] { "8 letters to write by Thursday" }));
        var text = Mails[0].TextBody ?? "";
        Assert.That(Enumerable.Range(1, 8), Has.All.Matches<int>(n => text.Contains($"Your letter to Child{n} is to be sent") && text.Contains($"https://letters.example.org/turns/{n}\n")));
        Assert.That((await Rows()).Select(row => (row.State, row.Tries, row.Repeats)), Is.EqualTo(new[] { ("Sent", 1, 0) }));
    }

    [Test]
    public async Task Each_notice_goes_into_one_mail_and_each_mail_to_one_person()
    {
        var (ann, ben) = (await Person("ann@example.org"), await Person("ben@example.org"));
        await Tell(ann);
        await Tell(ben);
        await Send();
        await Tell(ann, NoticeKind.LetterArrived, "Noor");
        Assert.That(await Send(), Is.EqualTo(1));
        Assert.That(Mails.Select(mail => $"{mail.To}: {mail.Subject}"), Is.EquivalentTo(new[]
        {
            "\"ann Tester\" <ann@example.org>: A letter from Amina has arrived",
            "\"ben Tester\" <ben@example.org>: A letter from Amina has arrived",
            "\"ann Tester\" <ann@example.org>: A letter from Noor has arrived",
        }));
    }

    [Test]
    public async Task A_mail_is_not_sent_in_quiet_hours_but_the_moment_they_end()
    {
        var ann = await Person("ann@example.org");
        Clock.SetUtcNow(Night);
        var subject = await Tell(ann);
        Assert.That(await Send(), Is.Zero);
        Assert.That(await MailAt(subject), Is.EqualTo(Morning));
        Assert.That(await Get<SendNotices>().Next(), Is.EqualTo(Morning));
        Assert.That(await SendAt(Morning.AddMilliseconds(-1)), Is.Zero);
        Assert.That(await SendAt(Morning), Is.EqualTo(1));
    }

    [Test]
    public async Task Safety_is_told_at_night_and_takes_nothing_else_along()
    {
        var lead = await Person("lead@example.org", "SafeguardingLead");
        Clock.SetUtcNow(Night);
        await Tell(lead, NoticeKind.ReviewOverdue, "2");
        await Tell(lead, NoticeKind.ConcernOpened, []);
        await Send();
        Assert.That(Mails.Select(mail => mail.Subject), Is.EqualTo(new[] { "A concern has been opened" }));
        await SendAt(Morning);
        Assert.That(Mails.Select(mail => mail.Subject), Is.EquivalentTo(new[] { "A concern has been opened", "2 letters have waited long for a reviewer" }));
    }

    [Test]
    public async Task Who_can_get_no_mail_finds_it_in_the_app_only()
    {
        var nobody = await Given.Person("Mentor");
        var gone = await Person("gone@example.org");
        var child = await Person("child@example.org", "Mentee");
        var broken = await Person("broken@example.org");
        var silent = await Person("silent@example.org");
        await Db.Execute("UPDATE people SET left_at = @Now WHERE id = @gone", new { Now, gone });
        await Db.Execute("UPDATE people SET mail_broken_at = @Now WHERE id = @broken", new { Now, broken });
        await Get<ChoiceStore>().Choose(silent, new Dictionary<NoticeKind, bool> { [NoticeKind.LetterArrived] = false });
        foreach (var person in new[] { nobody, gone, child, broken, silent }) await Tell(person);
        Assert.That(await Send(), Is.Zero);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE mail_at IS NULL AND mail_id IS NULL"), Is.EqualTo(5));
        Assert.That(await Get<SendNotices>().Next(), Is.Null);
    }

    [Test]
    public async Task Mentees_get_mail_where_their_program_says_so_in_a_childs_words()
    {
        await Given.Program("Europe/Paris", new Policies { MenteeMail = true });
        var child = await Person("child@example.org", "Mentee");
        await Tell(child, NoticeKind.Reminder, "Ann", At(Now.AddHours(3)), "24");
        await Send();
        Assert.That(Mails.Single().TextBody, Does.Contain("Ann is looking forward to your letter. Send it today by 14:00, in 3 hours."));
    }

    [TestCase("Paused")]
    [TestCase("Closed")]
    public async Task What_waited_for_the_morning_is_not_mailed_when_the_pair_stopped_in_the_night(string state)
    {
        var pair = await Given.Pair();
        await Db.Execute("UPDATE people SET email = 'ann@example.org' WHERE id = @MentorId", new { pair.MentorId });
        Clock.SetUtcNow(Night);
        await Tell(
            new Telling(pair.MentorId, pair.ProgramId, NoticeKind.LetterArrived, Clock.New(), "1", "/letters/1", "Amina") { PairId = pair.Id },
            new Telling(pair.MentorId, pair.ProgramId, state == "Paused" ? NoticeKind.PairPaused : NoticeKind.PairClosed, pair.Id, "1", "/", "Amina") { PairId = pair.Id });
        await Send();
        await Db.Execute("UPDATE pairs SET state = @state, paused_at = CASE WHEN @state = 'Paused' THEN 1 END, closed_at = CASE WHEN @state = 'Closed' THEN 1 END", new { state });
        await SendAt(Morning);
        Assert.That(Mails.Select(mail => mail.Subject), Is.EqualTo(new[] { state == "Paused" ? "Your letters with Amina are paused" : "Your exchange with Amina has ended" }));
    }

    [Test]
    public async Task What_has_been_seen_in_the_app_or_is_no_longer_so_is_not_mailed_in_the_morning()
    {
        var ann = await Person("ann@example.org");
        Clock.SetUtcNow(Night);
        await Tell(ann);
        var turn = await Tell(ann, NoticeKind.Reminder, "Amina", At(Now.AddDays(2)), "72");
        await Send();
        await Db.Execute("UPDATE notices SET read_at = @Now WHERE kind = 'LetterArrived'", new { Now });
        await Db.Transact(tx => Get<Notifier>().Settle(tx, [turn], NoticeKind.Reminder));
        Assert.That(await SendAt(Morning), Is.Zero);
        Assert.That(Mails, Is.Empty);
    }

    [Test]
    public async Task A_lost_claim_is_sent_again_with_the_same_Message_ID_and_counted_as_a_repeat()
    {
        var ann = await Person("ann@example.org");
        await Tell(ann);
        var lost = (await Get<MailStore>().Claim([await Db.Get<Guid>("SELECT id FROM notices")])).Single();
        Assert.That(await Send(), Is.Zero);
        Clock.Advance(MailStore.Lease);
        await Send();
        await Send();
        Assert.That(Mails.Single().MessageId, Is.EqualTo(lost.MessageId));
        Assert.That((await Rows()).Select(row => (row.State, row.Repeats)), Is.EqualTo(new[] { ("Sent", 1) }));
        Assert.That(await Get<MailStore>().Sent(lost), Is.False);
    }

    [Test]
    public async Task A_lost_claim_does_not_disturb_the_night()
    {
        var ann = await Person("ann@example.org");
        Clock.SetUtcNow(Night.AddMinutes(-1));
        await Tell(ann);
        await Get<MailStore>().Claim([await Db.Get<Guid>("SELECT id FROM notices")]);
        Clock.Advance(MailStore.Lease);
        Assert.That(await Send(), Is.Zero);
        Assert.That(await SendAt(Morning), Is.EqualTo(1));
        Assert.That((await Rows()).Single().Repeats, Is.EqualTo(1));
    }

    [Test]
    public async Task Two_sweeps_side_by_side_send_each_mail_once()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 30; i++) people.Add(await Person($"p{i}@example.org"));
        foreach (var person in people.Concat(people)) await Tell(person);
        using var elsewhere = new Parts(Db, Clock);
        Equip(elsewhere, new EmlMailer(Settings, Clock));
        await Task.WhenAll(Task.Run(Send), Task.Run(() => elsewhere.Get<SendNotices>().Run(CancellationToken.None)));
        await Send();
        Assert.That(Mails, Has.Count.EqualTo(30));
        Assert.That(await Rows(), Has.Count.EqualTo(30).And.All.Matches<MailRow>(row => row is { State: "Sent", Tries: 1, Repeats: 0 }));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM notices WHERE mail_id IS NULL OR mail_at IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task Many_people_are_served_in_batches()
    {
        var program = await Given.Program();
        var pairs = await Given.Pairs(250);
        await Db.Execute("UPDATE people SET email = 'someone@example.org'");
        await Tell([.. pairs.SelectMany(pair => new[] { 1, 2 }.Select(n => new Telling(pair.MentorId, program.Id, NoticeKind.LetterArrived, Clock.New(), $"{n}", "/", "Amina")))]);
        Assert.That(await Send(), Is.EqualTo(250));
        Assert.That(Mails, Has.Count.EqualTo(250));
    }

    [Test]
    public async Task A_mail_that_cannot_be_written_harms_no_other()
    {
        var (ann, ben) = (await Person("ann@example.org"), await Person("not an address"));
        await Tell(ben);
        await Tell(ann);
        await Send();
        Assert.That(Mails.Select(mail => mail.To.ToString()), Is.EqualTo(new[] { "\"ann Tester\" <ann@example.org>" }));
        Assert.That((await Rows()).Single(row => row.PersonId == ben), Is.Not.Null.And.Matches<MailRow>(row => row is { State: "Failed", Error: "address" }));
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_to_holds_mail_up_and_loses_none()
    {
        var ann = await Person("ann@example.org");
        var blocked = new EmlMailer(Settings with { Folder = Path.Combine(Settings.Folder, "file", "mail") }, Clock);
        await File.WriteAllTextAsync(Path.Combine(Settings.Folder, "file"), "");
        using var broken = new Parts(Db, Clock);
        Equip(broken, blocked);
        await Tell(ann);
        await broken.Get<SendNotices>().Run(CancellationToken.None);
        Assert.That((await Rows()).Single(), Is.Not.Null.And.Matches<MailRow>(row => row is { State: "Retry", Error: "folder", Tries: 1 }));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Send(), Is.EqualTo(1));
    }
}
