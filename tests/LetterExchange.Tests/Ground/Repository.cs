namespace LetterExchange.Tests.Ground;

/// <summary>Where this run's source lies.</summary>
public static class Repository
{
    /// <summary>The folder of LetterExchange.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path inside the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LetterExchange.sln"))) return folder.FullName;
        throw new InvalidOperationException($"LetterExchange.sln is not above {AppContext.BaseDirectory}.");
    }
}
