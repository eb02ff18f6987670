namespace LetterExchange.Features.Administration;

/// <summary>What this feature is made of.</summary>
public static class Registration
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services.AddSingleton<Overview>().AddSingleton<SweepClock>().AddSingleton<Doctor>();
}
