using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace LetterExchange.Tests;

/// <content>From the letter's arrival on, and what must not be seen before.</content>
public sealed partial class DayTests
{
    async Task The_mentor_reads_it_from_the_mail_and_answers()
    {
        var letter = await Letter();
        var (words, html) = await day.Mail("Henrik", letter);
        Assert.That(LongWords().Matches(mended).Select(word => word.Value).Where(words.Contains), Is.Empty, "no word of the letter is in the mail");
        await mentor.Page.GotoAsync("about:blank"); // A mail program knows nothing of the service's pages.
        await mentor.Page.SetContentAsync(html);
        await day.Look(mentor, "mentor-mail");
        await mentor.Page.Locator($"a[href$='{letter}']").ClickAsync();
        await mentor.Reads("My notebook for rainfall has 211 days in it");
        await day.Look(mentor, "mentor-reads");
        await mentor.Follow("Write back");
        await mentor.Write(Answer);
        await mentor.Sees("Kept at 08:36");
        await day.Look(mentor, "mentor-writes");
        await mentor.Send("Amina");
        await day.Look(mentor, "mentor-sent");
        await The_reviewer_approves("answer");
    }

    async Task The_mentee_reads_the_reply()
    {
        await mentee.StandAtDesk();
        day.Pass(TimeSpan.FromSeconds(61));
        await mentee.Hears("A letter from Henrik has arrived");
        await mentee.Go("My desk");
        await mentee.SeesHeading("Henrik has written to you.");
        await day.Look(mentee, "mentee-desk-letter");
        await mentee.Follow("Open the letter");
        await mentee.Reads("My grandfather wound a clock");
        await day.Look(mentee, "mentee-reads-the-reply");
        await mentee.Go("Letters");
        await mentee.Sees("2 letters since January");
        await day.Look(mentee, "mentee-conversation");
        await mentor.Go("My desk");
        await day.Look(mentor, "mentor-desk-after");
        await mentor.Go("Letters");
        await mentor.Sees("Amina read it: today");
        await day.Look(mentor, "mentor-conversation");
    }

    async Task The_coordinator_sees_it_all()
    {
        await coordinator.Go("Archive");
        await day.Look(coordinator, "archive");
        await coordinator.Follow("Amina Warsame to Henrik Solberg");
        await coordinator.Sees(Wish);
        await day.Look(coordinator, "archive-letter");
    }

    /// <summary>Neither on the desk, nor among the letters, nor at the letter's own address.</summary>
    async Task The_mentor_sees_nothing_of_it()
    {
        await mentor.Go("My desk");
        await mentor.Sees("Nothing to write just now.");
        await Expect(mentor.Page.GetByText("New letter")).ToHaveCountAsync(0);
        await mentor.Go("Letters");
        await mentor.Sees("You and Amina have not written to each other yet.");
        var answer = await mentor.Page.GotoAsync(await Letter());
        Assert.That((answer!.Status, (await mentor.Page.ContentAsync()).Contains("rainfall")), Is.EqualTo((404, false)));
    }

    async Task<string> Letter() => $"/letters/{await day.Site.Db.Get<Guid>("SELECT id FROM letters ORDER BY id LIMIT 1")}";

    [GeneratedRegex(@"\p{L}{7,}")]
    private static partial Regex LongWords();
}
