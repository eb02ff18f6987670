using LetterExchange.Data;

namespace LetterExchange.Features.Stories;

/// <summary>Where the library lies, and how the service gets it.</summary>
public static class StoriesSetup
{
    /// <summary>Adds the library as a singleton, read when it is first asked for; what is wrong goes to the log, the rest is served.</summary>
    /// <param name="folder">Where it lies; found where none is named.</param>
    public static IServiceCollection AddStories(this IServiceCollection services, string? folder)
        => services.AddSingleton(provider =>
        {
            var library = StoryLibrary.Load(folder ?? Find(AppContext.BaseDirectory));
            var log = provider.GetRequiredService<ILogger<StoryLibrary>>();
            foreach (var error in library.Errors) log.LogError("Story refused: {Error}", error);
            log.LogInformation("{Count} stories from {Folder}", library.All.Count, library.Folder);
            return library.With(provider.GetRequiredService<Database>());
        }).AddSingleton<StoryStore>().AddSingleton<StoryUses>();

    /// <summary>The folder "stories" in that folder or the nearest one above it, else beside the program, else above that.
    /// Where there is none, the place where it should be.</summary>
    public static string Find(string contentRoot)
        => Above(contentRoot).Concat(Above(AppContext.BaseDirectory)).Select(folder => Path.Combine(folder, "stories"))
            .FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.md").Any())
            ?? Path.Combine(contentRoot, "stories");

    static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
