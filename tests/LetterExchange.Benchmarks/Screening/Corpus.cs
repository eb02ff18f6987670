using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Features.Screening;

namespace LetterExchange.Benchmarks.Screening;

/// <summary>A passage that is marked in the corpus.</summary>
/// <param name="Start">In UTF-16 code units of the item's text.</param>
sealed record Mark(string Category, int Start, int Length, bool IsRequest)
{
    public int End => Start + Length;
}

/// <summary>One item of the corpus: a sentence or a short letter, with all that is to be found in it.</summary>
/// <param name="Age">None for a mentor.</param>
sealed record Item(string Scenario, string Language, Side Author, int? Age, string Style, string Text, IReadOnlyList<Mark> Marks)
{
    /// <summary>A tenth of the scenarios, by their names, is kept from training.</summary>
    public bool IsForTest => Fold(10) == 0;

    /// <summary>A number from 0 that is the same for all items of a scenario.</summary>
    public int Fold(int folds) => (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(Scenario))) % (uint)folds);
}

/// <summary>The corpus that the screening model is trained from: text files of lines such as
/// <c>mentee 11 shy | We had crackers. [[disclosure.neglect: There is nothing else.]]</c> under <c># scenario-id what it is about</c>.</summary>
static partial class Corpus
{
    public static readonly string Folder = Path.Combine("src", "LetterExchange", "Features", "Screening", "Meaning", "Corpus");

    /// <exception cref="FormatException">Names the file and the line that can't be read.</exception>
    public static List<Item> Read(string folder)
    {
        var items = new List<Item>();
        foreach (var path in Files(folder))
        {
            var (scenario, number) = ("", 0);
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Length == 0) continue;
                if (line.StartsWith('#')) scenario = line.Split(' ')[1];
                else items.Add(Read(scenario, line) ?? throw new FormatException($"{Path.GetFileName(path)}, line {number}: this is neither a scenario nor an item."));
            }
        }
        return items;
    }

    /// <summary>The paragraphs of the library's own stories, by turns as if a mentee and a mentor had written them: what a story tells is nobody's life.</summary>
    public static IEnumerable<Item> Stories(string folder) =>
        from path in Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal)
        let parts = File.ReadAllText(path).Split("---", 3)
        let language = Language().Match(parts[1]).Groups[1].Value
        from paragraph in parts[2].Split("\n\n").Select((text, n) => (Text: text.Trim(), n))
        where paragraph.Text.Length > 30 && paragraph.Text[0] != '#'
        select new Item($"{language}-story-{Path.GetFileNameWithoutExtension(path)}", language, paragraph.n % 2 == 0 ? Side.Mentee : Side.Mentor, null, "story", paragraph.Text, []);

    /// <summary>The SHA-256 over all that a model comes from: the corpus and the senses of words beside it, file by file by their names.</summary>
    public static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Files(folder).Concat(Directory.GetFiles(Path.Combine(folder, "..", "Senses"), "*.senses").Order(StringComparer.Ordinal))) hash.AppendData(File.ReadAllBytes(path));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static IEnumerable<string> Files(string folder) => Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal);

    static Item? Read(string scenario, string line)
    {
        if (Line().Match(line) is not { Success: true } match || scenario.Length < 4) return null;
        var (text, marks) = (new StringBuilder(), new List<Mark>());
        var at = 0;
        var typed = match.Groups["text"].Value;
        foreach (Match mark in Marked().Matches(typed))
        {
            text.Append(typed, at, mark.Index - at);
            var passage = mark.Groups["passage"].Value;
            foreach (var category in mark.Groups["categories"].Value.Split('+')) marks.Add(new(category.TrimEnd('?'), text.Length, passage.Length, category.EndsWith('?')));
            text.Append(passage);
            at = mark.Index + mark.Length;
        }
        text.Append(typed, at, typed.Length - at);
        if (marks.Exists(mark => !Category.All.Contains(mark.Category))) return null;
        var age = match.Groups["age"].Value;
        return new(scenario, scenario[..2], age == "-" ? Side.Mentor : Side.Mentee, age == "-" ? null : int.Parse(age), match.Groups["style"].Value, text.ToString(), marks);
    }

    [GeneratedRegex(@"^(mentee (?<age>\d+)|mentor (?<age>-)) (?<style>[\w-]+) \| (?<text>.+)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^language: *([a-z]{2})", RegexOptions.Multiline)]
    private static partial Regex Language();

    [GeneratedRegex(@"\[\[(?<categories>[^:\]]+): ?(?<passage>.*?)\]\]")]
    private static partial Regex Marked();
}
