using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LetterExchange.Text;

/// <summary>Text made safe to stand in HTML.</summary>
static class Html
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Escaped, so that it is text and nothing else; also within a quoted attribute.</summary>
    public static string Text(ReadOnlySpan<char> text) => Encoder.Encode(text.ToString());

    /// <summary>Escaped, with each line end a break.</summary>
    public static string Lines(ReadOnlySpan<char> text) => Text(text).Replace("&#xA;", "<br>\n", StringComparison.Ordinal);

    /// <summary>The text exactly as it was written, in paragraphs at its blank lines.</summary>
    public static string Paragraphs(string text)
    {
        var html = new StringBuilder();
        foreach (var range in Blocks(text, 0..text.Length)) html.Append($"<p>{Lines(text.AsSpan(range))}</p>\n");
        return html.ToString();
    }

    /// <summary>Where the paragraphs of that part of the text stand: runs of lines between blank ones, without the white space around them.</summary>
    public static IEnumerable<Range> Blocks(string text, Range within)
    {
        var (offset, length) = within.GetOffsetAndLength(text.Length);
        var end = offset + length;
        int start = -1, last = -1;
        for (var line = offset; line < end;)
        {
            var next = text.IndexOf('\n', line, end - line) is >= 0 and var found ? found : end;
            var blank = text.AsSpan(line, next - line).IsWhiteSpace();
            if (!blank && start < 0) start = line;
            if (!blank) last = next;
            if (blank && start >= 0)
            {
                yield return start..last;
                start = -1;
            }
            line = next + 1;
        }
        if (start >= 0) yield return start..last;
    }
}
