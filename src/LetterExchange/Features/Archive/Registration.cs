using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace LetterExchange.Features.Archive;

static class Registration
{
    /// <summary>A pair's book has an address for coordinators too.</summary>
    public static void AddBooks(this PageConventionCollection pages) => pages.AddPageRoute("/Archive/Book", "/archive/book/{pair:guid}");

    public static IServiceCollection AddArchive(this IServiceCollection services) =>
        services.AddSingleton<ArchiveStore>().AddSingleton<LetterHistory>().AddSingleton<ClassStore>()
            .AddSingleton<Books>().AddSingleton<Epub>()
            .AddSingleton<Search>().AddSingleton<SavedSearches>().AddSingleton<Sweep, IndexLetters>()
            .AddSingleton<Exports>().AddSingleton<Sweep, WriteExports>();
}
