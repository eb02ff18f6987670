using FsCheck;
using FsCheck.Fluent;

namespace LetterExchange.Tests.Text;

/// <summary>A text that somebody might send to see what happens.</summary>
public sealed record NastyText(string Text)
{
    public override string ToString() => string.Concat(Text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}"));
}

/// <summary>Texts put together from the pieces that attacks, Markdown and children's letters are made of.</summary>
public static class NastyTexts
{
    static readonly string[] Pieces =
    [
        "<script>alert(1)</script>", "<script src=//evil.example/x.js>", "</p>", "<img src=x onerror=alert(1)>", "<img src=\"https://evil.example/t.gif\">",
        "<svg onload=alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<style>*{background:url(//evil.example)}</style>", "<!--", "-->", "<![CDATA[",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<javascript:alert(1)>", "<https://evil.example/>", "<mailto:a@evil.example>", "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "[x](data:text/html,hi)",
        "[x](//evil.example)", "[x](https://evil.example \"t\" onclick=x)", "![x](https://evil.example/x.png)", "![x](/library/../x.png)", "![x](/library/fox.png)",
        "[x](/stories/a-b)", "[x](/stories/../admin)", "[x]: javascript:alert(1)", "[x]", "![x][x]", "&#106;avascript:", "&lt;script&gt;", "&amp;", "\\<", "\\",
        "*", "**", "_", "***", "`", "```", "~", "> ", ">", "- ", "* ", "+ ", "1. ", "7) ", "007. ", "# ", "## ", "---", "===", "|", "|-|-|", "    ", "\t",
        "\n", "\n\n", "\r\n", "\0", "\u0001", "\uD800", "\uDC00", "\U0001F600", "\u202E", "\u200B", "\u00A0", "\u2028", "e\u0301", "é", " ", " ", "word", "Dear Amina,", "5*3*2", "{#id .class onclick=x}",
        "\" onmouseover=\"alert(1)", "' style='x'", "=", "(", ")", "[", "]", "<", "&", "\"", "https://evil.example", "www.evil.example",
    ];

    public static Arbitrary<NastyText> Texts()
    {
        var piece = Gen.OneOf(Gen.Elements(Pieces), Gen.Elements(Pieces), ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()));
        return Arb.From(Gen.ListOf(piece).Select(pieces => new NastyText(string.Concat(pieces))), Shrink);
    }

    static IEnumerable<NastyText> Shrink(NastyText nasty)
    {
        for (var size = nasty.Text.Length / 2; size > 0; size /= 2)
            for (var at = 0; at + size <= nasty.Text.Length; at += size)
                yield return new(nasty.Text.Remove(at, size));
    }
}
