using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Web addresses: with a scheme, with www, a bare domain, with spaces or with dot and slash in words.</summary>
static class LinkRule
{
    public const string Name = "link.address";

    // Endings that are neither a file's nor a word that follows a forgotten space (it, me, is, so, to …).
    const string Endings = "com|org|net|edu|gov|info|biz|io|app|dev|gg|tv|ly|xyz|online|site|shop|blog|club|eu|uk|fr|es|mx|ca|de|be|ch|ar|cl|co|us";
    const string Path = @"[/?#][^\s<>""]*";

    static readonly Regex Scheme = Patterns.Linear(@"\b(https?|hxxps?|ftp|wss?) ?(:|\[:\]) ?/ ?/ ?[^\s<>""]+");
    static readonly Regex Www = Patterns.Linear(@"\bwww ?[.\d] ?[a-z0-9][^\s<>""]*\.[^\s<>""]+");
    static readonly Regex Bare = Patterns.Linear($@"\b[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.({Endings})\b({Path})?");
    static readonly Regex WithPath = Patterns.Linear(@"\b[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,10}/[a-z0-9][^\s<>""]*");
    static readonly Regex Spaced = Patterns.Linear($@"\b[a-z0-9][a-z0-9-]*( ?\. [a-z0-9-]+| \. ?[a-z0-9-]+)* (\. ?|\[\.\] ?)({Endings})\b( ?/ ?[a-z0-9_-]+)*");
    static readonly Regex Bracketed = Patterns.Linear($@"\b[a-z0-9][a-z0-9-]*( ?[\[({{](\.|dot|point|punto)[\])}}] ?[a-z0-9-]+)* ?[\[({{](\.|dot|point|punto)[\])}}] ?({Endings})\b");
    static readonly Regex Spelt = Patterns.Linear(
        $@"\b[a-z0-9][a-z0-9-]*( (dot|point|punto) [a-z0-9-]+)*,? (dot|point|punto),? (com|org|net|edu|info|io|fr|es|mx|uk|ca|gg|tv)\b((,? (slash|forward slash|barre oblique|barre|barra),?) [a-z0-9_-]+)*");

    static readonly (Regex Pattern, double Strength)[] Forms =
        [(Scheme, 0.98), (Www, 0.95), (Bare, 0.9), (WithPath, 0.85), (Bracketed, 0.9), (Spelt, 0.85), (Spaced, 0.7)];

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (!MayHold(text)) yield break;
        var isInEmail = new bool[text.Original.Length];
        foreach (var email in EmailRule.Find(text, input)) Array.Fill(isInEmail, true, email.Start, email.Length);
        foreach (var (pattern, strength) in Forms)
        {
            foreach (var match in pattern.EnumerateMatches(text.Folded).ToRanges())
            {
                var (start, end) = (match.Start.Value, TrimmedEnd(text.Folded, match));
                var link = text.Find(Category.Link, start, end, Name, strength);
                if (!isInEmail[link.Start] && !isInEmail[link.End - 1]) yield return link;
            }
        }
    }

    static readonly FrozenSet<string> Ends = Endings.Split('|').ToFrozenSet();
    static readonly FrozenSet<string> Dots = FrozenSet.ToFrozenSet(["dot", "point", "punto"]);

    /// <summary>Tells in one pass that a text has no link, as nearly all have none: no www, no slash after a colon, no dot before an ending or within a word.</summary>
    static bool MayHold(LetterText text)
    {
        var folded = text.Folded.AsSpan();
        if (folded.IndexOfAny('/', '[', '{') >= 0 || folded.Contains("www", StringComparison.Ordinal) || text.HasAny(Dots)) return true;
        for (var at = folded.IndexOf('.'); at >= 0;)
        {
            var begin = at + 1;
            while (begin < folded.Length && folded[begin] == ' ') begin++;
            var end = begin;
            while (end < folded.Length && char.IsAsciiLetterOrDigit(folded[end])) end++;
            if (end > begin && (begin == at + 1 || Ends.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folded[begin..end]))) return true;
            var next = folded[(at + 1)..].IndexOf('.');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return folded.Contains("(.", StringComparison.Ordinal) || folded.Contains("(dot", StringComparison.Ordinal) || folded.Contains("(point", StringComparison.Ordinal) || folded.Contains("(punto", StringComparison.Ordinal);
    }

    // The sentence goes on where the link ends.
    static int TrimmedEnd(string folded, Range match)
    {
        var end = match.End.Value;
        while (end > match.Start.Value + 1 && folded[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or ']' or '\'') end--;
        return end;
    }
}
