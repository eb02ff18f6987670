using LetterExchange.Data;
using LetterExchange.Tests.Features.Plans;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Notices;

/// <summary>Where one sets when to be reminded, as a browser without JavaScript uses it.</summary>
public sealed class RemindersPageTests
{
    const string Page = "/me/notices";

    [Test]
    public async Task Steps_are_ticked_and_kept_a_child_s_last_one_stands()
    {
        await using var site = await Site.Open();
        var pair = await site.Given.Pair();
        using var mentor = await site.As(pair.MentorId);
        var first = await mentor.Get(Page);
        Assert.That(first.Text, Does.Contain("7 days before").And.Contain("3 days before").And.Contain("24 hours before").And.Not.Contain("The last one always comes"));
        Assert.That(new FilledForm(first.Html, "Step").All("Step"), Is.EqualTo(new[] { "168", "72", "24" }));
        var kept = await mentor.Post(Page, "Reminders", ("Step", "72"));
        Assert.That(kept.Text, Does.Contain("Your reminders are as you set them."));
        Assert.That(new FilledForm(kept.Html, "Step").All("Step"), Is.EqualTo(new[] { "72" }));
        using var child = await site.As(pair.MenteeId);
        var none = await child.Post(Page, "Reminders");
        Assert.That(none.Text, Does.Contain("The last one always comes"));
        Assert.That(new FilledForm(none.Html, "Step").All("Step"), Is.EqualTo(new[] { "24" }));
        using var coordinator = await site.As(await site.Given.Coordinator());
        Assert.That((await coordinator.Get(Page)).Html, Does.Not.Contain("name=\"Step\""));
    }
}
