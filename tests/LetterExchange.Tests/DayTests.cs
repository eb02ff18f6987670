using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LetterExchange.Tests;

/// <summary>The exchange from end to end, as its people do it: in browsers, with the scheduler at work and a real mail server.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed partial class DayTests(Engine engine)
{
    const string Number = "Ring me on 07700 900461, then I read you the wettest.";
    const string Instead = "In my next one I tell you about the wettest.";
    const string Begun = $"Dear Henrik,\n\nI liked it best when the beam went over the potatoes. My notebook for rainfall has 211 days in it, and nobody asked me for one of them.\n\n{Number}\n\nYours,\nAmina";
    const string Wish = "I loved your notebook, Amina. Please leave the telephone number out: Henrik reads everything that you write here.";
    const string Answer = "Dear Amina,\n\nTwo hundred and eleven days is longer than most bridges take to plan. Which was the wettest?\n\nMy grandfather wound a clock in our hallway every Sunday.\n\nGreetings from under an umbrella,\nHenrik";

    static readonly string mended = Begun.Replace(Number, Instead);

    Day day = null!;
    Window coordinator = null!, mentee = null!, reviewer = null!, mentor = null!;

    [OneTimeSetUp]
    public async Task Begin() => day = await Day.Begin(engine);

    [OneTimeTearDown]
    public async Task End() => await day.DisposeAsync();

    [Test]
    public async Task A_story_is_planned_read_written_about_reviewed_and_answered()
    {
        await The_coordinator_plans_publishes_and_gives_the_plan_to_the_class();
        await The_clock_reaches_the_opening();
        await The_mentee_reads_writes_and_sends();
        await The_reviewer_returns_it();
        await The_mentee_mends_it();
        await The_reviewer_approves("mended");
        await It_is_delivered_when_the_delay_is_over_and_the_mentor_hears_of_it();
        await The_mentor_reads_it_from_the_mail_and_answers();
        await The_mentee_reads_the_reply();
        await The_coordinator_sees_it_all();
        Assert.That(day.Complaints, Is.Empty);
    }

    async Task The_coordinator_plans_publishes_and_gives_the_plan_to_the_class()
    {
        coordinator = await day.Adult("Dilnoza", 1280);
        await coordinator.Go("Plans");
        await coordinator.Follow("Make a plan");
        await coordinator.Fill("Name of the plan", "Spring 2027");
        await coordinator.Fill("Rounds", "2");
        foreach (var story in new[] { "The Lighthouse With No Sea", "The Night Bus Knows My Name" })
            await coordinator.Page.GetByRole(AriaRole.Checkbox, new() { Name = story }).CheckAsync();
        await day.Look(coordinator, "plan-new");
        await coordinator.Press("Fill in the dates");
        await coordinator.IsTold("Here is the plan, as a draft.");
        await day.Look(coordinator, "plan-draft");
        await coordinator.Press("Publish the plan");
        await coordinator.IsTold("The plan is published.");
        await day.Look(coordinator, "plan-published");
        await coordinator.Follow("Give it to pairs");
        await coordinator.Page.GetByLabel("Northgate 5B").CheckAsync();
        await coordinator.Press("Show what will happen");
        await coordinator.Sees("One pair gets up to 2 rounds.");
        await day.Look(coordinator, "plan-give");
        await coordinator.Press("Give the plan to this pair");
        await coordinator.IsTold("One pair has the plan now.");
    }

    async Task The_clock_reaches_the_opening()
    {
        mentee = await day.Child("Amina", 390);
        await mentee.SeesHeading("Soon it begins.");
        await day.Look(mentee, "mentee-before");
        mentor = await day.Adult("Henrik", 1280);
        day.Pass(new DateTimeOffset(2027, 1, 18, 7, 58, 0, TimeSpan.Zero) - day.Site.Now, jump: true);
        await mentor.StandAtDesk();
        await mentee.StandAtDesk();
        await mentee.SeesHeading("Soon it begins.");
        day.Pass(TimeSpan.FromSeconds(121)); // An alarm rings a millisecond after its time.
        await mentee.Hears("Your new story: The Lighthouse With No Sea");
        await mentor.Hears("New to read with Amina: The Lighthouse With No Sea");
        await mentee.Go("My desk");
        await mentee.SeesHeading("Read The Lighthouse With No Sea.");
        await day.Look(mentee, "mentee-story-opens");
    }

    async Task The_mentee_reads_writes_and_sends()
    {
        await mentee.Follow("Start reading");
        await mentee.SeesHeading("The Lighthouse With No Sea");
        await day.Look(mentee, "mentee-reads");
        var next = mentee.Page.Locator(".fin a.btn");
        for (var part = 2; await next.CountAsync() > 0; part++)
        {
            await next.ClickAsync();
            await mentee.Page.Arrives($"**part={part}*");
        }
        await mentee.Press("I have read it");
        await mentee.Write(Begun);
        await mentee.Sees("Kept at 08:00");
        await day.Look(mentee, "mentee-writes");
        await mentee.Press("Read and send");
        await mentee.SeesHeading("Read it once more");
        await day.Look(mentee, "mentee-reads-once-more");
        await mentee.SeesHeading("Before your letter goes");
        await mentee.Press("Send it as it is");
        await mentee.Sees("It is being read by a reviewer");
        await day.Look(mentee, "mentee-sent");
        await The_mentor_sees_nothing_of_it();
    }

    async Task The_reviewer_returns_it()
    {
        day.Pass(TimeSpan.FromMinutes(20));
        reviewer = await day.Adult("Grace", 1280);
        await reviewer.Go("Review");
        await reviewer.WaitsFor("Amina to Henrik");
        await day.Look(reviewer, "review-queue");
        await reviewer.Follow("Start reading");
        await Expect(reviewer.Page.Locator(".finds")).ToContainTextAsync("Telephone number");
        await day.Look(reviewer, "review-letter");
        await reviewer.Page.Locator("summary[data-key=r]").ClickAsync();
        await reviewer.Fill("What Amina will read", Wish);
        await day.Look(reviewer, "review-return");
        await reviewer.Press("Return the letter");
        await reviewer.IsTold("Returned to Amina, with your note.");
        await The_mentor_sees_nothing_of_it();
    }

    async Task The_mentee_mends_it()
    {
        await mentee.Hears("Your letter to Henrik has come back");
        day.Pass(TimeSpan.FromMinutes(15));
        await mentee.Go("My desk");
        await mentee.SeesHeading("Your letter needs another look.");
        await mentee.Sees(Wish);
        await day.Look(mentee, "mentee-returned");
        await mentee.Follow("Look at it again");
        await mentee.Sees(Wish);
        await Expect(mentee.Page.Locator("#Text")).ToHaveValueAsync(Begun);
        await day.Look(mentee, "mentee-mends");
        await mentee.Write(mended);
        await mentee.Send("Henrik");
        await The_mentor_sees_nothing_of_it();
    }

    async Task The_reviewer_approves(string letter)
    {
        await reviewer.Go("Review");
        await reviewer.WaitsFor("Start reading");
        await reviewer.Follow("Start reading");
        await Expect(reviewer.Page.Locator("button[data-key=a]")).ToBeVisibleAsync();
        await day.Look(reviewer, $"review-{letter}");
        await reviewer.Page.Locator("button[data-key=a]").ClickAsync();
        await reviewer.IsTold("Until it is delivered you find it under “On their way”.");
        await reviewer.SeesHeading("On their way");
        await day.Look(reviewer, $"review-{letter}-approved");
    }

    async Task It_is_delivered_when_the_delay_is_over_and_the_mentor_hears_of_it()
    {
        await mentee.Page.ReloadAsync();
        await mentee.Sees("It is on its way");
        await day.Look(mentee, "mentee-on-its-way");
        await The_mentor_sees_nothing_of_it();
        await mentor.StandAtDesk();
        var before = await mentor.Bell();
        day.Pass(TimeSpan.FromSeconds(58), jump: true);
        await mentee.Page.ReloadAsync();
        await mentee.Sees("It is on its way");
        day.Pass(TimeSpan.FromSeconds(3));
        await mentor.Hears("A letter from Amina has arrived");
        await mentor.SeesBell(before + 1);
        Assert.That(await mentor.StillStands(), "the page was not loaded again");
        await day.Look(mentor, "mentor-hears");
        await mentee.Page.ReloadAsync();
        await mentee.Sees("Henrik has it");
    }
}
