using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Plans;

/// <summary>"I need more time": what is given at once, what a coordinator decides, and what each of them hears.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MoreTimeTests(Engine engine) : DatabaseTest(engine)
{
    MoreTime Time => Get<MoreTime>();

    [Test]
    public async Task Within_the_allowance_the_date_moves_at_once_and_the_partner_hears_the_date_alone()
    {
        var turn = await Given.OpenTurn();
        Assert.That(await Time.Ask(turn.WriterId, turn.Id, TimeReason.Ill, "I have the flu.", 3), Is.EqualTo(TimeAnswer.Granted));
        var moved = await Find(turn.Id);
        Assert.That((moved.DueAt - turn.DueAt, moved.CutOffAt - turn.CutOffAt), Is.EqualTo((TimeSpan.FromDays(3), TimeSpan.FromDays(3))));
        Assert.That(await Told(turn.WriterId), Is.EqualTo(new[] { "DueMoved" }));
        Assert.That(await Told(turn.ReaderId), Is.EqualTo(new[] { "PartnerNeedsTime" }));
        var said = await Db.Get<string>("SELECT arguments FROM notices WHERE person_id = @ReaderId", new { turn.ReaderId });
        Assert.That(said, Does.Not.Contain("flu").And.Not.Contain("Ill"));
    }

    [TestCase(3, 3, 0, 0, ExpectedResult = true)]
    [TestCase(4, 3, 0, 0, ExpectedResult = false)]
    [TestCase(3, 3, 1, 1, ExpectedResult = false)] // Once a letter.
    [TestCase(3, 3, 0, 1, ExpectedResult = true)]
    [TestCase(3, 3, 0, 2, ExpectedResult = false)] // Twice a season.
    [TestCase(2, 0, 0, 0, ExpectedResult = false)] // Always asked.
    public bool The_allowance_is_so_many_days_once_a_letter_and_so_often_a_season(int days, int most, int onTurn, int inSeason) =>
        MoreTime.Covers(new Policies { MoreTimeDays = most, MoreTimeCount = 2 }, days, (onTurn, inSeason));

    [Test]
    public async Task Beyond_it_a_coordinator_is_asked_once_and_gives_the_days()
    {
        var turn = await Given.OpenTurn();
        var coordinator = await Given.Coordinator();
        Assert.That(await Time.Ask(turn.WriterId, turn.Id, TimeReason.Away, "In hospital", 7), Is.EqualTo(TimeAnswer.Asked));
        Assert.That(await Time.Ask(turn.WriterId, turn.Id, TimeReason.Away, null, 14), Is.EqualTo(TimeAnswer.AskedAlready));
        Assert.That((await Find(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
        Assert.That(await Told(coordinator), Is.EqualTo(new[] { "TimeAsked" }));
        Assert.That(await Told(turn.ReaderId), Is.Empty);
        var waiting = (await Time.Waiting(turn.Id))!;
        Assert.That((waiting.Why, waiting.Note, waiting.Days), Is.EqualTo((TimeReason.Away, "In hospital", 7)));
        Assert.That((await Time.Grant(turn.Id, coordinator), await Time.Grant(turn.Id, coordinator), await Time.Decline(turn.Id, coordinator)), Is.EqualTo((true, false, false)));
        Assert.That((await Find(turn.Id)).DueAt - turn.DueAt, Is.EqualTo(TimeSpan.FromDays(7)));
        Assert.That(await Told(turn.ReaderId), Is.EqualTo(new[] { "PartnerNeedsTime" }));
    }

    [Test]
    public async Task A_second_click_finds_the_date_moved_and_asks_nobody()
    {
        var turn = await Given.OpenTurn();
        var coordinator = await Given.Coordinator();
        Assert.That(await Time.Ask(turn.WriterId, turn.Id, TimeReason.Busy, null, 3, turn.DueAt.ToUnixTimeMilliseconds()), Is.EqualTo(TimeAnswer.Granted));
        Assert.That(await Time.Ask(turn.WriterId, turn.Id, TimeReason.Busy, null, 3, turn.DueAt.ToUnixTimeMilliseconds()), Is.EqualTo(TimeAnswer.Moved));
        Assert.That(await Told(coordinator), Is.Empty);
    }

    [Test]
    public async Task A_declined_request_leaves_the_date_and_is_told_to_its_writer_alone()
    {
        var turn = await Given.OpenTurn();
        var coordinator = await Given.Coordinator();
        await Time.Ask(turn.WriterId, turn.Id, TimeReason.Busy, null, 14);
        Assert.That(await Time.Decline(turn.Id, coordinator), Is.True);
        Assert.That((await Find(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
        Assert.That((await Told(turn.WriterId), await Told(turn.ReaderId)), Is.EqualTo((new[] { "TimeDeclined" }, Array.Empty<string>())));
    }

    [Test]
    public async Task A_reminder_for_the_old_date_is_not_sent_any_more()
    {
        var turn = await Given.OpenTurn();
        await Time.Ask(turn.WriterId, turn.Id, TimeReason.Reading, null, 3);
        Clock.SetUtcNow(turn.DueAt.AddHours(-1));
        await Get<RemindWriters>().Run(CancellationToken.None);
        var hours = await Db.Query<string>("SELECT arguments FROM notices WHERE person_id = @WriterId AND kind = 'Reminder'", new { turn.WriterId });
        Assert.That(hours, Has.None.Contain("\"24\""), "24 hours before the old date nothing is due.");
    }

    [Test]
    public async Task Nothing_can_be_asked_of_a_letter_that_is_not_this_one_s_or_whose_time_is_over()
    {
        var turn = await Given.OpenTurn();
        Assert.That(await Time.Ask(turn.ReaderId, turn.Id, TimeReason.Busy, null, 3), Is.EqualTo(TimeAnswer.NotNow));
        Clock.SetUtcNow(turn.CutOffAt);
        Assert.That(await Time.Ask(turn.WriterId, turn.Id, TimeReason.Busy, null, 3), Is.EqualTo(TimeAnswer.NotNow));
    }

    [Test]
    public async Task A_letter_sent_meanwhile_needs_no_time_any_more()
    {
        var turn = await Given.OpenTurn();
        await Time.Ask(turn.WriterId, turn.Id, TimeReason.Busy, null, 14);
        await Db.Transact(tx => Get<Turns>().Submitted(tx, turn.Id, Now));
        Assert.That(await Time.Grant(turn.Id, await Given.Coordinator()), Is.False);
        Assert.That((await Find(turn.Id)).DueAt, Is.EqualTo(turn.DueAt));
    }

    async Task<Turn> Find(Guid id) => (await Db.Read(tx => Get<TurnStore>().Find(tx, id)))!;

    async Task<string[]> Told(Guid person) => [.. await Db.Query<string>("SELECT kind FROM notices WHERE person_id = @person ORDER BY id", new { person })];
}
