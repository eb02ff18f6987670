using System.Text;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Archive;

/// <summary>Goes through a text word by word: letters and digits, in lower case and without accents. An apostrophe parts a French elision from its word
/// (<c>l'école</c> is two), is left out within others (<c>don't</c> is "dont"), and an <c>'s</c> at the end is none of the word.</summary>
ref struct FoldedWords(ReadOnlySpan<char> text, Span<char> word)
{
    /// <summary>What is longer is cut: so many characters tell a word from any other.</summary>
    public const int Longest = 40;

    const string Ascii = "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"
        + " !\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_'abcdefghijklmnopqrstuvwxyz{|}~\u007f";

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Elisions =
        new HashSet<string> { "l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu" }.GetAlternateLookup<ReadOnlySpan<char>>();

    readonly ReadOnlySpan<char> text = text;
    readonly Span<char> word = word;
    int at, length;

    /// <summary>The word, folded; overwritten by the next.</summary>
    public readonly ReadOnlySpan<char> Current => word[..length];

    /// <summary>Where it begins in the text.</summary>
    public int Start { get; private set; }

    /// <summary>The character of the text after it.</summary>
    public int End { get; private set; }

    public bool MoveNext()
    {
        length = 0;
        var apostrophe = -1;
        while (at < text.Length)
        {
            var begin = at;
            var form = Next();
            if (form.Length > 0 && char.IsLetterOrDigit(form[0]))
            {
                if (length == 0) Start = begin;
                Add(form);
                End = at;
            }
            else if (length > 0 && form.Length == 0) End = at; // A mark belongs to what it stands on.
            else if (length > 0)
            {
                if (form[0] != '\'' || at >= text.Length || !char.IsLetter(text[at]) || Elisions.Contains(Current)) break;
                apostrophe = length;
            }
        }
        if (apostrophe > 0 && length == apostrophe + 1 && word[apostrophe] == 's') length = apostrophe;
        return length > 0;
    }

    ReadOnlySpan<char> Next()
    {
        var character = text[at];
        if (character < 0x80)
        {
            at++;
            return Ascii.AsSpan(character, 1);
        }
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out var read) != System.Buffers.OperationStatus.Done)
        {
            at += Math.Max(1, read);
            return " ";
        }
        at += read;
        return Folding.Of(rune);
    }

    void Add(ReadOnlySpan<char> form)
    {
        foreach (var character in form)
            if (length < Longest && char.IsLetterOrDigit(character)) word[length++] = character;
    }
}
