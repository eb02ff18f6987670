using System.Collections.Immutable;
using System.Text;
using LetterExchange.Text;

namespace LetterExchange.Features.Screening;

/// <summary>One word of a text.</summary>
/// <param name="Text">Folded, without apostrophes (don't is "dont"); French elisions are words of their own.</param>
/// <param name="Start">Where it begins in the folded text.</param>
/// <param name="End">The folded character after it.</param>
/// <param name="IsCapital">Whether it was written with a capital.</param>
/// <param name="OpensSentence">Whether a sentence begins with it.</param>
/// <param name="IsSpread">Whether its letters were pulled apart, as in "s p r e a d".</param>
/// <param name="Sentence">The number of its sentence.</param>
public sealed record Word(string Text, int Start, int End, bool IsCapital, bool OpensSentence, bool IsSpread, int Sentence);

/// <summary>Splits the folded text into words and sentences.</summary>
static class WordSplitter
{
    static readonly HashSet<string> Elisions =
        ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu"];

    public static ImmutableArray<Word> Split(LetterText text)
    {
        var words = new List<Word>();
        var sentence = 0;
        var opens = true;
        for (var at = 0; at < text.Folded.Length; at++)
        {
            if (EndsSentence(text, at) && !opens) (opens, sentence) = (true, sentence + 1);
            if (!IsWordPart(text.Folded[at])) continue;
            var end = EndOf(text.Folded, at);
            words.Add(new Word(Spelling(text.Folded[at..end]), at, end, IsCapital(text, at), opens, false, sentence));
            opens = false;
            at = end - 1;
        }
        return [.. SpreadLetters.Join(text, words)];
    }

    static bool IsWordPart(char character) => char.IsLetterOrDigit(character);

    static int EndOf(string folded, int at)
    {
        var end = at + 1;
        for (; end < folded.Length; end++)
        {
            if (IsWordPart(folded[end])) continue;
            var within = folded[end] == '\'' && end + 1 < folded.Length && char.IsLetter(folded[end + 1]);
            if (!within || Elisions.Contains(folded[at..end])) break;
        }
        return end;
    }

    static bool EndsSentence(LetterText text, int at) => text.Folded[at] switch
    {
        '\n' or '!' or '?' or ';' or '\u2029' => true,
        '.' => !IsWordPart(text.At(at + 1)) && !IsInitial(text.Folded, at),
        _ => false,
    };

    // "J. Smith", "C/ Mayor, 3.": the point after a lone letter ends nothing.
    static bool IsInitial(string folded, int at) =>
        at >= 1 && char.IsLetter(folded[at - 1]) && (at == 1 || !IsWordPart(folded[at - 2]) && folded[at - 2] != '\'');

    static bool IsCapital(LetterText text, int at) =>
        Rune.TryGetRuneAt(text.Original, text.OriginalStart(at), out var rune) && (Rune.IsUpper(rune) || text.Original[text.OriginalStart(at)] > 'Z'
            && rune.ToString().InForm(NormalizationForm.FormKD) is [>= 'A' and <= 'Z', ..]);

    // Digits that stand in for letters are read as letters where a word has both; "2nd" and "7b" gain nothing and lose nothing by it.
    static string Spelling(string folded)
    {
        var plain = folded.Contains('\'') ? folded.Replace("'", "", StringComparison.Ordinal) : folded;
        if (!plain.Any(char.IsAsciiDigit) || !plain.Any(char.IsAsciiLetter)) return plain;
        return string.Concat(plain.Select(character => character switch
        {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            _ => character,
        }));
    }
}

/// <summary>Puts letters that were pulled apart ("f i s h", "F-I-S-H") together again.</summary>
static class SpreadLetters
{
    const int Fewest = 3;

    public static IEnumerable<Word> Join(LetterText text, List<Word> words)
    {
        for (var at = 0; at < words.Count;)
        {
            var count = Run(text, words, at);
            if (count < Fewest)
            {
                yield return words[at++];
                continue;
            }
            var run = words.GetRange(at, count);
            yield return run[0] with { Text = string.Concat(run.Select(word => word.Text)), End = run[^1].End, IsSpread = true };
            at += count;
        }
    }

    static int Run(LetterText text, List<Word> words, int at)
    {
        if (!IsLetter(words[at])) return 1;
        var count = 1;
        var between = text.At(words[at].End);
        while (at + count < words.Count && IsLetter(words[at + count]) && words[at + count].Start == words[at + count - 1].End + 1
            && text.At(words[at + count].Start - 1) == between && between is ' ' or '-' or '.' or '_' or '*') count++;
        return count;
    }

    static bool IsLetter(Word word) => word.End - word.Start == 1 && char.IsLetter(word.Text[0]);
}
