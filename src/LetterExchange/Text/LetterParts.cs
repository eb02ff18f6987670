using System.Text.RegularExpressions;

namespace LetterExchange.Text;

/// <summary>Where a letter greets, closes and is signed. Only the setting differs by it: in doubt a line is plain body.
/// The ranges are of the text that was given (UTF-16 code units) and never overlap.</summary>
public sealed partial record LetterParts(Range? Salute, Range Body, Range? Close, Range? Sign)
{
    const int SaluteLength = 60, CloseLength = 60, SignLength = 40;

    /// <summary>Finds the parts of a normal text (<see cref="TextNormal"/>).</summary>
    /// <param name="signer">The writer's display name. A last line that holds one of its names is the signature.</param>
    public static LetterParts Of(string text, string? signer = null)
    {
        var lines = Lines(text);
        if (lines.Count < 2) return new(null, 0..text.Length, null, null);
        int first = 0, last = lines.Count - 1;
        Range? salute = IsSalute(text[lines[0]]) ? lines[first++] : null;
        Range? close = null, sign = null;
        if (last > first)
        {
            var closes = last - 1 >= first && IsClosing(text[lines[last - 1]]);
            var apart = text[lines[last - 1].End..lines[last].Start].Count(c => c == '\n') > 1;
            if (IsSignature(text[lines[last]], signer, closes, apart)) sign = lines[last--];
            if (sign is not null && closes) close = lines[last--];
        }
        var from = salute?.End ?? 0;
        var to = close?.Start ?? sign?.Start ?? text.Length;
        return new(salute, from..to, close, sign);
    }

    static List<Range> Lines(string text)
    {
        var lines = new List<Range>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found : text.Length;
            if (!text.AsSpan(start, end - start).IsWhiteSpace()) lines.Add(start..end);
            start = end + 1;
        }
        return lines;
    }

    static bool IsSalute(string line)
    {
        var said = line.Trim();
        if (said.Length > SaluteLength || Marked().IsMatch(said)) return false;
        return said[^1] is ',' or ':' or '!' || Greeting().IsMatch(said) && said[^1] is not ('.' or '?') && Words(said) <= 5;
    }

    static bool IsClosing(string line)
    {
        var said = line.Trim();
        if (said.Length > CloseLength || Marked().IsMatch(said)) return false;
        return said[^1] == ',' || Farewell().IsMatch(said) && said[^1] is not ('.' or '?' or ':') && Words(said) <= 6;
    }

    static bool IsSignature(string line, string? signer, bool closes, bool apart)
    {
        var said = line.Trim();
        if (said.Length > SignLength || Marked().IsMatch(said) || said[^1] is '.' or '?' or ',' or ':' or ';' or '…') return false;
        if (Words(said) is 0 or > 5 || Postscript().IsMatch(said)) return false;
        if (signer is not null && Names(signer).Any(name => Regex.IsMatch(said, $@"\b{Regex.Escape(name)}\b", Plain))) return true;
        return char.IsUpper(FirstLetter(said)) && (closes || signer is null && apart && Words(said) <= 2 && said[^1] != '!');
    }

    const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    static string[] Names(string signer) => signer.Split([' ', '-', '.', ','], StringSplitOptions.RemoveEmptyEntries);

    static int Words(string line) => Markdown.WordCount(line);

    static char FirstLetter(string line) => line.FirstOrDefault(char.IsLetter);

    [GeneratedRegex(@"^(>|[-*#+•][ \t]|[0-9]+[.)])")]
    private static partial Regex Marked();

    [GeneratedRegex(@"^(dear|hi|hello|hey|hiya|good (morning|afternoon|evening)|ch[eè]re?s?|bonjour|bonsoir|salut|coucou|querid[oa]s?|estimad[oa]s?|hola|buen[oa]s)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Greeting();

    [GeneratedRegex(@"^(from|love|lots of love|with (love|greetings)|yours|your (friend|pen ?pal)|best|all the best|warm|kind|take care|bye|see you|until next|sincerely|thank you|thanks|bises?|bisous|amiti[eé]s?|amicalement|à bientôt|ton ami|cordialement|un abrazo|abrazos|saludos|besos|con cariño|hasta|tu amig)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Farewell();

    [GeneratedRegex(@"^(p\.? ?s\b|p\.? ?d\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Postscript();
}
