using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.People;

/// <summary>The pages for people as a coordinator uses them.</summary>
public sealed class PeoplePagesTests
{
    Site site = null!;
    Guid program;
    Guid cohort;
    Guid coordinator;
    Visitor visitor = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open();
        program = (await site.Given.Program()).Id;
        cohort = await site.Given.Cohort();
        coordinator = await site.Given.Coordinator();
        visitor = await site.As(coordinator);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task A_mentee_is_added_gets_a_card_that_is_shown_once_and_comes_in_with_it()
    {
        var card = await visitor.Post("/people/new-mentee", null, ("GivenName", "Amina"), ("Surname", "Karimova"), ("Cohort", $"{cohort}"), ("Born", "2016-03-01"),
            ("Consent.Kind", "Guardian"), ("Consent.GivenBy", "Her mother"), ("Consent.How", "on paper"), ("Consent.From", "2027-01-11"), ("Consent.Until", "2028-01-10"));
        Assert.That(card.Path, Does.Match("^/people/[^/]+/card$"), card.Text);
        Assert.That(card.Text, Does.Contain("Amina is added.").And.Contain("These words are shown only now."));
        var words = Words(card.Html).Single();
        Assert.That((await visitor.Get(card.Path)).Text, Does.Contain("has words already").And.Not.Contain(words[0] + " "));

        using var child = new Visitor(site.Address);
        Assert.That((await child.Post("/sign-in", null, ("name", "Amina"), ("w", words[0]), ("w", words[1]), ("w", words[2]))).Path, Is.EqualTo("/desk"));
        var page = await visitor.Get(card.Path.Replace("/card", ""));
        Assert.That(page.Text, Does.Contain("Her mother, on paper").And.Contain("10 years").And.Not.Contain("No consent stands"));
    }

    [Test]
    public async Task A_whole_class_is_added_from_a_list_and_its_cards_are_shown_together_once()
    {
        var names = "Amina Karimova\r\nAna Maria, López García\r\n\r\nKofi\r\nKofi Mensah\r\n";
        var cards = await visitor.Post("/people/new-mentee?class=true", null, ("Names", names), ("Cohort", $"{cohort}"), ("Organisation", "Northgate Primary"), ("Consent.Kind", "School"),
            ("Consent.GivenBy", "The head"), ("Consent.How", "by letter"), ("Consent.From", "2027-01-11"), ("Consent.Until", "2027-07-31"));
        Assert.That(cards.Path, Is.EqualTo($"/people/cards?cohort={cohort}"), cards.Text);
        Assert.That(Words(cards.Html), Has.Count.EqualTo(4));
        Assert.That(cards.Text, Does.Contain("4 children are added.").And.Contain("ana maria").And.Contain("kofi m"));
        Assert.That(Words((await visitor.Get("/people/cards")).Html), Is.Empty);
        Assert.That((await visitor.Get($"/people/new-mentee?cohort={cohort}")).Html, Does.Contain("value=\"Northgate Primary\""), "the next one goes to the same school, most likely");
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM consents WHERE kind = 'School'"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_form_that_is_sent_twice_adds_nobody_twice()
    {
        var fields = new[] { ("Names", "Amina Karimova\nKofi Mensah"), ("Cohort", $"{cohort}") };
        await visitor.Post("/people/new-mentee?class=true", null, fields);
        Assert.That((await visitor.Post("/people/new-mentee?class=true", null, fields)).Text, Does.Contain("This class has a Amina Karimova already."));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM memberships WHERE role = 'Mentee'"), Is.EqualTo(2));
        var twin = await visitor.Post("/people/new-mentee", null, ("GivenName", "Amina"), ("Surname", "Karimova"), ("Cohort", $"{cohort}"));
        Assert.That(twin.Text, Does.Contain("They are two children of the same name."));
        Assert.That((await visitor.Post("/people/new-mentee", null, ("GivenName", "Amina"), ("Surname", "Karimova"), ("Cohort", $"{cohort}"), ("SameName", "true"))).Path, Does.EndWith("/card"));
    }

    [Test]
    public async Task What_is_missing_is_said_and_what_was_typed_is_given_back()
    {
        var page = await visitor.Post("/people/new-mentee", null, ("GivenName", " "), ("Surname", "Karimova <b>"), ("Cohort", ""), ("Born", "yesterday"), ("Consent.Kind", "Guardian"));
        Assert.That(page.Text, Does.Contain("Please write a given name of at most 60 characters.").And.Contain("Please choose a class or group.").And.Contain("This could not be read."));
        Assert.That(page.Text, Does.Contain("Please write the name of whoever said yes."));
        Assert.That(page.Html, Does.Contain("value=\"Karimova &lt;b&gt;\"").And.Contain("aria-invalid=\"true\"").And.Contain("value=\"yesterday\""));
        Assert.That((await visitor.Post("/people/new-mentee?class=true", null, ("Names", string.Join('\n', Enumerable.Repeat("A B", 41))), ("Cohort", $"{cohort}"))).Text, Does.Contain("at most 40"));
    }

    [Test]
    public async Task A_mentor_and_staff_are_added_and_invited()
    {
        var mentor = await visitor.Post("/people/new-mentor", null, ("GivenName", "Henrik"), ("Surname", "Solberg"), ("Email", "henrik@example.org"),
            ("Cleared", "true"), ("Clearance.Kind", "Police check"), ("Clearance.From", "2027-01-04"), ("Clearance.Until", "2028-01-03"));
        Assert.That(mentor.Text, Does.Contain("An invitation is on its way to henrik@example.org.").And.Contain("Police check Mon 4 Jan to Mon 3 Jan 2028").And.Contain("The mail waits to be sent"));
        var staff = await visitor.Post("/people/new-staff", null, ("GivenName", "Maya"), ("Surname", "Lindqvist"), ("Email", "maya@example.org"), ("Roles", "Teacher"), ("Roles", "SafeguardingLead"), ("Cohorts", $"{cohort}"));
        Assert.That(staff.Text, Does.Contain("Teacher Cohort 2").And.Contain("Safeguarding lead"));
        await site.Sweep();
        Assert.That(Directory.GetFiles(Path.Combine(site.Folder, "mail"), "*.eml"), Has.Length.EqualTo(2));
        Assert.That((await visitor.Get(mentor.Path)).Text, Does.Contain("Mail sent: today at 11:00."));
        await visitor.Post(mentor.Path, "Invite");
        await site.Sweep();
        Assert.That(Directory.GetFiles(Path.Combine(site.Folder, "mail"), "*.eml"), Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Only_an_administrator_is_offered_to_make_administrators_and_a_crafted_form_makes_none()
    {
        Assert.That((await visitor.Get("/people/new-staff")).Text, Does.Not.Contain("Administrator"));
        var page = await visitor.Post("/people/new-staff", null, ("GivenName", "Maya"), ("Surname", "Lindqvist"), ("Email", "maya@example.org"), ("Roles", "Administrator"));
        Assert.That(page.Text, Does.Contain("Please tick at least one role."));
        var mentor = await site.Given.Person("Mentor");
        Assert.That((await visitor.Post($"/people/{mentor}", "Role", ("NewRole", "Administrator"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM memberships WHERE role = 'Administrator'"), Is.Zero);
        using var admin = await site.As(await site.Given.Person("Administrator"));
        Assert.That((await admin.Get("/people/new-staff")).Text, Does.Contain("Administrator"));
    }

    [Test]
    public async Task Staff_who_leave_lose_their_session_and_their_letters_at_once()
    {
        var (reviewer, pair, letter) = (await site.Given.Person("Reviewer", name: "Rosa"), await site.Given.Pair(cohort), site.Clock.New());
        await site.Db.Execute("INSERT INTO letters (id, program_id, pair_id, writer_id, reader_id, state, created_at) VALUES (@letter, @ProgramId, @Id, @MenteeId, @MentorId, 'Draft', 1)",
            new { letter, pair.ProgramId, pair.Id, pair.MenteeId, pair.MentorId });
        await site.Db.Execute("INSERT INTO claims (letter_id, reviewer_id, taken_at, until) VALUES (@letter, @reviewer, @Now, @until)", new { letter, reviewer, site.Now, until = site.Now.AddHours(1) });
        using var rosa = await site.As(reviewer);
        Assert.That((await rosa.Get("/me")).Path, Is.EqualTo("/me"));

        var membership = await site.Db.Get<Guid>("SELECT id FROM memberships WHERE person_id = @reviewer", new { reviewer });
        var ended = await visitor.Post($"/people/{reviewer}", "End", ("membership", $"{membership}"));

        Assert.That(ended.Text, Does.Contain("The role has ended.").And.Contain("Left on Monday 11 January"));
        Assert.That((await rosa.Get("/me")).Path, Does.StartWith("/sign-in"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM claims"), Is.Zero);
        Assert.That((await visitor.Get("/people")).Text, Does.Not.Contain("Rosa"));
        Assert.That((await visitor.Get("/people?left=true")).Text, Does.Contain("Rosa"));
    }

    [Test]
    public async Task A_consent_is_withdrawn_and_recorded_again()
    {
        var pair = await site.Given.Pair(cohort);
        var consent = await site.Db.Get<Guid>("SELECT id FROM consents WHERE mentee_id = @MenteeId", new { pair.MenteeId });
        var path = $"/people/{pair.MenteeId}";
        Assert.That((await visitor.Post(path, "Withdraw", ("consent", $"{consent}"))).Text, Does.Contain("The consent is withdrawn.").And.Contain("No consent stands"));
        await site.Sweep();
        Assert.That((await visitor.Get(path)).Text, Does.Contain("waits for consent or clearance").And.Contain("withdrawn on Mon 11 Jan"));
        var refused = await visitor.Post(path, "Consent", ("Consent.Kind", "Guardian"), ("Consent.GivenBy", "A parent"), ("Consent.How", "on paper"), ("Consent.From", "2027-01-12"), ("Consent.Until", "2028-01-10"));
        Assert.That(refused.Text, Does.Contain("A consent can’t begin in the future."));
        Assert.That((await visitor.Post(path, "Consent", ("Consent.Kind", "Guardian"), ("Consent.GivenBy", "A parent"), ("Consent.How", "on paper"), ("Consent.From", "2027-01-11"), ("Consent.Until", "2027-01-11"))).Text,
            Does.Contain("The consent is recorded.").And.Contain("active"));
        Assert.That(await site.Db.Get<DateTimeOffset>("SELECT until FROM consents WHERE withdrawn_at IS NULL"), Is.EqualTo(new DateTimeOffset(2027, 1, 11, 23, 0, 0, TimeSpan.Zero)), "the last day to its end, in Paris");
    }

    [Test]
    public async Task A_clearance_is_revoked_and_recorded_again()
    {
        var pair = await site.Given.Pair(cohort);
        var clearance = await site.Db.Get<Guid>("SELECT id FROM clearances");
        Assert.That((await visitor.Post($"/people/{pair.MentorId}", "Revoke", ("clearance", $"{clearance}"))).Text, Does.Contain("The clearance is revoked.").And.Contain("No clearance stands"));
        Assert.That((await visitor.Post($"/people/{pair.MentorId}", "Clearance", ("Clearance.Kind", ""), ("Clearance.From", "2027-01-11"), ("Clearance.Until", "2028-01-10"))).Text, Does.Contain("Please write what was checked."));
        Assert.That((await visitor.Post($"/people/{pair.MentorId}", "Clearance", ("Clearance.Kind", "Police check"), ("Clearance.From", "2027-01-11"), ("Clearance.Until", "2028-01-10"))).Text, Does.Contain("The clearance is recorded."));
    }

    [Test]
    public async Task An_account_is_put_right()
    {
        var mentor = (await site.Get<Roster>().Add(program, new NewAdult { GivenName = "Henrik", Surname = "Solberg", Email = "henrik@example.org", Roles = [(Role.Mentor, null)] }, Actor.Service)).Id;
        await site.Db.Execute("UPDATE people SET password_hash = 'x', mail_broken_at = @Now, locked_until = @until WHERE id = @mentor", new { mentor, site.Now, until = site.Now.AddMinutes(5) });
        var path = $"/people/{mentor}";
        Assert.That((await visitor.Get(path)).Text, Does.Contain("Locked until 11:05").And.Contain("Mail to this address was refused: today at 11:00."));
        Assert.That((await visitor.Post(path, "Unlock")).Text, Does.Contain("The lock is lifted.").And.Not.Contain("Locked until"));
        Assert.That((await visitor.Post(path, "Mail")).Text, Does.Contain("Mail goes to this address again.").And.Not.Contain("was refused"));
        using var henrik = await site.As(mentor);
        Assert.That((await visitor.Post(path, "SignOut")).Text, Does.Contain("Henrik is signed out everywhere."));
        Assert.That((await henrik.Get("/me")).Path, Does.StartWith("/sign-in"));
        Assert.That((await visitor.Post(path, "Facts", ("Facts.GivenName", "Henrik"), ("Facts.Surname", "Solberg"), ("Facts.Email", "nonsense"), ("Facts.Town", "Bergen"))).Text, Does.Contain("Please write an e-mail address"));
        Assert.That((await visitor.Post(path, "Facts", ("Facts.GivenName", "Henrik"), ("Facts.Surname", "Solberg"), ("Facts.Email", "h@example.org"), ("Facts.Town", "Bergen"))).Text, Does.Contain("h@example.org").And.Contain("Bergen"));
    }

    [Test]
    public async Task A_role_is_added_and_one_that_is_there_is_refused()
    {
        var mentor = await site.Given.Person("Mentor");
        Assert.That((await visitor.Post($"/people/{mentor}", "Role", ("NewRole", "Reviewer"), ("NewCohort", $"{cohort}"))).Text, Does.Contain("Role added: Reviewer."));
        Assert.That((await visitor.Post($"/people/{mentor}", "Role", ("NewRole", "Reviewer"), ("NewCohort", $"{cohort}"))).Text, Does.Contain("They have this role already."));
        Assert.That((await visitor.Post($"/people/{mentor}", "Role", ("NewRole", "Teacher"), ("NewCohort", ""))).Text, Does.Contain("Please choose a class or group for this role."));
        Assert.That((await visitor.Post($"/people/{mentor}", "Role", ("NewRole", ""))).Text, Does.Contain("Please choose a role."));
    }

    [Test]
    public async Task A_coordinator_sees_nobody_and_no_role_of_another_program()
    {
        var other = (await site.Given.Program("America/New_York")).Id;
        var stranger = await site.Given.Person("Mentor", other);
        var shared = await site.Given.Person("Mentor");
        await site.Get<Roster>().AddRole(shared, other, Role.Coordinator, null, Actor.Service);
        Assert.That((await visitor.Get($"/people/{stranger}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var page = await visitor.Get($"/people/{shared}");
        Assert.That(page.Text, Does.Contain("Mentor").And.Not.Contain("Program 5").And.Contain("Only an administrator can correct their facts."));
        Assert.That(page.Html, Does.Not.Contain("Facts.Email"));
        var theirs = await site.Db.Get<Guid>("SELECT id FROM memberships WHERE person_id = @shared AND program_id = @other", new { shared, other });
        Assert.That((await visitor.Post($"/people/{shared}", "End", ("membership", $"{theirs}"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await visitor.Get($"/people?cohort={await site.Given.Cohort(other)}")).Text, Does.Contain("Nobody fits."));
    }

    [Test]
    public async Task A_card_is_made_anew_or_a_password_chosen_and_the_old_words_stop_working()
    {
        var child = (await site.Get<Roster>().Add(program, new NewMentee { GivenName = "Amina", Surname = "Karimova", CohortId = cohort }, "copper river moon", Actor.Service)).Id;
        var card = await visitor.Post($"/people/{child}/card");
        Assert.That(Words(card.Html), Has.Count.EqualTo(1));
        using var old = new Visitor(site.Address);
        Assert.That((await old.Post("/sign-in", null, ("name", "Amina"), ("w", "copper river moon"))).Text, Does.Contain("do not belong together"));
        Assert.That((await visitor.Post($"/people/{child}/card", "Own", ("Password", "abc"))).Text, Does.Contain("Please choose a password of 6 to 60 characters."));
        Assert.That((await visitor.Post($"/people/{child}/card", "Own", ("Password", "Sunflower7"))).Text, Does.Contain("sunflower7"));
        Assert.That((await old.Post("/sign-in", null, ("name", "amina"), ("w", "SunFlower7"))).Path, Is.EqualTo("/desk"));
        Assert.That((await visitor.Get($"/people/{coordinator}/card")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task New_cards_for_a_class_are_made_only_when_somebody_is_sure()
    {
        await visitor.Post("/people/new-mentee?class=true", null, ("Names", "Amina Karimova\nKofi Mensah"), ("Cohort", $"{cohort}"));
        await visitor.Get("/people/cards");
        Assert.That((await visitor.Post("/people/cards", null, ("Cohort", $"{cohort}"))).Text, Does.Contain("Please tick this first."));
        Assert.That(Words((await visitor.Post("/people/cards", null, ("Cohort", $"{cohort}"), ("Sure", "true"))).Html), Has.Count.EqualTo(2));
        var elsewhere = await site.Given.Cohort((await site.Given.Program("Europe/Paris")).Id);
        Assert.That((await visitor.Post("/people/cards", null, ("Cohort", $"{elsewhere}"), ("Sure", "true"))).Text, Does.Contain("Please choose a class or group."));
    }

    [Test]
    public async Task Somebody_else_in_the_same_browser_does_not_see_the_cards()
    {
        await visitor.Send("/people/new-mentee"); // Without a token nothing is added.
        var added = await visitor.Post("/people/new-mentee?class=true", null, ("Names", "Amina Karimova"), ("Cohort", $"{cohort}"));
        Assert.That(Words(added.Html), Has.Count.EqualTo(1));
        var other = await site.Given.Coordinator();
        visitor.Take("session", await site.Session(other));
        Assert.That(Words((await visitor.Get("/people/cards")).Html), Is.Empty);
    }

    [Test]
    public async Task More_than_two_hundred_people_are_read_page_by_page()
    {
        await site.Given.Pairs(120, cohort);
        var first = await visitor.Get("/people?role=Mentor&name=mentor");
        Assert.That(first.Text, Does.Not.Contain("The next people"));
        var all = await visitor.Get("/people");
        var next = WebUtility.HtmlDecode(Regex.Match(all.Html, "href=\"(/people\\?[^\"]*after=[^\"]+)\"").Groups[1].Value);
        Assert.That((await visitor.Get(next)).Text, Does.Contain("Tester").And.Not.Contain("The next people"));
    }

    /// <summary>The words on each card of a page.</summary>
    static List<string[]> Words(string html) =>
        [.. Regex.Matches(html, "<li class=\"card\"[^>]*>.*?</ol>", RegexOptions.Singleline).Select(card => Regex.Matches(card.Value, "<b>([^<]+)</b>").Select(word => word.Groups[1].Value).ToArray())];
}
