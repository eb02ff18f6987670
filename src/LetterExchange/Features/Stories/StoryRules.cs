namespace LetterExchange.Features.Stories;

/// <summary>What a story's file may hold.</summary>
public static class StoryRules
{
    public const int MinAge = 8, MaxAge = 18;
    public const int MaxMinutes = 60;
    public const int MaxThemes = 3;
    public const int MaxPrompts = 6;
    public const int MinWords = 200, MaxWords = 5_000;
    public const int MaxBytes = 256 * 1024;

    /// <summary>Longest text of a story, in UTF-16 code units: what the most words could take.</summary>
    public const int MaxBody = 60_000;
    public const int MaxGlossary = 40;

    /// <summary>Longest title, author, question, prompt, note, explanation, in UTF-16 code units.</summary>
    public const int MaxTitle = 100, MaxText = 500;

    public static readonly IReadOnlyList<string> Languages = ["en", "fr", "es"];

    public static readonly IReadOnlyList<string> Themes =
        ["friendship", "family", "courage", "home", "nature", "memory", "invention", "music", "journeys", "fairness", "loss", "play"];

    /// <summary>Every key of the front matter; all but notes must be there.</summary>
    public static readonly IReadOnlyList<string> Keys =
        ["id", "title", "author", "language", "level", "minutes", "themes", "question", "prompts", "glossary", "notes"];

    /// <summary>The one that was probably meant: at most two letters away (Levenshtein), or null.</summary>
    public static string? Nearest(string typed, IEnumerable<string> allowed)
        => typed.Length > 40 ? null : allowed.Select(word => (word, Away: Distance(typed.ToLowerInvariant(), word)))
            .Where(x => x.Away <= 2).OrderBy(x => x.Away).Select(x => x.word).FirstOrDefault();

    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
