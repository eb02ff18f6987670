using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Plans;

public static class Registration
{
    /// <summary>Plans, the fair clock, and the sweeps that release, remind, enforce and watch standing.</summary>
    public static IServiceCollection AddPlans(this IServiceCollection services) => services
        .AddSingleton<TurnStore>().AddSingleton<Turns>().AddSingleton<Pauses>().AddSingleton<Interventions>().AddSingleton<Nudges>().AddSingleton<Foresight>().AddSingleton<MoreTime>().AddSingleton<Absences>().AddSingleton<ReminderSteps>().AddSingleton<ReminderChoices>(services => services.GetRequiredService<ReminderSteps>()).AddSingleton<Readings>()
        .AddSingleton<SilenceSteps>().AddSingleton<PlanStore>().AddSingleton<PlanApplication>().AddSingleton<Takers>().AddSingleton<PlanMoves>().AddSingleton<PlanWorks>().AddSingleton<ZoneChanges>().AddSingleton<PlanChanges>().AddSingleton<PlanForesight>().AddSingleton<ReviewHours>()
        .AddSingleton<Sweep, WatchStanding>().AddSingleton<Sweep, ReleaseAssignments>()
        .AddSingleton<Sweep, RemindWriters>().AddSingleton<Sweep, EnforceDeadlines>().AddSingleton<Sweep, WorkThroughPlans>();
}
