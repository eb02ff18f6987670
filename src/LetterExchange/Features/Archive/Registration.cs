namespace LetterExchange.Features.Archive;

static class Registration
{
    public static IServiceCollection AddArchive(this IServiceCollection services) =>
        services.AddSingleton<ArchiveStore>().AddSingleton<LetterHistory>().AddSingleton<ClassStore>()
            .AddSingleton<Books>().AddSingleton<Epub>()
            .AddSingleton<Search>().AddSingleton<Sweep, IndexLetters>();
}
