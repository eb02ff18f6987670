using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Programs;

/// <summary>Pairs, cohorts and programs as a coordinator and an administrator set them.</summary>
public sealed class ProgramPagesTests
{
    static readonly (string, string)[] Policy =
    [
        ("Policy.MinimumTurnHours", "72"), ("Policy.MendingHours", "48"), ("Policy.ReminderHours", "24, 168 72"), ("Policy.QuietFrom", "20:00"), ("Policy.QuietUntil", "08:00"), ("Policy.PulseDay", "Monday"), ("Policy.PulseAt", "07:00"),
        ("Policy.DeliveryDelaySeconds", "60"), ("Policy.ReviewHours", "24"), ("Policy.SafeguardingReviewHours", "1"), ("Policy.ClaimMinutes", "20"), ("Policy.SecondReadPercent", "5"), ("Policy.SecondReadHours", "12"), ("Policy.MoreTimeDays", "3"), ("Policy.MoreTimeCount", "2"), ("Policy.AwayDays", "21"),
        ("Policy.SilenceReminderWeeks", "3"), ("Policy.SilenceWarningWeeks", "5"), ("Policy.SilenceProbationWeeks", "7"), ("Policy.ProbationWeeks", "2"), ("Policy.MostMentees", "6"), ("Policy.FreeLetters", "true"),
    ];

    Site site = null!;
    Guid program;
    Guid cohort;
    Visitor visitor = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open();
        program = (await site.Given.Program()).Id;
        cohort = await site.Given.Cohort();
        visitor = await site.As(await site.Given.Coordinator());
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task A_mentor_gets_mentees_and_the_page_says_who_waits_and_for_what()
    {
        var mentor = await site.Given.Person("Mentor", name: "Henrik");
        var (amina, kofi) = (await site.Given.Person("Mentee", cohortId: cohort, name: "Amina"), await site.Given.Person("Mentee", cohortId: cohort, name: "Kofi"));
        await site.Get<Standing>().Record(amina, new NewConsent(ConsentKind.Guardian, "A parent", "on paper", site.Now, site.Now.AddYears(1)), Actor.Service);
        var page = await visitor.Get($"/pairs/new?cohort={cohort}");
        Assert.That(page.Text, Does.Contain("Henrik Tester 0 mentees · no clearance yet").And.Contain("Kofi Tester no consent yet").And.Contain("(2 without a mentor)"));
        var made = await visitor.Post($"/pairs/new?cohort={cohort}", null, ("cohort", $"{cohort}"), ("Mentor", $"{mentor}"), ("Mentees", $"{amina}"), ("Mentees", $"{kofi}"));
        Assert.That(made.Text, Does.Contain("Henrik has 2 new mentees.").And.Contain("The clearance of Henrik is missing").And.Contain("Consent is missing for Kofi:"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM pairs WHERE state = 'Paused' AND paused_why = 'Standing'"), Is.EqualTo(2));
    }

    [Test]
    public async Task Nothing_is_made_of_half_a_choice()
    {
        var (mentor, amina) = (await site.Given.Person("Mentor", name: "Henrik"), await site.Given.Person("Mentee", cohortId: cohort, name: "Amina"));
        var path = $"/pairs/new?cohort={cohort}";
        Assert.That((await visitor.Post(path, null, ("cohort", $"{cohort}"), ("Mentor", $"{mentor}"))).Text, Does.Contain("Please choose at least one mentee."));
        var half = await visitor.Post(path, null, ("cohort", $"{cohort}"), ("Mentees", $"{amina}"));
        Assert.That(half.Text, Does.Contain("Please choose a mentor."));
        Assert.That(half.Html, Does.Match($"value=\"{amina}\"[^>]*checked"), "what was ticked is given back");
        var stranger = await site.Given.Person("Mentor", (await site.Given.Program("Asia/Tokyo")).Id);
        Assert.That((await visitor.Post(path, null, ("cohort", $"{cohort}"), ("Mentor", $"{stranger}"), ("Mentees", $"{amina}"))).Text, Does.Contain("This mentor is not of the program any more."));
    }

    [Test]
    public async Task A_mentee_s_page_leads_to_a_pair_with_the_mentee_ticked()
    {
        await site.Given.Person("Mentor");
        var amina = await site.Given.Person("Mentee", cohortId: cohort);
        Assert.That((await visitor.Get($"/people/{amina}")).Html, Does.Contain($"/pairs/new?mentees={amina}"));
        Assert.That((await visitor.Get($"/pairs/new?mentees={amina}")).Html, Does.Match($"value=\"{amina}\"[^>]*checked"));
    }

    [Test]
    public async Task Cohorts_are_added_and_renamed_each_name_once()
    {
        Assert.That((await visitor.Post("/cohorts", null, ("Name", " Northgate  5B "))).Text, Does.Contain("Northgate 5B is added."));
        Assert.That((await visitor.Post("/cohorts", null, ("Name", "Northgate 5B"))).Text, Does.Contain("There is one of this name already."));
        Assert.That((await visitor.Post("/cohorts", null, ("Name", ""))).Text, Does.Contain("Please write a name of at most 60 characters."));
        Assert.That((await visitor.Post("/cohorts", "Rename", ("cohort", $"{cohort}"), ("NewName", "Northgate 6A"))).Text, Does.Contain("It is called Northgate 6A now."));
        Assert.That((await visitor.Post("/cohorts", "Rename", ("cohort", $"{cohort}"), ("NewName", "Northgate 5B"))).Text, Does.Contain("There is one of this name already."));
        await site.Given.Pair(cohort);
        Assert.That((await visitor.Get("/cohorts")).Html, Does.Contain($"/cohorts/{cohort}/step-in"));
    }

    [Test]
    public async Task Policies_are_kept_and_what_is_out_of_its_range_is_said_in_words()
    {
        var path = $"/programs/{program}";
        var kept = await visitor.Post(path, null, [("Name", "Northgate Reads"), ("Zone", "Europe/Oslo"), .. Policy]);
        Assert.That(kept.Text, Does.Contain("It is kept.").And.Contain("Northgate Reads"));
        Assert.That(kept.Html, Does.Contain("value=\"168, 72, 24\""));
        var bad = await visitor.Post(path, null,
        [
            ("Name", ""), ("Zone", "Europe/Atlantis"), ("Policy.MinimumTurnHours", "many"), ("Policy.MendingHours", "241"), ("Policy.ReminderHours", "1 2 3 4 5 6 7"), ("Policy.QuietFrom", "late"),
            ("Policy.QuietUntil", ""), ("Policy.DeliveryDelaySeconds", "-1"), ("Policy.ReviewHours", "0"), ("Policy.SafeguardingReviewHours", "25"), ("Policy.ClaimMinutes", "1.5"), ("Policy.SecondReadPercent", "101"), ("Policy.SecondReadHours", "0"), ("Policy.MoreTimeDays", "15"), ("Policy.MoreTimeCount", "-1"), ("Policy.AwayDays", "61"),
            ("Policy.SilenceReminderWeeks", "0"), ("Policy.SilenceWarningWeeks", "27"), ("Policy.SilenceProbationWeeks", "x"), ("Policy.ProbationWeeks", "13"), ("Policy.MostMentees", "0"),
        ]);
        foreach (var words in new[]
        {
            "Please write a name of at most 60 characters.", "There is no time zone “Europe/Atlantis”.", "Please write a whole number of hours from 1 to 720.", "hours from 1 to 240.",
            "Please write at most 6 numbers of hours, each from 1 to 720.", "This could not be read.", "Please write a time, such as 20:00.", "whole number of seconds from 0 to 86400.",
            "whole number of hours from 1 to 24.", "whole number of minutes from 1 to 240.", "whole number of weeks from 1 to 26.", "whole number of weeks from 1 to 12.", "whole number from 1 to 100.",
        }) Assert.That(bad.Text, Does.Contain(words));
        Assert.That(bad.Html, Does.Contain("value=\"many\"").And.Contain("value=\"Europe/Atlantis\""));
        Assert.That((await site.Get<ProgramStore>().Find(program))!.Policies.MendingHours, Is.EqualTo(48));
    }

    [Test]
    public async Task Two_who_change_a_program_at_once_hear_of_one_another()
    {
        var path = $"/programs/{program}";
        await visitor.Post(path, null, [("Name", "One"), ("Zone", "Europe/Oslo"), .. Policy]);
        Assert.That((await visitor.Post(path, null, [("Version", "1"), ("Name", "Two"), ("Zone", "Europe/Oslo"), .. Policy])).Text, Does.Contain("Somebody was quicker"));
    }

    [Test]
    public async Task Help_contacts_and_days_off_come_and_go()
    {
        var path = $"/programs/{program}";
        Assert.That((await visitor.Post(path, "Contact", ("ContactName", "Children’s helpline"), ("ContactHow", "116 111, day and night"))).Text, Does.Contain("116 111"));
        Assert.That((await visitor.Post(path, "Contact", ("ContactName", "Helpline"), ("ContactHow", ""))).Text, Does.Contain("Please write how they are reached"));
        var contact = await site.Db.Get<Guid>("SELECT id FROM help_contacts");
        Assert.That((await visitor.Post(path, "RemoveContact", ("contact", $"{contact}"))).Text, Does.Not.Contain("116 111"));
        Assert.That((await visitor.Post(path, "Holiday", ("HolidayFrom", "2027-03-29"), ("HolidayTo", "2027-04-02"), ("HolidayName", "Easter"))).Text, Does.Contain("29 March 2027 to ").And.Contain("Easter"));
        Assert.That((await visitor.Post(path, "Holiday", ("HolidayFrom", "2027-03-29"), ("HolidayTo", "2027-03-01"), ("HolidayName", "Easter"))).Text, Does.Contain("The last day can’t lie before the first"));
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM holidays"), Is.EqualTo(5));
        Assert.That((await visitor.Post(path, "RemoveHoliday", ("from", "2027-03-29"), ("to", "2027-04-02"))).Text, Does.Not.Contain("Easter"));
    }

    [Test]
    public async Task A_program_without_two_leads_says_so()
    {
        Assert.That((await visitor.Get($"/programs/{program}")).Text, Does.Contain("No safeguarding lead yet"));
        await site.Given.Person("SafeguardingLead");
        Assert.That((await visitor.Get($"/programs/{program}")).Text, Does.Contain("Only one safeguarding lead"));
        await site.Given.Person("SafeguardingLead");
        Assert.That((await visitor.Get($"/programs/{program}")).Text, Does.Not.Contain("safeguarding lead"));
    }

    [Test]
    public async Task Programs_are_an_administrator_s_and_a_program_its_coordinator_s()
    {
        Assert.That((await visitor.Get("/programs")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        using var admin = await site.As(await site.Given.Person("Administrator"));
        var added = await admin.Post("/programs", null, ("Name", "Riverside evenings"), ("Zone", "America/New_York"));
        Assert.That(added.Text, Does.Contain("Riverside evenings is added."));
        Assert.That((await visitor.Get(added.Path)).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await admin.Post("/programs", null, ("Name", "Nowhere"), ("Zone", "Nowhere"))).Text, Does.Contain("There is no time zone “Nowhere”."));
        Assert.That((await admin.Get("/programs")).Text, Does.Contain("Riverside evenings").And.Contain("No safeguarding lead yet"));
    }
}
