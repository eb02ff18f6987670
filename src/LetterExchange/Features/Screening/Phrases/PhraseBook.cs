using System.Collections.Immutable;
using System.Globalization;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>Reads the phrase lists that are built into the program.</summary>
static class PhraseBook
{
    /// <summary>The lists that are looked for, in their order.</summary>
    public static readonly string[] Lists = ["Disclosures", "Dangers", "Proposals", "Requests", "Unkindness", "Profanity"];

    /// <summary>The rules of the list of this name, one a group, in the order of the file. Its form:
    /// <code>
    /// # what the set or the group is for
    /// @parents = mum dad
    /// [secrecy.hide] category=secrecy strength=0.9 author=mentor lang=en request unless=@fiction then=name
    /// don't tell your|my @parents
    /// ! tell your parents
    /// </code>
    /// A line that begins with an exclamation mark is harmless, and so is what overlaps it. The sets of Common are known in every list.</summary>
    /// <exception cref="FormatException">The list is broken; the message names the file and the line.</exception>
    public static IEnumerable<ScreeningRule> Rules(string list) => Read(list).Rules.Select(rule => new ScreeningRule(rule.Name, rule.Find));

    static readonly Lazy<ILookup<string, PhraseRule>> ByCategory = new(() => Lists.SelectMany(list => Read(list).Rules).ToLookup(rule => rule.Category));

    /// <summary>Whether any list says of a category that words which begin among these are harmless.</summary>
    public static bool IsHarmless(string category, LetterText text, int first, int last) => ByCategory.Value[category].Any(rule => rule.IsHarmless(text, first, last));

    /// <summary>The words of one set of a list, folded.</summary>
    public static ImmutableHashSet<string> Set(string list, string set) => Read(list).Sets[set];

    static PhraseReader Read(string list)
    {
        var common = new PhraseReader("Common", ImmutableDictionary<string, ImmutableHashSet<string>>.Empty);
        common.Read(Lines("Common"));
        var reader = new PhraseReader(list, common.Sets);
        reader.Read(Lines(list));
        return reader;
    }

    static IEnumerable<string> Lines(string list)
    {
        var name = $"{typeof(PhraseBook).Namespace}.{list}.phrases";
        using var stream = typeof(PhraseBook).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The phrase list {name} is not part of the program.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }
}

/// <summary>Reads the lines of one phrase list.</summary>
sealed class PhraseReader(string list, ImmutableDictionary<string, ImmutableHashSet<string>> known)
{
    public ImmutableDictionary<string, ImmutableHashSet<string>> Sets { get; private set; } = known;
    public List<PhraseRule> Rules { get; } = [];

    public void Read(IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            try
            {
                ReadLine(line.Trim());
            }
            catch (FormatException broken)
            {
                throw new FormatException($"{list}.phrases, line {number}: {broken.Message}", broken);
            }
        }
    }

    void ReadLine(string line)
    {
        if (line.Length == 0 || line[0] == '#') return;
        if (line[0] == '@' && line.Contains(" = ", StringComparison.Ordinal)) ReadSet(line);
        else if (line[0] == '[') Rules.Add(Head(line));
        else if (Rules.Count == 0) throw new FormatException("A phrase must stand below a [group].");
        else if (line[0] == '!') Rules[^1].Except(Phrase.Parse(line[1..], Sets));
        else Rules[^1].Add(Phrase.Parse(line, Sets));
    }

    // A set may be continued by naming it again.
    void ReadSet(string line)
    {
        if (line.Split('=', 2) is not [var name, var words]) throw new FormatException("A set is written @name = words.");
        var set = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word[0] == '@' ? Set(word) : [One(word)]);
        name = name.Trim()[1..];
        Sets = Sets.SetItem(name, [.. Sets.GetValueOrDefault(name, []), .. set]);
    }

    static string One(string word) => Phrase.Fold(word) is [var folded]
        ? folded
        : throw new FormatException($"\"{word}\" must be one word to stand in a set.");

    PhraseRule Head(string line)
    {
        if (line.Split(']', 2) is not [var name, var rest]) throw new FormatException("A group is written [name] category=….");
        var options = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(option => option.Split('=', 2))
            .ToDictionary(option => option[0], option => option.Length > 1 ? option[1] : "", StringComparer.Ordinal);
        var unknown = options.Keys.Except(["category", "strength", "author", "lang", "request", "unless", "then"]).FirstOrDefault();
        if (unknown is not null) throw new FormatException($"There is no option {unknown}.");
        var category = options.GetValueOrDefault("category", "");
        if (!Category.All.Contains(category)) throw new FormatException($"There is no category \"{category}\".");
        return new PhraseRule
        {
            Name = name[1..],
            Category = category,
            Strength = options.TryGetValue("strength", out var strength) ? double.Parse(strength, CultureInfo.InvariantCulture) : 0.8,
            IsRequest = options.ContainsKey("request"),
            Author = options.TryGetValue("author", out var author) ? Enum.Parse<Side>(author, ignoreCase: true) : null,
            Language = options.GetValueOrDefault("lang"),
            Then = options.TryGetValue("then", out var then) ? Enum.Parse<Follower>(then, ignoreCase: true) : Follower.None,
            Unless = options.TryGetValue("unless", out var unless) ? [.. unless.Split(',').SelectMany(Set)] : [],
        };
    }

    ImmutableHashSet<string> Set(string name) =>
        Sets.GetValueOrDefault(name.TrimStart('@')) ?? throw new FormatException($"There is no set {name} above this line.");
}
