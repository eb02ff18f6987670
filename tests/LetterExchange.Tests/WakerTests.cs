using Hangfire;
using Hangfire.Storage;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests;

/// <summary>With the scheduler at work nobody waits for its next regular look: what makes something due wakes its sweep. So here nothing looks regularly.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class WakerTests(Engine engine)
{
    Site site = null!;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine, work: true);
        using var storage = site.Get<JobStorage>().GetConnection();
        await Until("the regular looks are declared", () => Task.FromResult(storage.GetRecurringJobs().Count == Jobs.All.Count));
        foreach (var (due, _) in Jobs.All) site.Get<IRecurringJobManager>().RemoveIfExists(Jobs.IdOf(due));
        await Until("the first look at everything is over", () => Task.FromResult(Jobs.All.All(job => job.Due == Due.Backup || site.Get<Sweeps>().LastRun(job.Due) is not null)));
        Assert.That(storage.GetRecurringJobs(), Is.Empty);
    }

    [TearDown]
    public async Task Close() => await site.DisposeAsync();

    [Test]
    public async Task A_submitted_letter_comes_to_the_reviewers_and_an_approved_one_to_its_reader_without_a_regular_look()
    {
        var pair = await site.Given.Pair();
        var reviewer = await site.Given.Person("Reviewer");
        await site.Given.Address("Mentor");
        var letter = await Approved(pair, reviewer);
        site.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(await StateOf(letter), Is.EqualTo("Approved"));
        site.Clock.Advance(TimeSpan.FromSeconds(1) + TimeSpan.FromMilliseconds(1)); // An alarm rings just after its time.
        var waited = await Until("the mentor is told", async () => await Told(pair.MentorId, "LetterArrived") == 1);
        await TestContext.Out.WriteLineAsync($"On {engine}, from a letter's delivery time to its reader's notice: {waited.TotalMilliseconds:0} ms.");
        Assert.That(await StateOf(letter), Is.EqualTo("Delivered"));
        await Until("the mentor has mail", async () => await site.Db.Get<int>("SELECT COUNT(*) FROM mails WHERE person_id = @MentorId AND state = 'Sent'", new { pair.MentorId }) == 1);
    }

    [Test]
    public async Task Letters_that_are_due_one_after_the_other_are_each_delivered_at_their_time()
    {
        var reviewer = await site.Given.Person("Reviewer");
        var letters = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            letters.Add(await Approved(await site.Given.Pair(), reviewer));
            site.Clock.Advance(TimeSpan.FromSeconds(5));
        }
        site.Clock.Advance(TimeSpan.FromSeconds(35));
        foreach (var letter in letters)
        {
            // The clock goes on the moment the one before has been delivered, while its sweep still asks what is next.
            site.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Until("it is delivered", async () => await StateOf(letter) == "Delivered");
            site.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        }
    }

    [Test]
    public async Task A_turn_that_opens_is_reminded_of_at_the_next_step_without_a_regular_look()
    {
        var pair = await site.Given.Pair();
        var now = site.Now;
        await site.Given.Assignments([pair], await site.Given.Round(now), now, (Side.Mentee, now.AddHours(72).AddMinutes(5), now.AddHours(80)));
        site.Get<Wakes>().Wake(Due.Release);
        await Until("it has opened, and the step that has passed is told", async () => await Told(pair.MenteeId, "Reminder") == 1);
        site.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1));
        await Until("the next step is told", async () => await Told(pair.MenteeId, "Reminder") == 2);
    }

    /// <summary>Sends a letter, waits until it is in the queue, and approves it.</summary>
    async Task<Guid> Approved(Pair pair, Guid reviewer)
    {
        var turn = await site.Given.OpenTurn(pair: pair);
        var sent = await site.Get<Writing>().Submit(pair.MenteeId, new(pair.Id, turn.Id, null), "Dear friend, today the lighthouse was dark and it rained.");
        Assert.That(sent.Refusal, Is.Null);
        await Until("it is in the queue", async () => await StateOf(sent.LetterId) == "InReview");
        var letter = (await site.Get<LetterStore>().Find(sent.LetterId))!;
        Assert.That(await site.Get<Decisions>().Approve(letter.Id, letter.Version, reviewer), Is.EqualTo(Decided.Done));
        return letter.Id;
    }

    Task<string> StateOf(Guid letter) => site.Db.Get<string>("SELECT state FROM letters WHERE id = @letter", new { letter });

    Task<int> Told(Guid person, string kind) => site.Db.Get<int>("SELECT COUNT(*) FROM notices WHERE person_id = @person AND kind = @kind", new { person, kind });

    /// <summary>Waits until it is so, and says how long that took.</summary>
    static async Task<TimeSpan> Until(string what, Func<Task<bool>> isSo)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(40)), $"Waited in vain: {what}.");
            await Task.Delay(10);
        }
        return TimeProvider.System.GetElapsedTime(began);
    }
}
