using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Tests.Features.Notices;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>The weekly mail: when it comes, to whom, and what stands in it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class WeeklyMailTests(Engine engine) : NoticesTest(engine)
{
    /// <summary>07:30 on the Monday after, in Paris.</summary>
    static readonly DateTimeOffset monday = new(2027, 1, 18, 6, 30, 0, TimeSpan.Zero);

    [TestCase(DayOfWeek.Monday, "07:30", "2027-01-18T06:30")]
    [TestCase(DayOfWeek.Monday, "11:01", "2027-01-11T10:01")]
    [TestCase(DayOfWeek.Monday, "11:00", "2027-01-18T10:00")] // It is 11:00 now.
    [TestCase(DayOfWeek.Sunday, "00:00", "2027-01-16T23:00")]
    [TestCase(DayOfWeek.Friday, "23:59", "2027-01-15T22:59")]
    public void It_is_due_at_the_program_s_weekday_and_hour(DayOfWeek day, string at, string due) =>
        Assert.That(WeeklyMail.After(new MentoringProgram { Zone = "Europe/Paris", PoliciesJson = new Policies { PulseDay = day, PulseAt = TimeOnly.Parse(at) }.ToJson() }, Start), Is.EqualTo(DateTimeOffset.Parse(due + "Z")));

    [Test]
    public async Task Each_coordinator_gets_what_needs_a_person_with_links_and_the_seal_once_a_week_after_the_quiet_hours()
    {
        var (ada, odile) = (await Given.Person("Coordinator", name: "Ada"), await Given.Person("Coordinator", name: "Odile"));
        await Given.Person("Reviewer", name: "Ruth");
        await Given.Address("Coordinator");
        await Db.Execute("UPDATE people SET language = 'fr' WHERE id = @odile", new { odile });
        var turn = await Given.OpenTurn(Start.AddHours(1), Start.AddDays(20));
        await Db.Transact(tx => Get<Turns>().Excused(tx, turn.Id, Now));
        await Db.Execute("UPDATE turns SET due_at = @due WHERE state = 'Open'", new { due = Start.AddDays(1) });
        await Look(Start);
        await Look(monday.AddMilliseconds(-1));
        Assert.That(await Kinds(ada), Is.Empty);
        await Look(monday);
        await Look(monday.AddMinutes(1));
        Assert.That((await Kinds(ada), await Kinds(odile)), Is.EqualTo((new[] { "WeeklyPulse" }, new[] { "WeeklyPulse" })));
        await SendAt(monday.AddMinutes(2));
        Assert.That(Mails, Is.Empty, "It is quiet until eight.");
        await SendAt(monday.AddMinutes(30));
        var (english, french) = (Mails.Single(mail => mail.To.ToString().Contains("Ada")), Mails.Single(mail => mail.To.ToString().Contains("Odile")));
        Assert.That(english.Subject, Is.EqualTo("One thing needs a person this week"));
        var owed = await Db.Get<Guid>("SELECT id FROM turns WHERE state = 'Open'");
        Assert.That(english.TextBody, Does.Contain($"{turn.WriterName} will receive nothing in this round").And.Contain($"https://letters.example.org/turns/{owed}/nudge").And.Contain("Seal of history: number 0, 0000"));
        Assert.That(english.TextBody, Does.Contain("Last week 1 letters were due, and 0 were on time: 0 percent."));
        Assert.That(french.TextBody, Does.Contain("ne recevra rien à cette étape"));
        await Look(monday.AddDays(7));
        Assert.That(await Kinds(ada), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Where_nothing_needs_anybody_it_says_so_and_where_there_is_no_pair_nothing_comes()
    {
        var ada = await Given.Person("Coordinator", name: "Ada");
        await Given.Address("Coordinator");
        await Look(Start);
        await Look(monday);
        Assert.That(await Kinds(ada), Is.Empty, "There is no pair.");
        await Given.Pair();
        await Given.Person("Teacher", cohortId: await Given.Cohort());
        await Look(monday.AddDays(7));
        await SendAt(monday.AddDays(7).AddHours(1));
        Assert.That(Mails.Single().Subject, Is.EqualTo("Nothing needs you this week"));
        Assert.That(Mails.Single().TextBody, Does.Contain("Good news"));
    }

    [Test]
    public async Task Another_weekday_holds_at_once()
    {
        await Given.Pair();
        var ada = await Given.Coordinator();
        await Look(Start);
        await Db.Execute("UPDATE programs SET policies = @policies, version = version + 1", new { policies = new Policies { PulseDay = DayOfWeek.Wednesday, PulseAt = new(12, 0) }.ToJson() });
        await Look(Start.AddHours(1));
        await Look(Start.AddDays(2).AddHours(1)); // Wednesday noon.
        Assert.That(await Kinds(ada), Has.Length.EqualTo(1));
        await Look(monday);
        Assert.That(await Kinds(ada), Has.Length.EqualTo(1));
    }

    async Task Look(DateTimeOffset at)
    {
        Clock.SetUtcNow(at);
        await Get<KeepPulse>().Run(default);
    }

    async Task<string[]> Kinds(Guid person) => [.. await Db.Query<string>("SELECT kind FROM notices WHERE person_id = @person ORDER BY id", new { person })];
}
