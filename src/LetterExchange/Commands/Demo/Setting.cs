using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Commands.Simulate;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace LetterExchange.Commands.Demo;

/// <summary>Sets the demo's program up, day by day as a coordinator would, and knows who is who.</summary>
sealed class Setting(
    Database db, VirtualClock clock, Agenda agenda, Settings settings, ProgramStore programs, Roster roster, Pairing pairing, PlanStore plans, PlanApplication application,
    IPasswordHasher<Account> hasher)
{
    static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[Company.Zone];
    readonly Dictionary<string, Guid> cohorts = [];
    readonly Dictionary<(string Mentee, string Mentor), Guid> pairs = [];
    Guid plan;

    public Guid ProgramId { get; private set; }

    /// <summary>By given name.</summary>
    public Dictionary<string, Guid> People { get; } = [];

    public Guid Cohort(string name) => cohorts[name];

    public Guid Pair(string mentee, string mentor) => pairs[(mentee, mentor)];

    /// <summary>The instant of a time on the program's wall clock.</summary>
    public static DateTimeOffset At(LocalDateTime local) => local.InZoneStrictly(Zone).ToDateTimeOffset();

    public static DateTimeOffset At(int year, int month, int day, int hour, int minute = 0) => At(new LocalDateTime(year, month, day, hour, minute));

    /// <summary>What a clock on the program's wall shows now.</summary>
    public LocalDateTime Local => Instant.FromDateTimeOffset(clock.GetUtcNow()).InZone(Zone).LocalDateTime;

    public void Begin()
    {
        agenda.At(At(2026, 9, 1, 9, 30), Program);
        agenda.At(At(2026, 9, 8, 10), () => Adults(adult => adult.IsMentor && adult.Given != Company.Later));
        agenda.At(At(2026, 9, 14, 15), Mentees);
        agenda.At(At(2026, 9, 16, 11), Pairs);
        agenda.At(At(2026, 9, 17, 14), Plan);
        agenda.At(At(2026, 11, 2, 10), () => Adults(adult => adult.Given == Company.Later));
        agenda.At(At(2026, 11, 4, 10), () => Join("Zofia", Company.Later));
    }

    async Task Program()
    {
        ProgramId = await settings.AddProgram(Company.Program, Company.Zone, Company.Languages, Actor.Service);
        foreach (var cohort in new[] { Company.Oak, Company.Dock }) cohorts[cohort] = await settings.AddCohort(ProgramId, cohort, Actor.Service);
        await Adults(adult => !adult.IsMentor);
        var sade = People["Sade"];
        await settings.Save((await programs.Find(ProgramId))!, new Policies { DeliveryDelaySeconds = 1800, ReviewHours = 72 }, sade);
        foreach (var (from, to, name) in Company.Holidays) await settings.AddHolidays(ProgramId, from, to, name, sade);
        foreach (var (name, how) in Company.Help) await settings.AddHelpContact(ProgramId, name, how, sade);
    }

    async Task Adults(Func<DemoAdult, bool> which)
    {
        foreach (var adult in Company.Adults.Where(which))
        {
            var added = await roster.Add(adult.Roles[0].Role == Role.Administrator ? null : ProgramId, new NewAdult
            {
                GivenName = adult.Given, Surname = adult.Surname, Email = adult.Email, Organisation = adult.Employer, Town = Company.Town, Language = adult.Language,
                Roles = [.. adult.Roles.Select(role => (role.Role, role.Cohort is null ? (Guid?)null : cohorts[role.Cohort]))],
                Clearance = adult.IsMentor ? new("Enhanced check", clock.Now().AddDays(-12), Days.End(adult.Cleared, Company.Zone)) : null,
            }, adult.Roles.All(role => role.Role != Role.Administrator) && People.TryGetValue("Sade", out var sade) ? sade : Actor.Service);
            People[adult.Given] = added.Id;
        }
        // In place of the links in their invitations.
        await db.Execute("UPDATE people SET password_hash = @hash WHERE password_hash IS NULL", new { hash = hasher.HashPassword(new Account(), Company.Words) });
    }

    async Task Mentees()
    {
        foreach (var mentee in Company.Mentees)
        {
            var added = await roster.Add(ProgramId, new NewMentee
            {
                GivenName = mentee.Given, Surname = mentee.Surname, CohortId = cohorts[mentee.Cohort], Born = mentee.Born, Organisation = mentee.School, Town = Company.Town,
                Language = mentee.Language,
                Consent = new(ConsentKind.Guardian, mentee.Guardian, "On the signed form", clock.Now().AddDays(-4), Days.End(new(2027, 8, 31), Company.Zone)),
            }, Company.Words, People["Sade"]);
            People[mentee.Given] = added.Id;
        }
    }

    async Task Pairs()
    {
        foreach (var two in Correspondence.All.Where(two => two.Mentor != Company.Later)) await Make(two.Mentee, two.Mentor);
    }

    async Task Plan()
    {
        (plan, var kept) = await plans.Create(ProgramId, Season.Sheet, People["Sade"]);
        var published = kept.IsDone ? await plans.Publish(plan, 1, Season.Sheet, People["Sade"]) : kept;
        if (!published.IsDone) throw new InvalidOperationException($"The demo's plan is wrong: {string.Join("; ", published.Problems)}");
        foreach (var cohort in cohorts.Values) await application.ToCohort(plan, cohort, People["Sade"]);
    }

    async Task Join(string mentee, string mentor)
    {
        await Make(mentee, mentor);
        await application.ToPairs(plan, [Pair(mentee, mentor)], People["Sade"]);
    }

    async Task Make(string mentee, string mentor)
    {
        var cohort = Company.Mentees.Single(one => one.Given == mentee).Cohort;
        pairs[(mentee, mentor)] = await pairing.Make(ProgramId, People[mentor], People[mentee], cohorts[cohort], People["Sade"]);
    }
}
