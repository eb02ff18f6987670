using System.Collections.Frozen;

namespace LetterExchange.Features.Stories;

/// <summary>The library as one program has it: the stories of the folder and its own, and which of them it offers no longer.</summary>
public sealed class Shelf
{
    readonly StoryLibrary library;
    readonly Dictionary<string, OwnVersion> versions;
    readonly Dictionary<Guid, string> newest;
    readonly FrozenSet<string> retired;

    internal Shelf(StoryLibrary library, IReadOnlyList<OwnVersion> versions, IEnumerable<string> retired)
    {
        (this.library, this.retired) = (library, retired.ToFrozenSet(StringComparer.Ordinal));
        this.versions = versions.ToDictionary(version => version.Story, StringComparer.Ordinal);
        newest = versions.Where(version => version.IsNewest).ToDictionary(version => version.StoryId, version => version.Story);
        All = newest.Count == 0 ? library.All : [.. library.All.Concat(newest.Values.Select(library.Find).OfType<Story>())
            .OrderBy(story => story.Language, StringComparer.Ordinal).ThenBy(story => story.Title, StringComparer.InvariantCulture)];
    }

    /// <summary>Every story, each own one in its newest version, by language and title.</summary>
    public IReadOnlyList<Story> All { get; }

    /// <summary>What a new plan may take.</summary>
    public IEnumerable<Story> Offered => All.Where(story => !IsRetired(story.Id));

    /// <summary>A story of this program, older versions among them; nothing for another program's.</summary>
    public Story? Find(string id) => versions.ContainsKey(id) || !StoryLibrary.IsOwn(id) ? library.Find(id) : null;

    /// <summary>Whether a new plan may take it, in its newest version.</summary>
    public bool Offers(string id) => Find(Newest(id)) is not null && !IsRetired(id);

    /// <summary>Whether new plans and choices offer it no longer.</summary>
    public bool IsRetired(string id) => retired.Contains(id);

    /// <summary>The version that new plans take; of what has none, itself.</summary>
    public string Newest(string id) => versions.TryGetValue(id, out var version) && newest.TryGetValue(version.StoryId, out var last) ? last : id;

    /// <summary>All versions, by the ids under which they were given.</summary>
    public IReadOnlyList<string> Versions(string id) =>
        versions.TryGetValue(id, out var version) ? [.. versions.Values.Where(one => one.StoryId == version.StoryId).OrderBy(one => one.Number).Select(one => one.Story)] : [id];

    /// <summary>Which version it is, from 1; nothing for a story of the folder.</summary>
    public int? Number(string id) => versions.TryGetValue(id, out var version) ? version.Number : null;
}

/// <summary>One version of a program's own story, without its text.</summary>
sealed record OwnVersion
{
    public Guid StoryId { get; init; }

    /// <summary>What plans and assignments call it.</summary>
    public string Story { get; init; } = "";

    public int Number { get; init; }
    public int Newest { get; init; }
    public bool IsNewest => Number == Newest;
}
