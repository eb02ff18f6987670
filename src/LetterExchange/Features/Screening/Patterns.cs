using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening;

/// <summary>Regular expressions over the folded text. They run in time linear in its length, whatever is written.</summary>
static class Patterns
{
    public static Regex Linear(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Whether the pattern is found up to <paramref name="before"/> characters before the span, within its paragraph.</summary>
    public static bool IsBefore(Regex pattern, string folded, int start, int before) =>
        pattern.IsMatch(Paragraph(folded.AsSpan(Math.Max(0, start - before)..start), last: true));

    /// <summary>Whether the pattern is found up to <paramref name="after"/> characters after the span, within its paragraph.</summary>
    public static bool IsAfter(Regex pattern, string folded, int end, int after) =>
        pattern.IsMatch(Paragraph(folded.AsSpan(end..Math.Min(folded.Length, end + after)), last: false));

    static ReadOnlySpan<char> Paragraph(ReadOnlySpan<char> around, bool last)
    {
        var at = last ? around.LastIndexOf("\n\n") : around.IndexOf("\n\n");
        if (at < 0) return around;
        return last ? around[at..] : around[..at];
    }
}

/// <summary>Reads value matches, which cannot be held across a yield.</summary>
static class MatchRanges
{
    public static List<Range> ToRanges(this Regex.ValueMatchEnumerator matches)
    {
        var ranges = new List<Range>();
        foreach (var match in matches) ranges.Add(match.Index..(match.Index + match.Length));
        return ranges;
    }
}
