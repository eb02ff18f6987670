namespace LetterExchange.Features.Desk;

static class Registration
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services.AddSingleton<DeskStore>();
}
