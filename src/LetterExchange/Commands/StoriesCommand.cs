using System.CommandLine;
using LetterExchange.Features.Stories;

namespace LetterExchange.Commands;

/// <summary>stories check, stories list: the reading library without the service.</summary>
public static class StoriesCommand
{
    public static Command Create() => new("stories", "Look at the reading library") { Check(), List() };

    static Command Check()
    {
        var folder = Folder();
        var check = new Command("check", "Check every story, naming file, line, field and what is allowed") { folder };
        check.SetAction(parsed =>
        {
            var library = Load(parsed.GetValue(folder));
            foreach (var error in library.Errors) Console.Out.WriteLine(error);
            Console.Out.WriteLine($"{library.Files} stories, {library.Errors.Count} errors");
            return library.Errors.Count == 0 ? 0 : 1;
        });
        return check;
    }

    static Command List()
    {
        var folder = Folder();
        var list = new Command("list", "List the stories that can be read") { folder };
        list.SetAction(parsed =>
        {
            var library = Load(parsed.GetValue(folder));
            var width = library.All.Select(story => story.Id.Length).DefaultIfEmpty().Max();
            foreach (var s in library.All)
                Console.Out.WriteLine($"{s.Id.PadRight(width)}  {s.Language}  {s.MinAge,2}-{s.MaxAge,-2}  {s.Minutes,2} min  {s.Words,5} words  {s.Title}, {s.Author} ({string.Join(", ", s.Themes)})");
            if (library.Errors.Count > 0) Console.Error.WriteLine($"{library.Errors.Count} errors in others; see: letterexchange stories check");
            return 0;
        });
        return list;
    }

    static Argument<string?> Folder() => new("DIR")
    {
        Description = "The folder of stories; by default the nearest one called stories",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static StoryLibrary Load(string? folder) => StoryLibrary.Load(folder ?? Near(StoriesSetup.Find(Environment.CurrentDirectory)));

    static string Near(string folder)
        => Path.GetRelativePath(Environment.CurrentDirectory, folder) is var near && !near.StartsWith("..", StringComparison.Ordinal) ? near : folder;
}
