using System.Collections.Frozen;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>What one part of an address is.</summary>
enum Sign { Name, At, WeakAt, Dot, Dash, Slash, Web, Other }

/// <summary>A part of what may be an address: a name, or a sign that was written, put in brackets or said in words.</summary>
/// <param name="IsSpelt">Whether a sign stands there in words or in brackets.</param>
readonly record struct Part(Sign Sign, int Start, int End, bool IsSpelt = false);

/// <summary>Reads a text as the parts of addresses: "juno (at) mail dot example", "lou arobase courrier point com", "f i g @ e x . o r g".</summary>
static class Signs
{
    // Longer ones first: what begins alike is tried in this order.
    static readonly (string Words, Sign Sign)[] Spelt =
    [
        ("that a in a circle|the a in a circle|a in a circle|a with a circle|that a in the circle|a inside a circle|a with a tail|the at sign|the at symbol|the at thing|at sign|at symbol|the curly a sign|curly a sign|the curly a|curly a|the round a|round a|squiggly a|the squiggly a|circled a|circle a|twisty a|swirly a|the snail|commercial at|at the rate|ampersat|" +
            "a commercial|petit a entoure|le petit a entoure|le petit a dans un rond|petit a dans un rond|a dans un rond|a entoure|le a entoure|petit a|le petit a|grand a avec le rond autour|l arobase|l arobas|signe arobase|arobase|arobas|arobaze|arobasse|arrobase|arobe|l escargot|la spirale|" +
            "a comercial|la a con rabito|a con rabito|la a enroscada|a enroscada|la a encerrada|a en un circulo|la a en un circulo|a con circulo|a de arroba|la arroba|el arroba|signo arroba|arroba|arrobas|arrova|arobba|arrobita|atsign|arrobe|asperand", Sign.At),
        ("at|chez", Sign.WeakAt),
        ("full stop|a full stop|a dot|the dot|dot|period|d0t|un point|le point|petit point|le petit point|point|poin|pnt|un punto|el punto|punto|puntito|pto", Sign.Dot),
        ("underscore|under score|an underscore|low line|underline|tiret bas|tiret du bas|un tiret bas|barre du 8|trait bas|guion bajo|un guion bajo|raya baja|guionbajo|sub guion|hyphen|a hyphen|dash|a dash|minus|tiret|un tiret|trait d union|guion|un guion|raya|a little line", Sign.Dash),
        ("forward slash|slash|barre oblique|barre|slache|barra", Sign.Slash),
        ("triple w|triple double u|triple doble u|www|three ws|3 ws|3 w|3 fois w|trois w|tres uves dobles|uve doble uve doble uve doble|doble u doble u doble u|double u double u double u|the 3 doubleyous|https|http", Sign.Web),
    ];

    static readonly FrozenDictionary<string, (string[] Words, Sign Sign)[]> ByFirst = Spelt
        .SelectMany(row => row.Words.Split('|').Select(words => (Words: words.Split(' '), row.Sign)))
        .GroupBy(row => row.Words[0]).ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(row => row.Words.Length).ToArray());

    // Said between the parts and meaning nothing.
    static readonly FrozenSet<string> Fillers = FrozenSet.ToFrozenSet(["then", "puis", "luego", "entonces", "ensuite"]);

    /// <summary>The parts in their order. What stands between two sentences, or any other sign, parts them by an <see cref="Sign.Other"/>.</summary>
    public static List<Part> Of(LetterText text)
    {
        var parts = new List<Part>(text.Words.Length * 2);
        var end = 0;
        for (var at = 0; at < text.Words.Length; at++)
        {
            var word = text.Words[at];
            Between(text, end, word.Start, parts);
            if (ByFirst.TryGetValue(word.Text, out var known) && Said(text, at, known) is { } said)
            {
                var last = text.Words[at + said.Words.Length - 1];
                parts.Add(new(said.Sign == Sign.WeakAt && IsBracketed(text, word) ? Sign.At : said.Sign, word.Start, last.End, true));
                at += said.Words.Length - 1;
                end = last.End;
                continue;
            }
            end = word.End;
            if (word.Text is "a" or "at" or "en" or "aro" or "arr" && IsBracketed(text, word))
            {
                parts.Add(new(Sign.At, word.Start, word.End, true));
                continue;
            }
            if (Fillers.Contains(word.Text) && parts.Count > 0 && parts[^1].Sign != Sign.Other) continue;
            Names(text, word, parts);
        }
        Between(text, end, text.Folded.Length, parts);
        return Joined(text, parts);
    }

    static bool IsBracketed(LetterText text, Word word) => text.At(word.Start - 1) is '(' or '[' or '{' or '<' or '*' or '|' or '=' or '~' && text.At(word.End) is ')' or ']' or '}' or '>' or '*' or '|' or '=' or '~'
        || text.At(word.Start - 1) == ' ' && text.At(word.Start - 2) is '(' or '[' or '{' or '<' && text.At(word.End) == ' ' && text.At(word.End + 1) is ')' or ']' or '}' or '>';

    static (string[] Words, Sign Sign)? Said(LetterText text, int at, (string[] Words, Sign Sign)[] known)
    {
        foreach (var said in known)
        {
            if (at + said.Words.Length > text.Words.Length) continue;
            var stands = true;
            for (var n = 1; n < said.Words.Length && stands; n++)
                stands = text.Words[at + n].Text == said.Words[n] && text.Words[at + n].Start - text.Words[at + n - 1].End <= 2;
            if (stands) return said;
        }
        return null;
    }

    // "junoATmailDOTcom", "ines13arobaze": signs within a word.
    static void Names(LetterText text, Word word, List<Part> parts)
    {
        var start = word.Start;
        for (var at = word.Start + 1; at < word.End - 1; at++)
        {
            var (length, sign) = text.Original[text.OriginalStart(at)] is 'ⓐ' or 'Ⓐ' && text.Original[text.OriginalStart(at - 1)] < 'Ⓐ' ? (1, Sign.At) : Capitals(text, word, at);
            if (length == 0) continue;
            parts.Add(new(Sign.Name, start, at));
            parts.Add(new(sign, at, at + length, true));
            start = at + length;
            at = start;
        }
        var said = start == word.Start && word.Text.Length == word.End - word.Start ? Math.Max(word.Text.IndexOf("aroba", StringComparison.Ordinal), word.Text.IndexOf("arroba", StringComparison.Ordinal)) : -1;
        if (said > 1)
        {
            var (middle, rest) = (word.Start + said, AfterAt(word.Text, said));
            parts.Add(new(Sign.Name, word.Start, middle));
            parts.Add(new(Sign.At, middle, word.Start + rest, true));
            var dot = Math.Max(word.Text.IndexOf("punto", rest, StringComparison.Ordinal), word.Text.IndexOf("point", rest, StringComparison.Ordinal));
            if (dot > rest && dot + 5 < word.Text.Length)
            {
                parts.Add(new(Sign.Name, word.Start + rest, word.Start + dot));
                parts.Add(new(Sign.Dot, word.Start + dot, word.Start + dot + 5, true));
                parts.Add(new(Sign.Name, word.Start + dot + 5, word.End));
            }
            else if (word.Start + rest < word.End) parts.Add(new(Sign.Name, word.Start + rest, word.End));
            return;
        }
        if (start < word.End) parts.Add(new(Sign.Name, start, word.End));
    }

    // Where the host begins: after arobase, arobas, arobaze, arroba.
    static int AfterAt(string word, int said)
    {
        foreach (var spelt in (string[])["arobase", "arobaze", "arobas", "arroba", "aroba"])
            if (word.AsSpan(said).StartsWith(spelt)) return said + spelt.Length;
        return word.Length;
    }

    static (int Length, Sign Sign) Capitals(LetterText text, Word word, int at)
    {
        if (!IsUpper(text, at) || IsUpper(text, at - 1)) return default;
        var end = at + 1;
        while (end < word.End && IsUpper(text, end)) end++;
        if (end == word.End) return default;
        return text.Folded.AsSpan(at..end) switch
        {
            "at" or "arroba" or "arobase" => (end - at, Sign.At),
            "dot" or "point" or "punto" => (end - at, Sign.Dot),
            _ => default,
        };
    }

    static bool IsUpper(LetterText text, int at) => text.Original[text.OriginalStart(at)] is >= 'A' and <= 'Z';

    // The signs between two words. Commas, quotes and the brackets around a sign are nothing; an end of a sentence parts.
    static void Between(LetterText text, int start, int end, List<Part> parts)
    {
        for (var at = start; at < end; at++)
        {
            switch (text.Folded[at])
            {
                case '@': parts.Add(new(Sign.At, at, at + 1)); break;
                case '.' when Follows(text, at, end) || at + 1 < end && text.Folded[at + 1] is ')' or ']' or '}': parts.Add(new(Sign.Dot, at, at + 1)); break;
                case '_' or '-' or '+' or '%': parts.Add(new(Sign.Dash, at, at + 1)); break;
                case '/': parts.Add(new(Sign.Slash, at, at + 1)); break;
                case '&' when Entity(text, at, out var length) is { } sign:
                    parts.Add(new(sign, at, at + length, true));
                    break;
                case ' ' or ',' or '"' or '\'' or '(' or ')' or '[' or ']' or '{' or '}' or '<' or '>' or '|' or '=' or '*' or '\u00a0' or ':' or '#' or ';' or '~': break;
                default: parts.Add(new(Sign.Other, at, at + 1)); break;
            }
        }
    }

    // A full stop that a space follows ends a sentence, unless a space stands before it too.
    static bool Follows(LetterText text, int at, int end) => char.IsLetterOrDigit(text.At(at + 1)) || text.At(at - 1) == ' ' && at + 1 < text.Folded.Length && text.At(at + 2) != ' ' && text.At(at + 1) == ' ';

    // Written for browsers: &#64; &commat; &#46; &period;
    static Sign? Entity(LetterText text, int at, out int length)
    {
        length = text.Folded.AsSpan(at, Math.Min(10, text.Folded.Length - at)).IndexOf(';') + 1;
        if (length == 0) return null;
        return text.Folded.AsSpan(at, length) switch { "&#64;" or "&#x40;" or "&commat;" or "&#064;" => Sign.At, "&#46;" or "&#x2e;" or "&period;" or "&#046;" => Sign.Dot, _ => null };
    }

    // Single letters that one space parts are one name.
    static List<Part> Joined(LetterText text, List<Part> parts)
    {
        var joined = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            if (part.Sign == Sign.Name && part.End - part.Start == 1 && joined.Count > 0 && joined[^1] is { Sign: Sign.Name } last && part.Start == last.End + 1 && text.At(last.End) == ' '
                && (last.End - last.Start == 1 || text.At(last.Start + 1) == ' ')) joined[^1] = last with { End = part.End };
            else joined.Add(part);
        }
        return joined;
    }
}
