namespace LetterExchange.Tests.House;

/// <summary>The program's source as the house's tests read it.</summary>
static class Source
{
    /// <summary>All files below a folder with one of these endings, without what the build makes; none when the folder is not there.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        !Directory.Exists(folder) ? [] :
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()
        where endings.Any(file.EndsWith)
        where !file.Split('/').Any(part => part is "bin" or "obj")
        select file;
}
