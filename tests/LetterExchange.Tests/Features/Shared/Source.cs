using System.Runtime.CompilerServices;

namespace LetterExchange.Tests.Features.Shared;

/// <summary>Where the sources of the web project lie, for tests that read them.</summary>
internal static class Source
{
    /// <summary>The folder src/LetterExchange.</summary>
    public static string Folder { get; } = Find();

    /// <summary>All files of the web project with one of these endings, build output apart.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Where(file => !Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/LetterExchange"));
}
