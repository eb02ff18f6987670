using System.Collections.Concurrent;
using System.Collections.Frozen;
using LetterExchange.Data;

namespace LetterExchange.Features.Stories;

/// <summary>The one door to a story's text. The stories of a folder are read once; those that programs have added lie in the database, where no version ever
/// changes, so that what has been read of them stays true on every machine. Any thread may ask.</summary>
public sealed class StoryLibrary
{
    readonly FrozenDictionary<string, Story> byId;
    readonly ConcurrentDictionary<string, Story> own = new(StringComparer.Ordinal);
    readonly Lock reading = new();
    readonly Database? db;

    StoryLibrary(string folder, int files, IReadOnlyList<Story> stories, IReadOnlyList<StoryError> errors, Database? db = null)
    {
        (Folder, Files, All, Errors, this.db) = (folder, files, stories, errors, db);
        byId = stories.ToFrozenDictionary(story => story.Id, StringComparer.Ordinal);
    }

    /// <summary>The same folder, and what programs have added to it.</summary>
    public StoryLibrary With(Database database) => new(Folder, Files, All, Errors, database);

    public string Folder { get; }

    /// <summary>How many story files there were, sound or not.</summary>
    public int Files { get; }

    /// <summary>The sound ones of the folder, by language and title. What a program reads is <see cref="Of(Guid?)"/>.</summary>
    public IReadOnlyList<Story> All { get; }

    /// <summary>What is wrong with the others, by file and line.</summary>
    public IReadOnlyList<StoryError> Errors { get; }

    /// <summary>What an assignment names, whichever program's it is. What somebody types is looked up on their program's shelf.</summary>
    public Story? Find(string id) => byId.GetValueOrDefault(id) ?? (db is not null && IsOwn(id) ? own.GetValueOrDefault(id) ?? Fetch(id) : null);

    /// <summary>Whether it is the id of a program's own story. No file's id has a dot.</summary>
    public static bool IsOwn(string id) => id.Contains('.', StringComparison.Ordinal);

    /// <summary>The folder alone.</summary>
    public Shelf BuiltIn => new(this, [], []);

    /// <summary>The library as a program has it now, on whatever machine something was added or retired; nothing for no program: the folder alone.</summary>
    public async Task<Shelf> Of(Guid? program) => program is { } id && db is not null ? await db.Read(tx => Of(tx, id)) : BuiltIn;

    /// <summary>The same within a transaction.</summary>
    public async Task<Shelf> Of(Tx tx, Guid program)
    {
        var versions = await tx.Query<OwnVersion>("""
            SELECT v.story_id, v.story, v.number, s.version AS newest FROM own_stories s JOIN own_story_versions v ON v.story_id = s.id WHERE s.program_id = @program
            """, new { program });
        var retired = await tx.Query<string>("SELECT story FROM retired_stories WHERE program_id = @program", new { program });
        var unread = versions.Where(version => version.IsNewest && !own.ContainsKey(version.Story)).Select(version => version.Story).ToList();
        if (unread.Count > 0)
            foreach (var (story, markdown) in await tx.Query<(string, string)>("SELECT story, markdown FROM own_story_versions WHERE story IN @unread", new { unread })) Keep(story, markdown);
        return new Shelf(this, versions, retired);
    }

    /// <summary>An own story that nobody has read in this process. It asks by a connection of its own, one at a time, since it may stand within a reading that holds one.</summary>
    Story? Fetch(string id)
    {
        lock (reading)
        {
            if (own.TryGetValue(id, out var known)) return known;
            using var connection = db!.Connect();
            var markdown = new Tx(connection, null, db.Engine).Find<string>("SELECT markdown FROM own_story_versions WHERE story = @id", new { id }).GetAwaiter().GetResult();
            return markdown is null ? null : Keep(id, markdown);
        }
    }

    /// <summary>It was sound when it was added; what a later release of this program would refuse is still shown to its readers as far as it can be read.</summary>
    Story? Keep(string id, string markdown) =>
        StoryParser.Read(id, markdown) is { } story ? own[id] = story with { Id = id } : null;

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
