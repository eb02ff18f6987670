using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace LetterExchange.Text;

/// <summary>The second layer: what may stand in a page. It knows nothing of Markdown and trusts nothing that the first let through.</summary>
static partial class Cleaner
{
    static readonly HtmlSanitizer Letters = Make(
        ["p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "hr"], ["value", "class"], ["salute", "close", "sign"]);

    static readonly HtmlSanitizer Stories = Make(
        ["p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "hr", "h2", "h3", "a", "img"], ["value", "href", "src", "alt"], []);

    public static string Letter(string html) => Letters.Sanitize(html);

    public static string Story(string html) => StoryDom(html).Body!.InnerHtml;

    /// <summary>The cleaned fragment as the body of a document of its own.</summary>
    public static IHtmlDocument StoryDom(string html)
    {
        var dom = Stories.SanitizeDom(html);
        foreach (var link in dom.QuerySelectorAll("a:not([href])").ToList()) link.Replace([.. link.ChildNodes]);
        foreach (var image in dom.QuerySelectorAll("img:not([src])").ToList())
            image.Replace(dom.CreateTextNode(image.GetAttribute("alt") ?? ""));
        return dom;
    }

    /// <summary>Whether a link of this address may be followed: a story of this library and nothing else.</summary>
    public static bool IsOurLink(string? url) => url is not null && StoryLink().IsMatch(url);

    /// <summary>Whether a picture of this address may be shown: it lies in the library.</summary>
    public static bool IsOurPicture(string? url) => url is not null && LibraryPicture().IsMatch(url);

    static HtmlSanitizer Make(string[] tags, string[] attributes, string[] classes)
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = tags.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = attributes.ToHashSet(StringComparer.OrdinalIgnoreCase),
            AllowedClasses = classes.ToHashSet(StringComparer.Ordinal),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.HtmlParserFactory = () => new HtmlParser(); // Without style sheets, which are not allowed anyway.
        sanitizer.FilterUrl += (_, url) =>
        {
            var ours = url.Tag is IHtmlImageElement ? IsOurPicture(url.OriginalUrl) : IsOurLink(url.OriginalUrl);
            url.SanitizedUrl = ours ? url.OriginalUrl : null;
        };
        return sanitizer;
    }

    // Dots only within a name and no per cent signs: nothing climbs out of the folder. \z, since $ allows a line end.
    [GeneratedRegex(@"^/stories/[a-z0-9]+(-[a-z0-9]+)*(#[A-Za-z0-9-]+)?\z")]
    private static partial Regex StoryLink();

    [GeneratedRegex(@"^/library(/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)+\z")]
    private static partial Regex LibraryPicture();
}
