using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Programs;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SettingsTests(Engine engine) : PeopleTest(engine)
{
    [TestCase(1, null)]
    [TestCase(0, "policy.range.MinimumTurnHours")]
    [TestCase(720, null)]
    [TestCase(721, "policy.range.MinimumTurnHours")]
    public async Task A_policy_out_of_its_range_is_refused(int hours, string? refusal)
    {
        var program = (await Get<ProgramStore>().Find(Program))!;
        var policies = new Policies { MinimumTurnHours = hours };
        if (refusal is null) Assert.That(await Get<Settings>().Save(program, policies, Coordinator));
        else Assert.That(await Refusal(() => Get<Settings>().Save(program, policies, Coordinator)), Is.EqualTo(refusal));
    }

    [Test]
    public async Task All_that_is_kept_is_found_again()
    {
        var program = (await Get<ProgramStore>().Find(Program))!;
        var policies = new Policies { ReminderHours = [100, 5], QuietFrom = new(19, 30), DeliveryDelaySeconds = 0, FreeLetters = false, MenteeMail = true };
        Assert.That(await Get<Settings>().Save(program with { Name = "Northgate Reads", Zone = "Europe/Oslo" }, policies, Coordinator));
        var kept = (await Get<ProgramStore>().Find(Program))!;
        Assert.That((kept.Name, kept.Zone, kept.Policies.QuietFrom, kept.Policies.DeliveryDelaySeconds, kept.Policies.FreeLetters, kept.Policies.MenteeMail),
            Is.EqualTo(("Northgate Reads", "Europe/Oslo", new TimeOnly(19, 30), 0, false, true)));
        Assert.That(kept.Policies.ReminderHours, Is.EqualTo(new[] { 100, 5 }));
        Assert.That(await Get<Settings>().Save(program, policies, Coordinator), Is.False, "somebody was first");
    }

    [Test]
    public async Task A_zone_that_does_not_exist_is_refused() =>
        Assert.That(await Refusal(async () => await Get<Settings>().Save((await Get<ProgramStore>().Find(Program))! with { Zone = "Europe/Atlantis" }, new(), Coordinator)), Is.EqualTo("program.zone"));

    [Test]
    public async Task Days_off_are_added_and_removed_as_spans()
    {
        await Get<Settings>().AddHolidays(Program, new(2027, 3, 29), new(2027, 4, 2), "Easter", Coordinator);
        await Get<Settings>().AddHolidays(Program, new(2027, 4, 3), new(2027, 4, 3), "Fair", Coordinator);
        Assert.That(Holiday.Spans(await Get<Settings>().Holidays(Program)), Is.EqualTo(new[] { (new DateOnly(2027, 3, 29), new DateOnly(2027, 4, 2), "Easter"), (new(2027, 4, 3), new(2027, 4, 3), "Fair") }));
        await Get<Settings>().RemoveHolidays(Program, new(2027, 3, 29), new(2027, 4, 2), Coordinator);
        Assert.That((await Get<Settings>().Holidays(Program)).Single().Name, Is.EqualTo("Fair"));
    }

    [Test]
    public async Task A_program_wants_two_different_leads_who_are_here()
    {
        Assert.That(await Leads(), Is.Zero);
        var lead = (await Roster.Add(Program, Adult(roles: (Role.SafeguardingLead, null)), Coordinator)).Id;
        Assert.That(await Leads(), Is.EqualTo(1));
        var second = (await Roster.Add(Program, Adult("bill@example.org", (Role.SafeguardingLead, null)), Coordinator)).Id;
        Assert.That(await Leads(), Is.Null);
        await Roster.EndAll(second, Program, Coordinator);
        Assert.That(await Leads(), Is.EqualTo(1));
        Assert.That(lead, Is.Not.EqualTo(second));
    }

    async Task<int?> Leads() => (await Get<Settings>().WithoutTwoLeads()).FirstOrDefault(of => of.Id == Program)?.Leads;
}
