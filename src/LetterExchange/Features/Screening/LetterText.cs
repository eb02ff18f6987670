using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace LetterExchange.Features.Screening;

/// <summary>The one view of a text that all rules share: as it was written, and folded (NFKD without marks, invisible characters gone,
/// look-alikes as Latin letters, lower case) with a map back. Built once a letter, in time linear in its length.</summary>
public sealed class LetterText
{
    readonly int[] starts; // For each folded character, where what it stands for begins and ends in the original.
    readonly int[] ends;
    int[]? numbers;
    List<Contact.Part>? parts;

    LetterText(string original, string folded, int[] starts, int[] ends)
    {
        (Original, Folded, this.starts, this.ends) = (original, folded, starts, ends);
        Words = WordSplitter.Split(this);
        foreach (var character in folded) if (char.IsAsciiDigit(character)) Digits++;
        UsesCapitals = Words.Any(word => word.IsCapital);
    }

    /// <summary>The text as it was written.</summary>
    public string Original { get; }

    /// <summary>The text as a reader's eye takes it, in lower case and without accents.</summary>
    public string Folded { get; }

    /// <summary>The words in their order; letters that were pulled apart are one word.</summary>
    public ImmutableArray<Word> Words { get; }

    /// <summary>Of each word its number among those that phrases have, or -1.</summary>
    internal int[] Numbers => numbers ??= Phrases.Lexicon.Numbers(Words);

    /// <summary>The same as a set.</summary>
    internal Phrases.WordsOf Known => field ??= new(Numbers);

    /// <summary>The text as the parts of addresses.</summary>
    internal List<Contact.Part> Parts => parts ??= Contact.Signs.Of(this);

    /// <summary>How many digits there are.</summary>
    public int Digits { get; }

    /// <summary>False where the writer uses no capitals at all, so that their absence says nothing.</summary>
    public bool UsesCapitals { get; }

    public static LetterText Of(string original)
    {
        var folded = new StringBuilder(original.Length);
        var starts = new List<int>(original.Length);
        var ends = new List<int>(original.Length);
        for (var at = 0; at < original.Length;)
        {
            var begin = at;
            at += Step(original, at, out var form);
            if (form.Length == 0 && ends.Count > 0) ends[^1] = at; // A mark belongs to what it stands on.
            foreach (var character in form)
            {
                folded.Append(character);
                starts.Add(begin);
                ends.Add(at);
            }
        }
        return new LetterText(original, folded.ToString(), [.. starts], [.. ends]);
    }

    /// <summary>Where the folded character stands in the original, in UTF-16 code units.</summary>
    public int OriginalStart(int folded) => starts[folded];

    /// <summary>The original code unit after the folded character.</summary>
    public int OriginalEnd(int folded) => ends[folded];

    /// <summary>A finding for the folded characters from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public Finding Find(string category, int start, int end, string rule, double strength, bool isRequest = false)
    {
        var begin = starts[start];
        return new Finding(category, begin, ends[end - 1] - begin, rule, strength, isRequest);
    }

    /// <summary>A finding for the words from the first to the last, both included.</summary>
    public Finding Find(string category, Word first, Word last, string rule, double strength, bool isRequest = false) =>
        Find(category, first.Start, last.End, rule, strength, isRequest);

    /// <summary>Whether it has any of these words, folded.</summary>
    public bool HasAny(FrozenSet<string> words)
    {
        foreach (var word in Words) if (words.Contains(word.Text)) return true;
        return false;
    }

    /// <summary>The folded character, or a space outside the text.</summary>
    public char At(int folded) => (uint)folded < (uint)Folded.Length ? Folded[folded] : ' ';

    static int Step(string original, int at, out string form)
    {
        var character = original[at];
        if (character < 0x80)
        {
            form = Ascii[character];
            return 1;
        }
        if (!Rune.TryGetRuneAt(original, at, out var rune)) // Half of a surrogate pair.
        {
            form = "\uFFFD";
            return 1;
        }
        form = Folding.Of(rune);
        return rune.Utf16SequenceLength;
    }

    static readonly string[] Ascii =
        [.. Enumerable.Range(0, 0x80).Select(code => code == '`' ? "'" : char.ToLowerInvariant((char)code).ToString())];
}
