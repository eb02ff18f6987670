namespace LetterExchange.Features.Announcements;

static class Registration
{
    public static IServiceCollection AddAnnouncements(this IServiceCollection services) => services.AddSingleton<AnnouncementStore>().AddSingleton<AnnouncementReaders>().AddSingleton<Sweep, TellAnnouncements>();
}
