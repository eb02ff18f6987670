using LetterExchange.Data;
using LetterExchange.Features.Imports;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Imports;

/// <summary>What becomes of a list: previewed, accepted, done once.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ImportStoreTests(Engine engine) : PeopleTest(engine)
{
    const string Head = "Id,Given name,Surname,Role,E-mail,Born,Class,Mentor,Guardian,Consent,Consent how,Consent given,Consent until,Clearance,Clearance from,Clearance until";
    const string Henrik = ",Henrik,Solberg,mentor,henrik@example.org,,,,,,,,,Police check,2026-09-01,2028-08-31";
    const string Amina = "k1,Amina,Karimova,mentee,,2016-03-01,5B,henrik@example.org,Her mother,guardian,form on paper,2027-01-04,2028-01-03,,,";
    const string Kofi = ",Kofi,Mensah,mentee,,2015-05-05,5b,henrik@example.org,His father,,,,,,,";

    ImportStore Imports => Get<ImportStore>();

    Task<int> Work(CancellationToken stopping = default) => Get<ImportRosters>().Run(stopping);

    async Task<MentoringProgram> Of() => (await Get<ProgramStore>().Find(Program))!;

    async Task<RosterImport> Sent(params string[] lines)
    {
        var read = RosterFileTests.Read($"{Head}\n{string.Join('\n', lines)}\n");
        Assert.That(read.IsRefused, Is.False);
        return (await Imports.Find(await Imports.Keep(await Of(), read, Coordinator)))!;
    }

    async Task<RosterImport> Done(RosterImport import, bool skip = false, bool invite = false)
    {
        Assert.That(await Imports.Accept(await Of(), import.Id, import.Sha256, skip, invite, Coordinator), Is.EqualTo(Acceptance.Done));
        await Work();
        return (await Imports.Find(import.Id))!;
    }

    async Task<string[]> Found(Guid import) => [.. (await Imports.Lines(import)).SelectMany(line => line.AllFaults.Where(fault => !fault.IsHint).Select(fault => $"{line.Number} {fault.Column} {fault.Key}"))];

    Task<int> Count(string from) => Db.Get<int>($"SELECT COUNT(*) FROM {from}");

    [Test]
    public async Task Nothing_is_written_before_it_is_accepted_and_then_all_of_it_is()
    {
        var people = await Count("people");
        var sent = await Sent(Amina, Henrik, Kofi);
        Assert.That((sent.Adds, sent.Adults, sent.Changes, sent.Faulty), Is.EqualTo((3, 1, 0, 0)));
        Assert.That(await Count("people"), Is.EqualTo(people));
        Assert.That((await Imports.Lines(sent.Id)).Select(line => string.Join(' ', line.Does)), Is.EqualTo(new[] { "cohort.new key guardian consent pair", "clearance", "cohort.new guardian pair" }));

        var done = await Done(sent);
        Assert.That((done.State, done.Added, done.Pairs, done.Cohorts, done.Refused, done.Worked), Is.EqualTo((ImportState.Done, 3, 2, 1, 0, 3)));
        Assert.That(await Db.Query<string>("SELECT p.state FROM pairs p JOIN people h ON h.id = p.mentee_id ORDER BY h.given_name"), Is.EqualTo(new[] { "Active", "Paused" }), "Kofi has no consent");
        Assert.That(await Db.Query<string>("SELECT sign_in_name FROM people WHERE born IS NOT NULL ORDER BY sign_in_name"), Is.EqualTo(new[] { "amina", "kofi" }));
        Assert.That(await Count("people WHERE password_hash IS NOT NULL"), Is.Zero, "cards are made when they are printed");
        Assert.That(await Db.Query<string>("SELECT name FROM guardians ORDER BY name"), Is.EqualTo(new[] { "Her mother", "His father" }));
        Assert.That(await Count("link_mails"), Is.Zero, "nobody said that they are to be invited");
        Assert.That(await Count("roster_parts"), Is.Zero, "the lines are gone");
        Assert.That(await Imports.WithoutCard(sent.Id), Is.EqualTo(2));
        Assert.That(await EventsOf(sent.Id), Is.EquivalentTo(new[] { "roster.read", "roster.accept", "roster.done" }));
    }

    [Test]
    public async Task The_same_list_again_changes_nothing_and_says_so()
    {
        await Done(await Sent(Henrik, Amina, Kofi));
        var (events, people) = (await Count("events"), await Count("people"));
        var again = await Sent(Henrik, Amina, Kofi);
        Assert.That((again.Same, again.ToDo, again.Faulty), Is.EqualTo((3, 0, 0)));
        Assert.That(await Imports.Accept(await Of(), again.Id, again.Sha256, true, true, Coordinator), Is.EqualTo(Acceptance.Nothing));
        await Work();
        Assert.That((await Count("events"), await Count("people"), await Count("pairs")), Is.EqualTo((events + 1, people, 2)), "but that it was read");
    }

    [Test]
    public async Task A_list_with_mistakes_is_done_without_them_only_when_somebody_says_so()
    {
        var sent = await Sent(Henrik, Amina, Kofi.Replace("2015-05-05", "2019-12-01"));
        Assert.That(await Found(sent.Id), Is.EqualTo(new[] { "4 Born born.young" }));
        Assert.That(await Imports.Accept(await Of(), sent.Id, sent.Sha256, false, false, Coordinator), Is.EqualTo(Acceptance.Faulty));
        await Work();
        Assert.That(await Count("pairs"), Is.Zero);
        var done = await Done(sent, skip: true);
        Assert.That((done.Added, done.Pairs, done.Faulty), Is.EqualTo((2, 1, 1)));
    }

    [Test]
    public async Task What_stands_in_the_way_here_already_is_named()
    {
        await Done(await Sent(Henrik, Amina, Kofi));
        await Done(await Sent(",Anne,Moreau,mentor,anne@example.org,,,,,,,,,,,"));
        await Db.Execute("UPDATE people SET sign_in_name = 'kofi@example.org' WHERE sign_in_name = 'kofi'");
        var sent = await Sent(
            ",Bob,Jones,mentor,henrik@example.org,,,,,,,,,,,",
            ",Kofi,Mensah,mentor,kofi@example.org,,,,,,,,,,,",
            "k1,Amina,Karimova,mentor,amina@example.org,,,,,,,,,,,",
            Amina.Replace("k1", "").Replace("henrik@", "anne@"),
            ",Lin,Tran,mentee,,2016-03-01,5B,nobody@example.org,Her father,,,,,,,",
            ",Theo,Bauer,mentee,,2016-03-01,5B,rosa@example.org,His father,,,,,,,",
            ",Rosa,Ruiz,reviewer,rosa@example.org,,,,,,,,,,,",
            ",Yusuf,Demir,mentee,,2016-03-01,5B,zoe@example.org,His father,,,,,,,",
            ",Zoe,,mentor,zoe@example.org,,,,,,,,,,,");
        Assert.That(await Found(sent.Id), Is.EqualTo(new[]
        {
            "2 E-mail mail.other", "3 E-mail mail.mentee", "4 Id key.other", "5 Mentor pair.taken", "6 Mentor mentor.unknown", "7 Mentor mentor.not", "9 Mentor mentor.faulty", "10 Surname surname.missing",
        }));
    }

    [Test]
    public async Task A_child_is_found_again_by_id_by_birth_or_by_name_and_class()
    {
        await Done(await Sent(Henrik, Amina, Kofi));
        Assert.That((await Sent(Kofi.Replace("2015-05-05", ""))).Same, Is.EqualTo(1));
        var sent = await Sent(Amina.Replace("Karimova", "Karimov").Replace("5B", "6A"), Kofi.Replace("5b", "5B"), ",kofi,mensah,mentee,,2014-01-01,5B,,His father,,,,,,,");
        Assert.That((await Imports.Lines(sent.Id)).Select(line => $"{line.Action} {string.Join(' ', line.Does)}"), Is.EqualTo(new[] { "Change cohort.new move name", "Same ", "Add guardian" }));
        await Done(sent);
        Assert.That(await Db.Query<string>("SELECT c.name FROM pairs p JOIN people h ON h.id = p.mentee_id JOIN cohorts c ON c.id = p.cohort_id ORDER BY h.given_name"), Is.EqualTo(new[] { "6A", "5B" }), "the pair goes along");
        Assert.That(await Db.Query<string>("SELECT c.name FROM memberships m JOIN people h ON h.id = m.person_id JOIN cohorts c ON c.id = m.cohort_id WHERE h.surname = 'Karimov' AND m.ended_at IS NULL"), Is.EqualTo(new[] { "6A" }));
        Assert.That(await Db.Query<string>("SELECT sign_in_name FROM people WHERE LOWER(given_name) = 'kofi' ORDER BY sign_in_name"), Is.EqualTo(new[] { "kofi", "kofi m" }));
    }

    [Test]
    public async Task Two_lines_never_mean_the_same_child()
    {
        await Done(await Sent(Henrik, Amina));
        var sent = await Sent(Amina.Replace("Karimova", "Karimov"), Amina.Replace("k1", ""));
        Assert.That(await Found(sent.Id), Is.EqualTo(new[] { "3 Given name child.twice" }));
    }

    [Test]
    public async Task A_consent_that_comes_lets_a_pair_go_on_and_one_that_was_withdrawn_does_not_come_back()
    {
        await Done(await Sent(Henrik, Kofi, Amina));
        await Done(await Sent(Kofi.Replace("His father,", "His father,guardian,form on paper,2027-01-04,2028-01-03").Replace("2028-01-03,,,,,,", "2028-01-03,,,")));
        Assert.That(await Count("pairs WHERE state = 'Active'"), Is.EqualTo(2));
        var (mentee, consent) = await Db.Get<(Guid, Guid)>("SELECT c.mentee_id, c.id FROM consents c JOIN people h ON h.id = c.mentee_id WHERE h.given_name = 'Amina'");
        await Get<Standing>().Withdraw(mentee, consent, Coordinator);
        var again = await Sent(Amina);
        Assert.That((again.Same, (await Imports.Lines(again.Id)).Single().AllFaults.Select(fault => fault.Key).Single()), Is.EqualTo((1, "consent.off")));
    }

    [Test]
    public async Task What_changed_since_the_preview_is_previewed_anew()
    {
        var sent = await Sent(Henrik, Amina);
        await Roster.Add(Program, Adult("henrik@example.org", (Role.Coordinator, null)), Coordinator);
        Assert.That(await Imports.Accept(await Of(), sent.Id, sent.Sha256, true, false, Coordinator), Is.EqualTo(Acceptance.Stale));
        var fresh = (await Imports.Find(sent.Id))!;
        Assert.That((fresh.State, fresh.Adds, fresh.Changes), Is.EqualTo((ImportState.Preview, 1, 1)));
        Assert.That(await Imports.Accept(await Of(), sent.Id, sent.Sha256, true, false, Coordinator), Is.EqualTo(Acceptance.Stale), "the old hash is of what was not seen");
        Assert.That((await Done(fresh)).Pairs, Is.EqualTo(1));
    }

    [Test]
    public async Task Somebody_who_is_first_while_it_runs_is_left_alone_and_the_line_is_counted()
    {
        var sent = await Sent(Henrik, Amina, Kofi);
        Assert.That(await Imports.Accept(await Of(), sent.Id, sent.Sha256, false, false, Coordinator), Is.EqualTo(Acceptance.Done));
        await Roster.Add(Program, Adult("henrik@example.org") with { GivenName = "Bob", Surname = "Jones" }, Coordinator);
        await Work();
        var done = (await Imports.Find(sent.Id))!;
        Assert.That((done.State, done.Added, done.Refused, await Count("pairs")), Is.EqualTo((ImportState.Done, 0, 3, 0)), "a child is not added without the mentor that the preview gave them");
    }

    [Test]
    public async Task An_import_that_was_stopped_goes_on_where_it_was()
    {
        string[] mentors = [.. Enumerable.Range(1, 510).Select(n => $",Mentor,Number {n},mentor,m{n}@example.org,,,,,,,,,,,")];
        var sent = await Sent([.. mentors, Amina.Replace("henrik@", "m1@"), Kofi.Replace("henrik@", "m510@")]);
        Assert.That(await Imports.Accept(await Of(), sent.Id, sent.Sha256, false, true, Coordinator), Is.EqualTo(Acceptance.Done));
        using var stop = new CancellationTokenSource();
        Get<Wakes>().Woken = due => { if (due == Due.Links) stop.Cancel(); }; // The first part has been committed.
        await Work(stop.Token);
        var half = (await Imports.Find(sent.Id))!;
        Assert.That((half.State, half.Worked, half.Added), Is.EqualTo((ImportState.Running, 500, 500)));
        Get<Wakes>().Woken = null;
        await Work();
        await Work();
        var done = (await Imports.Find(sent.Id))!;
        Assert.That((done.State, done.Worked, done.Added, done.Pairs, done.Refused), Is.EqualTo((ImportState.Done, 512, 512, 2, 0)));
        Assert.That(await Count("people WHERE given_name = 'Mentor'"), Is.EqualTo(510));
    }

    [Test]
    public async Task A_line_that_fails_harms_no_other()
    {
        var sent = await Sent(Henrik, Henrik.Replace("Henrik,", "Poison,").Replace("henrik@", "poison@"), Amina, Kofi.Replace("henrik@", "poison@"));
        await Db.Execute(Engine == Engine.Postgres ? "ALTER TABLE people ADD CONSTRAINT poison CHECK (given_name <> 'Poison')"
            : "CREATE TRIGGER poison BEFORE INSERT ON people WHEN NEW.given_name = 'Poison' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        var done = await Done(sent);
        Assert.That((done.State, done.Worked, done.Added, done.Pairs, done.Refused), Is.EqualTo((ImportState.Done, 4, 2, 1, 2)));
        Assert.That(await Count("people WHERE given_name IN ('Poison', 'Kofi')"), Is.Zero, "nobody without the mentor that was promised");
    }

    [Test]
    public async Task New_adults_are_invited_when_that_is_said()
    {
        await Done(await Sent(Henrik, Amina), invite: true);
        await SendLinks();
        Assert.That(Post.Mails.Select(mail => mail.ToAddress), Is.EqualTo(new[] { "henrik@example.org" }));
    }

    [Test]
    public async Task A_preview_is_forgotten_after_a_day_or_thrown_away_or_replaced()
    {
        var first = await Sent(Henrik);
        var second = await Sent(Amina);
        Assert.That(await Imports.Find(first.Id), Is.Null, "one at a time");
        Assert.That(await Imports.Drop(second.Id, await Given.Coordinator()), Is.False, "somebody else's");
        Clock.Advance(ImportStore.Waits - TimeSpan.FromMilliseconds(1));
        await Work();
        Assert.That(await Imports.Find(second.Id), Is.Not.Null);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Work();
        Assert.That((await Imports.Find(second.Id), await Count("roster_parts")), Is.EqualTo(((RosterImport?)null, 0)));
        Assert.That(await Imports.Drop((await Sent(Henrik)).Id, Coordinator), Is.True);
        Assert.That(await Count("roster_imports"), Is.Zero);
    }

    [Test]
    public async Task Nobody_accepts_another_s_list_or_for_another_program()
    {
        var sent = await Sent(Henrik);
        var other = await Given.Coordinator();
        Assert.That(await Imports.Accept(await Of(), sent.Id, sent.Sha256, false, false, other), Is.EqualTo(Acceptance.Gone));
        var foreign = await Given.Program("Europe/Paris", null);
        await NotTheirs(() => Imports.Keep(foreign, RosterFileTests.Read($"{Head}\n{Henrik}"), Coordinator));
        await Get<Roster>().EndAll(Coordinator, Program, other);
        await NotTheirs(() => Of().ContinueWith(of => Imports.Accept(of.Result, sent.Id, sent.Sha256, false, false, Coordinator)).Unwrap());
    }

    [Test]
    public async Task An_adult_of_another_program_gets_the_role_under_the_name_that_they_have()
    {
        var foreign = await Given.Program("Europe/Paris", null);
        await Roster.Add(foreign.Id, Adult("henrik@example.org") with { GivenName = "Henrik", Surname = "Sol" }, Actor.Service);
        var sent = await Sent(Henrik, Amina);
        Assert.That((await Imports.Lines(sent.Id))[0].Does, Is.EqualTo(new[] { "role", "clearance" }));
        await Done(sent);
        Assert.That(await Db.Query<string>("SELECT surname FROM people WHERE sign_in_name = 'henrik@example.org'"), Is.EqualTo(new[] { "Sol" }));
        Assert.That(await Count("pairs WHERE state = 'Active'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_has_left_comes_back_without_the_old_password()
    {
        await Done(await Sent(Henrik));
        var henrik = await Db.Get<Guid>("SELECT id FROM people WHERE sign_in_name = 'henrik@example.org'");
        await Db.Execute("UPDATE people SET password_hash = 'old' WHERE id = @henrik", new { henrik });
        await Roster.EndAll(henrik, Program, Coordinator);
        var sent = await Sent(Henrik);
        Assert.That((await Imports.Lines(sent.Id))[0].Does, Is.EqualTo(new[] { "role", "return" }));
        await Done(sent);
        Assert.That(await Count("people WHERE sign_in_name = 'henrik@example.org' AND left_at IS NULL AND password_hash IS NULL"), Is.EqualTo(1));
    }
}
