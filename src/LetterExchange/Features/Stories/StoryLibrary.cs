using System.Collections.Frozen;

namespace LetterExchange.Features.Stories;

/// <summary>The stories of one folder, read once. Never changes, so any thread may ask.</summary>
public sealed class StoryLibrary
{
    readonly FrozenDictionary<string, Story> byId;

    StoryLibrary(string folder, int files, IReadOnlyList<Story> stories, IReadOnlyList<StoryError> errors)
    {
        (Folder, Files, All, Errors) = (folder, files, stories, errors);
        byId = stories.ToFrozenDictionary(story => story.Id, StringComparer.Ordinal);
    }

    public string Folder { get; }

    /// <summary>How many story files there were, sound or not.</summary>
    public int Files { get; }

    /// <summary>The sound ones, by language and title.</summary>
    public IReadOnlyList<Story> All { get; }

    /// <summary>What is wrong with the others, by file and line.</summary>
    public IReadOnlyList<StoryError> Errors { get; }

    public Story? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The stories in a language that are meant for readers of this age, in years.</summary>
    public IEnumerable<Story> For(string language, int age)
        => All.Where(story => story.Language == language && story.MinAge <= age && age <= story.MaxAge);

    /// <summary>Reads every *.md of the folder but README.md. A broken story is left out and its errors kept; never throws for one.
    /// A folder that is not there is an error of its own.</summary>
    public static StoryLibrary Load(string folder)
    {
        if (!Directory.Exists(folder)) return new(folder, 0, [], [new(folder, 1, "folder", "does not exist; allowed: a folder of Markdown files, one a story")]);
        var stories = new List<Story>();
        var errors = new List<StoryError>();
        var files = Directory.EnumerateFiles(folder, "*.md").Where(file => !Path.GetFileName(file).Equals("README.md", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
        {
            var (story, wrong) = Read(file);
            errors.AddRange(wrong);
            if (story is null) continue;
            if (stories.Find(s => s.Id == story.Id) is { } other) errors.Add(new(file, 1, "id", $"\"{story.Id}\" is taken by \"{other.Title}\"; give it another"));
            else stories.Add(story);
        }
        return new(folder, files.Count, [.. stories.OrderBy(s => s.Language, StringComparer.Ordinal).ThenBy(s => s.Title, StringComparer.InvariantCulture)], errors);
    }

    static (Story? Story, IReadOnlyList<StoryError> Errors) Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[StoryRules.MaxBytes + 1]; // One more than allowed is enough to be refused.
            return StoryParser.Parse(file, bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [new(file, 1, "file", $"cannot be read: {e.Message}")]);
        }
    }
}
