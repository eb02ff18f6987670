using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Web addresses: with a scheme, with www, a bare domain, with spaces or with dot and slash in words.</summary>
static class LinkRule
{
    public const string Name = "link.address";

    // Endings that are neither a file's nor a word that follows a forgotten space (it, me, is, so, to …).
    const string Endings = "com|org|net|edu|gov|info|biz|io|app|dev|gg|tv|ly|xyz|online|site|shop|blog|club|eu|uk|fr|es|mx|ca|de|be|ch|ar|cl|co|us|example";
    const string Path = @"[/?#][^\s<>""]*";

    static readonly Regex Scheme = Patterns.Linear(@"\b(https?|hxxps?|ftp|wss?) ?(:|\[:\]) ?/ ?/ ?[^\s<>""]+");
    static readonly Regex Www = Patterns.Linear(@"\bwww ?[.\d] ?[a-z0-9][^\s<>""]*\.[^\s<>""]+");
    static readonly Regex Bare = Patterns.Linear($@"\b[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.({Endings})\b({Path})?");
    static readonly Regex WithPath = Patterns.Linear(@"\b[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,10}/[a-z0-9][^\s<>""]*");
    static readonly Regex Spaced = Patterns.Linear($@"\b[a-z0-9][a-z0-9-]*( ?\. [a-z0-9-]+| \. ?[a-z0-9-]+)* (\. ?|\[\.\] ?)({Endings})\b( ?/ ?[a-z0-9_-]+)*");
    static readonly Regex Bracketed = Patterns.Linear($@"\b[a-z0-9][a-z0-9-]*( ?[\[({{](\.|dot|point|punto)[\])}}] ?[a-z0-9-]+)* ?[\[({{](\.|dot|point|punto)[\])}}] ?({Endings})\b");
    static readonly (Regex Pattern, double Strength)[] Forms =
        [(Scheme, 0.98), (Www, 0.95), (Bare, 0.9), (WithPath, 0.85), (Bracketed, 0.9), (Spaced, 0.7)];

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (!MayHold(text)) yield break;
        var spelt = Spelt(text);
        var isInEmail = new bool[text.Original.Length];
        foreach (var email in EmailRule.Find(text, input)) Array.Fill(isInEmail, true, email.Start, email.Length);
        foreach (var (pattern, strength) in Forms)
        {
            foreach (var match in pattern.EnumerateMatches(text.Folded).ToRanges())
            {
                var (start, end) = (match.Start.Value, TrimmedEnd(text.Folded, match));
                var link = text.Find(Category.Link, start, end, Name, strength);
                if (!isInEmail[link.Start] && !isInEmail[link.End - 1] && text.At(start - 1) is not ('@' or '_') && text.At(end) != '_') yield return link;
            }
        }
        foreach (var (start, end) in spelt)
        {
            var link = text.Find(Category.Link, start, end, Name, 0.85);
            if (!isInEmail[link.Start] && !isInEmail[link.End - 1]) yield return link;
        }
    }

    // With its signs in words: "pandapod dot example slash room", "triple w, skatefeed, point com".
    static List<(int Start, int End)> Spelt(LetterText text)
    {
        var found = new List<(int, int)>();
        if (!text.HasAny(Dots) && !text.HasAny(Webs) && !text.Folded.Contains(". ", StringComparison.Ordinal)) return found;
        var parts = text.Parts;
        for (var at = 1; at + 1 < parts.Count; at++)
        {
            if (parts[at].Sign != Sign.Dot || !(parts[at].IsSpelt || text.At(parts[at].Start - 1) == ' ' || parts[at + 1].End - parts[at + 1].Start > 5 && text.At(parts[at + 1].Start + 1) == ' ')) continue;
            if (parts[at - 1].Sign is not Sign.Name || parts[at + 1].Sign != Sign.Name) continue;
            var ending = text.Folded[parts[at + 1].Start..parts[at + 1].End].Replace(" ", "", StringComparison.Ordinal);
            var first = at - 1;
            while (first > 1 && parts[first - 1].Sign is Sign.Dot or Sign.Dash or Sign.Slash && parts[first - 2].Sign is Sign.Name or Sign.Web) first -= 2;
            while (first > 0 && parts[first - 1].Sign is Sign.Web or Sign.Slash && parts[first].Start - parts[first - 1].End < 4) first--;
            var isWeb = parts[first].Sign == Sign.Web;
            if (!SpeltEndings.Contains(ending) && !((isWeb || text.Folded.AsSpan(parts[at].Start..parts[at].End) is "dot") && EmailRule.Endings.Contains(ending))) continue;
            var last = at + 1;
            while (last + 2 < parts.Count && parts[last + 1].Sign is Sign.Slash or Sign.Dash && parts[last + 2].Sign == Sign.Name && parts[last + 2].Start - parts[last].End < 20) last += 2;
            if (parts[at + 1].Start - parts[at].End > 14 || parts[at].Start - parts[at - 1].End > 4 || !isWeb && NoNames.Contains(text.Folded[parts[at - 1].Start..parts[at - 1].End])) continue;
            found.Add((parts[first].Start, parts[last].End));
        }
        return found;
    }

    static readonly FrozenSet<string> SpeltEndings = FrozenSet.ToFrozenSet(["com", "org", "net", "edu", "info", "io", "fr", "mx", "uk", "gg", "tv", "example", "eu"]);
    static readonly FrozenSet<string> NoNames = FrozenSet.ToFrozenSet(["au", "ce", "le", "un", "el", "cada", "the", "a", "que", "de", "du", "to", "and", "puis"]);
    static readonly FrozenSet<string> Webs = FrozenSet.ToFrozenSet(["www", "triple", "w", "http", "https", "wss", "uves", "uve", "doubleyous"]);

    static readonly FrozenSet<string> Ends = Endings.Split('|').ToFrozenSet();
    static readonly FrozenSet<string> Dots = FrozenSet.ToFrozenSet(["dot", "point", "punto", "poin", "puntito", "spot", "period", "stop"]);

    /// <summary>Tells in one pass that a text has no link, as nearly all have none: no www, no slash after a colon, no dot before an ending or within a word.</summary>
    static bool MayHold(LetterText text)
    {
        var folded = text.Folded.AsSpan();
        if (folded.IndexOfAny('/', '[', '{') >= 0 || folded.Contains("www", StringComparison.Ordinal) || text.HasAny(Dots) || text.HasAny(Webs)) return true;
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
