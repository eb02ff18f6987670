namespace LetterExchange.Features.Letters;

static class Registration
{
    public static IServiceCollection AddLetters(this IServiceCollection services) => services
        .AddSingleton<LetterStore>().AddSingleton<Writing>().AddSingleton<Reading>().AddSingleton<PairClosing>()
        .AddSingleton<Sweep, DeliverLetters>();
}
