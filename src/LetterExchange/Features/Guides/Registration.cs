namespace LetterExchange.Features.Guides;

static class Registration
{
    public static IServiceCollection AddGuides(this IServiceCollection services) => services.AddSingleton<Guides>();
}
