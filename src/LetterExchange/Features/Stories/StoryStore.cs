using System.Security.Cryptography;
using LetterExchange.Data;

namespace LetterExchange.Features.Stories;

/// <summary>What became of a story that was brought: the id under which it is offered now, all that is wrong with it, or that somebody else mended it meanwhile.</summary>
public sealed record BroughtStory(string? Id, IReadOnlyList<StoryError> Errors, bool ChangedElsewhere = false);

/// <summary>A program's own stories: added, mended (as a new version), retired and offered again. None is ever changed under its readers.</summary>
public sealed class StoryStore(Database db, StoryLibrary library, History history, TimeProvider clock)
{
    /// <summary>How many stories a program may add: more than a class reads in a hundred years.</summary>
    public const int Most = 500;

    /// <summary>What is wrong with a story as it stands, in the words of <c>stories check</c>; the story when nothing is.</summary>
    /// <param name="mends">The story of which it is to be a new version; nothing for a new story.</param>
    public async Task<(Story? Story, IReadOnlyList<StoryError> Errors)> Check(Guid program, byte[] bytes, string? mends = null) =>
        Check(await library.Of(program), bytes, mends);

    /// <summary>Adds a story to the program's library, if it is sound.</summary>
    public Task<BroughtStory> Add(Guid program, byte[] bytes, Guid by) => db.Transact(async tx =>
    {
        // Two who bring a story of the same name at once come one after the other.
        await tx.Find<Guid?>($"SELECT id FROM programs g WHERE id = @program {tx.ForUpdate("g")}", new { program });
        var shelf = await library.Of(tx, program);
        var (story, errors) = Check(shelf, bytes, null);
        if (story is null) return new BroughtStory(null, errors);
        if (await tx.Get<int>("SELECT COUNT(*) FROM own_stories WHERE program_id = @program", new { program }) >= Most)
            return new(null, [new(FileName, 1, "file", $"cannot be added: there are {Most} already, and no more are allowed")]);
        var (id, now) = (clock.New(), clock.Now());
        await tx.Execute("INSERT INTO own_stories (id, program_id, name, version, added_at) VALUES (@id, @program, @name, 1, @now)", new { id, program, name = story.Id, now });
        var key = await Insert(tx, id, $"{story.Id}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}", 1, bytes, by, now);
        await history.Record(tx, "story.add", id, by, programId: program, codes: $"story={key}");
        return new(key, []);
    });

    /// <summary>Adds a new version of a story. What has been given to readers stays what it was.</summary>
    /// <param name="seen">The newest version when the mending began: whoever mended it since was first.</param>
    public Task<BroughtStory> Mend(Guid program, string seen, byte[] bytes, Guid by) => db.Transact(async tx =>
    {
        if (await Own(tx, program, seen) is not { } old) return new BroughtStory(null, [], ChangedElsewhere: true);
        var shelf = await library.Of(tx, program);
        var (story, errors) = Check(shelf, bytes, seen);
        if (story is null) return new(null, errors);
        if (await tx.Get<string>("SELECT markdown FROM own_story_versions WHERE story = @seen", new { seen }) == StoryParser.Normal(bytes)) return new(seen, []);
        var now = clock.Now();
        var moved = await tx.Execute("UPDATE own_stories SET version = version + 1 WHERE id = @StoryId AND version = @Number", new { old.StoryId, old.Number });
        if (moved == 0) return new(null, [], ChangedElsewhere: true);
        var key = await Insert(tx, old.StoryId, seen[..seen.LastIndexOf('.')], old.Number + 1, bytes, by, now);
        await tx.Execute("""
            INSERT INTO retired_stories (program_id, story, retired_by, retired_at)
            SELECT program_id, @key, retired_by, retired_at FROM retired_stories WHERE program_id = @program AND story = @seen
            """, new { key, program, seen });
        await history.Record(tx, "story.mend", old.StoryId, by, programId: program, codes: $"story={key}");
        return new(key, []);
    });

    /// <summary>No new plan or choice offers it any more; what is running goes on. False where that was so already, or the program has no such story.</summary>
    public Task<bool> Retire(Guid program, string story, Guid by) => db.Transact(async tx =>
    {
        var shelf = await library.Of(tx, program);
        if (shelf.Find(story) is null) return false;
        var retired = await tx.ExecuteMany("""
            INSERT INTO retired_stories (program_id, story, retired_by, retired_at) VALUES (@Program, @Story, @By, @Now) ON CONFLICT (program_id, story) DO NOTHING
            """, shelf.Versions(story).Select(one => new { Program = program, Story = one, By = by, Now = clock.Now() }).ToList());
        if (retired > 0) await history.Record(tx, "story.retire", program, by, programId: program, codes: $"story={shelf.Newest(story)}");
        return retired > 0;
    });

    /// <summary>It is offered again. False where it was all the time.</summary>
    public Task<bool> Offer(Guid program, string story, Guid by) => db.Transact(async tx =>
    {
        var versions = (await library.Of(tx, program)).Versions(story);
        var offered = await tx.Execute("DELETE FROM retired_stories WHERE program_id = @program AND story IN @versions", new { program, versions });
        if (offered > 0) await history.Record(tx, "story.offer", program, by, programId: program, codes: $"story={versions[^1]}");
        return offered > 0;
    });

    /// <summary>The text of a version of the program's own; nothing for what it has not.</summary>
    public Task<string?> Markdown(Guid program, string story) => db.Find<string>("""
        SELECT v.markdown FROM own_story_versions v JOIN own_stories s ON s.id = v.story_id WHERE s.program_id = @program AND v.story = @story
        """, new { program, story });

    const string FileName = "story.md";

    (Story? Story, IReadOnlyList<StoryError> Errors) Check(Shelf shelf, byte[] bytes, string? mends) => StoryParser.Parse(FileName, bytes, id =>
        mends is not null ? Name(mends) == id ? null : $"\"{id}\" is another story's; it must stay \"{Name(mends)}\""
        : shelf.All.FirstOrDefault(story => Name(story.Id) == id) is { } other ? $"\"{id}\" is taken by \"{other.Title}\"; give it another" : null);

    /// <summary>The id of the front matter.</summary>
    static string Name(string id) => id.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? id[..dot] : id;

    static Task<OwnVersion?> Own(Tx tx, Guid program, string story) => tx.Find<OwnVersion>($"""
        SELECT v.story_id, v.story, v.number, s.version AS newest FROM own_stories s JOIN own_story_versions v ON v.story_id = s.id
         WHERE s.program_id = @program AND v.story = @story AND v.number = s.version {tx.ForUpdate("s")}
        """, new { program, story });

    static async Task<string> Insert(Tx tx, Guid id, string work, int number, byte[] bytes, Guid by, DateTimeOffset now)
    {
        var story = $"{work}.{number}";
        await tx.Execute("""
            INSERT INTO own_story_versions (story_id, number, story, markdown, added_by, added_at) VALUES (@id, @number, @story, @markdown, @by, @now)
            """, new { id, number, story, markdown = StoryParser.Normal(bytes), by, now });
        return story;
    }
}
