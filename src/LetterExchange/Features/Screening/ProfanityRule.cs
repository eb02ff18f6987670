using System.Collections.Frozen;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Screening;

/// <summary>Swear words behind tricks of spelling: signs and digits for letters, asterisks, letters drawn out or parted by signs. Plain ones are in the phrase list.</summary>
static class ProfanityRule
{
    public const string Name = "profanity.masked";

    const int Longest = 40; // Of a word with its signs.

    static readonly string[] Words = [.. PhraseBook.Set("Profanity", "masked").Concat(PhraseBook.Set("Profanity", "misspelt")).Order(StringComparer.Ordinal)];
    static readonly FrozenDictionary<char, string[]> ByFirst = Words.GroupBy(word => word[0]).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    static readonly FrozenSet<string> Squeezed = Words.Where(word => Squeeze(word).Length >= 4).Select(Squeeze).ToFrozenSet();
    static readonly FrozenSet<string> Known = Words.ToFrozenSet();

    // Once a letter stands for two, these become harmless ones.
    static readonly FrozenSet<string> Harmless = FrozenSet.ToFrozenSet(["pissing", "putter", "putted", "shinto", "pollas", "scrapped"]);

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        var folded = text.Folded;
        for (var at = 0; at < folded.Length;)
        {
            if (char.IsWhiteSpace(folded[at]))
            {
                at++;
                continue;
            }
            var (start, hasSign, hasLetter) = (at, false, false);
            for (; at < folded.Length && !char.IsWhiteSpace(folded[at]); at++)
            {
                if (char.IsAsciiLetter(folded[at])) hasLetter = true;
                else hasSign |= IsSign(folded[at]) || hasLetter && IsSeparator(folded[at]);
            }
            if (hasSign && hasLetter && HasTrick(folded.AsSpan(start..at)) && at - start <= Longest && Masked(folded, start, at) is { } masked) yield return text.Find(Category.Profanity, masked.Start, masked.End, Name, 0.85);
        }
        foreach (var word in text.Words)
            if (!Known.Contains(word.Text) && IsDrawnOut(word.Text) || IsWithTilde(text, word)) yield return text.Find(Category.Profanity, word, word, Name, 0.85);
    }

    // What stands before the word or after it, as a full stop or a quote does, is no trick; neither is an apostrophe within.
    static bool HasTrick(ReadOnlySpan<char> word)
    {
        var ends = word.TrimEnd(".,!?;:\"')]»").TrimStart("\"'([¡¿");
        foreach (var character in ends) if (!char.IsAsciiLetter(character) && character is not ('\'' or '"' or ',')) return true;
        return ends.Length < word.Length && word[^1] is '*' or '$' or '@';
    }

    static bool IsSign(char character) => character is '*' or '@' or '$' or '#' or '!' or '%' or '|' or '+' or '€' or '£' or '(' or '<' or '^' or '?' or '&' or '\ufffd' or '¡' or '¥' || char.IsAsciiDigit(character);

    static bool IsSeparator(char character) => character is '.' or '-' or '_' or '~' or '/' or '\'' or ',' or '"';

    // From each place where a word may begin to each where it may end: both are few, as the word is short.
    static (int Start, int End)? Masked(string folded, int start, int end)
    {
        while (start < end && !char.IsLetterOrDigit(folded[start]) && folded[start] is not ('@' or '$' or '*' or '#')) start++;
        for (var first = start; first < end; first++)
        {
            if (first > start && (char.IsLetterOrDigit(folded[first - 1]) || folded[first - 1] is '@' or '*')) continue;
            foreach (var letter in folded[first] is '*' or '#' ? AllLetters : Letters(folded[first]))
                if (ByFirst.TryGetValue(letter, out var words))
                    foreach (var word in words)
                        if (Fits(folded.AsSpan(first..end), word) is > 0 and var length) return (first, first + length);
        }
        return null;
    }

    /// <summary>How many characters the word takes where it stands masked at the beginning, and nothing of another word follows; otherwise 0.</summary>
    static int Fits(ReadOnlySpan<char> masked, string word)
    {
        var (at, shown, stars, tricks) = (0, 0, 0, 0);
        for (var letter = 0; letter < word.Length; letter++)
        {
            // Letters drawn out, and signs between them.
            while (letter > 0 && at < masked.Length && (masked[at] == word[letter - 1] && masked[at] != word[letter] || IsSeparator(masked[at]) && !(masked[at] is '-' or '_' or '.' && IsMask(masked, at, word, letter)))) (at, tricks) = (at + 1, tricks + 1);
            if (at == masked.Length) return 0;
            if (masked[at] == word[letter]) shown++;
            else if (at + 1 < masked.Length && masked[at] is '?' or '-' or '_' or '.' or '&' or '^') (stars, tricks) = (stars + 1, tricks + 1);
            else if (masked[at] is '*' or '#' or '%' or '\ufffd') (stars, tricks) = (stars + 1, tricks + 1);
            else if (Letters(masked[at]).Contains(word[letter])) (shown, tricks) = (shown + 1, tricks + 1);
            else return 0;
            at++;
        }
        if (tricks == 0 || stars > 0 && !IsEnough(masked[..at], word, shown, stars)) return 0;
        var end = at;
        while (at < masked.Length && masked[at] == word[^1]) end = ++at;
        return at == masked.Length || !char.IsLetterOrDigit(masked[at]) && masked[at] is not ('@' or '*' or '_' or '/') ? end : 0;
    }

    // "sh-t": the sign stands for the letter, as what follows is the next one.
    static bool IsMask(ReadOnlySpan<char> masked, int at, string word, int letter) =>
        letter + 1 == word.Length ? at + 1 == masked.Length || !char.IsLetterOrDigit(masked[at + 1]) : at + 1 < masked.Length && masked[at + 1] != word[letter] && (masked[at + 1] == word[letter + 1] || masked[at + 1] is '-' or '_' or '.');

    // Half of the letters must show, and the first or three more; its two ends of a short one; or three asterisks in a row after the first say what was meant.
    static bool IsEnough(ReadOnlySpan<char> masked, string word, int shown, int stars)
    {
        if (masked[0] != word[0]) return shown >= 4 && stars <= 3 && shown > stars;
        if (shown > stars || shown == stars && word.Length > 4) return true;
        if (masked.Contains("***", StringComparison.Ordinal)) return shown > 0 && stars == word.Length - shown;
        return shown == 2 && masked[^1] == word[^1] && masked.Contains("**", StringComparison.Ordinal) || shown >= 3 && shown + 1 >= stars;
    }

    const string AllLetters = "abcdefghijklmnopqrstuvwxyz";

    static string Letters(char sign) => sign switch
    {
        '@' => "ao", '$' or '5' => "s", '0' => "o", '1' or '!' or '|' or '¡' => "il", '3' or '€' => "e", '4' => "a", '7' or '+' => "t", '8' => "b", '9' => "g", '6' => "bg", '(' or '<' => "c", '£' => "l", '2' => "z", '¥' => "y",
        >= 'a' and <= 'z' => sign.ToString(),
        _ => "",
    };

    // The fold takes the tilde away, which tells it from a cone.
    static bool IsWithTilde(LetterText text, Word word) =>
        word.Text is "cono" or "conazo" && text.Original.AsSpan(text.OriginalStart(word.Start)..text.OriginalEnd(word.End - 1)).ContainsAny("ñÑ\u0303");

    // "fooool", "sshhiitt": what is left of each letter once is a word that was not written with them.
    static bool IsDrawnOut(string word)
    {
        var repeats = 0;
        for (var at = 1; at < word.Length; at++) if (word[at] == word[at - 1]) repeats++;
        if (repeats == 0 || word.Length < 5 || Harmless.Contains(word)) return false;
        return Squeezed.Contains(Squeeze(word));
    }

    static string Squeeze(string word)
    {
        Span<char> squeezed = stackalloc char[Math.Min(word.Length, 64)];
        var length = 0;
        foreach (var character in word)
            if (length < squeezed.Length && (length == 0 || squeezed[length - 1] != character)) squeezed[length++] = character;
        return squeezed[..length].ToString();
    }
}
