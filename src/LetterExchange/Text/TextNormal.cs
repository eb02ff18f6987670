using System.Text;

namespace LetterExchange.Text;

/// <summary>The one form in which text is hashed, stored, screened, reviewed and read.</summary>
public static class TextNormal
{
    /// <summary>Line ends become LF; NUL, the other C0 controls (save LF and tab) and DEL go; a lone surrogate, U+FFFE and
    /// U+FFFF (which no XML takes, so no e-book) become U+FFFD; white space at the very end goes. Of an already normal text it is the same text.</summary>
    /// <remarks>Composed and decomposed letters stay as they were written (no NFC): the text that was reviewed is then, code
    /// unit for code unit, the text that was sent, and offsets agree with the writer's browser. Search and screening
    /// fold in a view of their own.</remarks>
    public static string Of(string text)
    {
        var normal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                normal.Append('\n');
                if (i + 1 < text.Length && text[i + 1] == '\n') i++;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                normal.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c) || c >= '\uFFFE') normal.Append('\uFFFD');
            else if (c is '\n' or '\t' or >= ' ' and not '\u007F') normal.Append(c);
        }
        var end = normal.Length;
        while (end > 0 && char.IsWhiteSpace(normal[end - 1])) end--;
        return normal.ToString(0, end);
    }

    /// <summary>The text in a form of Unicode's, whatever it holds. A lone surrogate and U+FFFE, of which <see cref="string.Normalize(NormalizationForm)"/> will hear nothing, become U+FFFD.</summary>
    public static string InForm(this string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            return string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0xFFFE ? "\uFFFD" : rune.ToString())).Normalize(form);
        }
    }
}
