namespace LetterExchange.Features.Desk;

static class Registration
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services.AddSingleton<DeskStore>().AddSingleton<Highlights>().AddSingleton<Calendars>().AddScoped<CalendarFeed>();

    public static void MapCalendars(this WebApplication app) => CalendarFeed.Map(app);
}
