namespace LetterExchange.Features.Pulse;

static class Registration
{
    public static IServiceCollection AddPulse(this IServiceCollection services) => services.AddSingleton<PairBoard>().AddSingleton<PairRecords>().AddSingleton<Timelines>()
        .AddSingleton<ThingStore>().AddSingleton<Heat>().AddSingleton<SignStore>().AddSingleton<PulseFigures>()
        .AddSingleton<WeeklyMail>().AddSingleton<Sweep, KeepPulse>();
}
