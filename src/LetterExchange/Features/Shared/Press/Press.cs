using System.Net;
using System.Text;

namespace LetterExchange.Features.Shared;

/// <summary>Draws what the product shows as inline SVG. The same input always gives the same drawing; colours come from the palette
/// of the surrounding <c>data-story</c>, so that no drawing carries a style.</summary>
public static class Press
{
    /// <summary>The device beside the product's name.</summary>
    public const string Brand =
        """<svg class="dev" viewBox="0 0 40 40" aria-hidden="true"><path class="a" d="M0 0H40L0 40Z"/><path class="b" d="M40 40V8A32 32 0 0 0 8 40Z"/></svg>""";

    /// <summary>One tile of the alphabet, <paramref name="size"/> units wide.</summary>
    /// <exception cref="ArgumentException">The alphabet has no such tile.</exception>
    public static string Tile(string kind, double x, double y, double size, string ink) => Alphabet.Draw(kind, x, y, size, ink);

    /// <summary>A grid of tiles without its frame: rows parted by a slash, cells by spaces, <c>q3a+d b</c> as in the look.</summary>
    public static string Field(string spec, double size) => Alphabet.Field(spec, size);

    /// <summary>A grid of tiles in a frame of its own, hidden from screen readers: say in words what it means.</summary>
    public static string Tiles(string css, string spec, double size = 30)
    {
        var rows = Alphabet.Rows(spec);
        return FormattableString.Invariant(
            $"<svg class=\"{WebUtility.HtmlEncode(css)}\" viewBox=\"0 0 {rows.Max(row => row.Length) * size} {rows.Length * size}\" aria-hidden=\"true\">{Field(spec, size)}</svg>");
    }

    /// <summary>A story's cover, in the story's own palette wherever it stands. With a label it is an image, otherwise an ornament.</summary>
    public static string Cover(string storyId, IEnumerable<string> themes, string? label = null, string? css = null)
    {
        var listed = themes as IReadOnlyList<string> ?? [.. themes];
        var classes = string.IsNullOrEmpty(css) ? "cover" : $"cover {WebUtility.HtmlEncode(css)}";
        return $"<svg class=\"{classes}\" data-story=\"{Palettes.For(listed)}\" viewBox=\"0 0 120 180\" {Role(label)}>{Covers.Draw(storyId, listed)}</svg>";
    }

    /// <summary>A person's mark: four tiles, always the same ones for the same person.</summary>
    public static string Mark(Guid person, string? css = null) =>
        $"<svg class=\"{(string.IsNullOrEmpty(css) ? "mk" : $"mk {WebUtility.HtmlEncode(css)}")}\" viewBox=\"0 0 40 40\" aria-hidden=\"true\">{Marks.Draw(person)}</svg>";

    /// <summary>A line icon of 24 units, hidden from screen readers: the words stand beside it.</summary>
    /// <exception cref="ArgumentException">There is no such icon.</exception>
    public static string Icon(string name) =>
        $"<svg class=\"ic\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">{Icons.Draw(name)}</svg>";

    /// <summary>The stamp of a story, franked where its round is over: the season's rounds make an album.</summary>
    public static string Stamp(string storyId, IEnumerable<string> themes, bool franked) => Post.Stamp(storyId, [.. themes], franked);

    /// <summary>The empty place of a stamp to come, with the day on which its round opens.</summary>
    public static string Stamp(Postmark opens) => Post.Blank(opens);

    /// <summary>The stamp and the postmark of a letter that has arrived; without a story (a free letter) the stamp is plain. The date stands beside it in words.</summary>
    public static string Posted(string? storyId, IEnumerable<string> themes, Postmark arrived) => Post.Posted(storyId, [.. themes], arrived);

    /// <summary>An envelope for a letter that has arrived. It is an ornament: put it into a link that says so in words.
    /// Without a story (a free letter) the stamp is plain.</summary>
    public static string Envelope(string to, string from, Guid writer, string? storyId, IEnumerable<string> themes, Postmark arrived) =>
        Post.Envelope(to, from, writer, storyId, [.. themes], arrived);

    /// <summary>The same envelope, closed and on its way.</summary>
    public static string SealedEnvelope(string to, string from, Guid writer, string? storyId, IEnumerable<string> themes, Postmark posted) =>
        Post.Sealed(to, from, writer, storyId, [.. themes], posted);

    /// <summary>A number that depends on nothing but the text: FNV-1a, then mixed so that each part of it is usable.
    /// <see href="http://www.isthe.com/chongo/tech/comp/fnv/"/></summary>
    internal static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var one in bytes) hash = unchecked((hash ^ one) * 16777619u);
        hash ^= hash >> 16;
        hash = unchecked(hash * 0x7feb352du);
        return hash ^ (hash >> 15);
    }

    internal static uint Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    static string Role(string? label) =>
        string.IsNullOrEmpty(label) ? "aria-hidden=\"true\"" : $"role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\"";
}
