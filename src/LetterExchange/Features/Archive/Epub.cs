using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Html.Parser;
using AngleSharp.Xhtml;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Shared;
using LetterExchange.Text;

namespace LetterExchange.Features.Archive;

/// <summary>Makes a book into an EPUB 3.3 file (<see href="https://www.w3.org/TR/epub-33/"/>): a cover, a table of contents, a document a chapter. The same book gives the same bytes.</summary>
public sealed partial class Epub(IWebHostEnvironment web)
{
    readonly Lazy<string> style = new(() => Base + string.Concat(Inks().Matches(Tokens(web)).Select(ink =>
        $".{ink.Groups[1]} .a {{ fill: {ink.Groups[2]}; }} .{ink.Groups[1]} .b {{ fill: {ink.Groups[3]}; }} .{ink.Groups[1]} .c {{ fill: {ink.Groups[4]}; }}\n")));

    const string Base = """
        body { font-family: serif; line-height: 1.5; margin: 1em; }
        h1, h2 { font-weight: normal; line-height: 1.15; }
        h1 { font-size: 2.4em; margin: 2em 0 .4em; }
        h2 { font-size: 1.8em; margin: .8em 0 .2em; }
        h3 { font-family: sans-serif; font-size: .8em; margin: 3em 0 1em; }
        p { margin: 0; }
        p + p { text-indent: 1.5em; }
        .salute, .sign { font-style: italic; }
        .salute + p, .close, .sign, .by { text-indent: 0; }
        .salute { margin-bottom: .6em; }
        .close { margin-top: 1em; }
        .sign { font-size: 1.5em; }
        .picture { margin: 1em 0; text-indent: 0; }
        img { max-width: 100%; max-height: 90vh; }
        .cover { width: 8em; height: 12em; }
        .mark { width: 5em; height: 5em; }
        blockquote { margin: .8em 0 .8em 1.2em; font-style: italic; }

        """;

    /// <param name="pictures">The bytes of the book's pictures, by key.</param>
    public byte[] Make(KeepsakeBook book, BookWords words, IReadOnlyDictionary<Guid, PictureBytes> pictures)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string text, CompressionLevel level = CompressionLevel.SmallestSize) => AddBytes(name, Encoding.UTF8.GetBytes(text), level);
            void AddBytes(string name, byte[] bytes, CompressionLevel level)
            {
                var entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // As early as such files know: when it was made is in the package.
                using var into = entry.Open();
                into.Write(bytes);
            }
            Add("mimetype", "application/epub+zip", CompressionLevel.NoCompression); // The first entry, as it is: so the format is known by its first bytes.
            Add("META-INF/container.xml", Container);
            Add("book/package.opf", Package(book, words, pictures));
            Add("book/contents.xhtml", Contents(book, words));
            Add("book/style.css", style.Value);
            Add("book/title.xhtml", Title(book, words));
            foreach (var chapter in book.Chapters) Add($"book/{Name(chapter)}.xhtml", Chapter(book, chapter, words, pictures));
            foreach (var (id, picture) in pictures) AddBytes($"book/{FileOf(id, picture)}", picture.Bytes, CompressionLevel.NoCompression);
        }
        return file.ToArray();
    }

    const string Container = """
        <?xml version="1.0" encoding="UTF-8"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>

        """;

    static string Package(KeepsakeBook book, BookWords words, IReadOnlyDictionary<Guid, PictureBytes> pictures) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{words.Language}">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:identifier id="id">urn:uuid:{book.Pair.Id}</dc:identifier>
        <dc:title>{Safe(words.Title(book))}</dc:title>
        <dc:language>{words.Language}</dc:language>
        <dc:creator>{Safe(book.Name(book.Pair.MenteeId))}</dc:creator>
        <dc:creator>{Safe(book.Name(book.Pair.MentorId))}</dc:creator>
        <meta property="dcterms:modified">{PlainTime.Machine(book.To)}</meta>
        </metadata>
        <manifest>
        <item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>
        <item id="style" href="style.css" media-type="text/css"/>
        <item id="title" href="title.xhtml" media-type="application/xhtml+xml" properties="svg"/>
        {Lines(book.Chapters.Select(chapter => $"<item id=\"{Name(chapter)}\" href=\"{Name(chapter)}.xhtml\" media-type=\"application/xhtml+xml\"{(chapter.Story is null ? "" : " properties=\"svg\"")}/>"))}
        {Lines(pictures.Select(picture => $"<item id=\"p{picture.Key:N}\" href=\"{FileOf(picture.Key, picture.Value)}\" media-type=\"{picture.Value.Type}\"/>"))}
        </manifest>
        <spine>
        <itemref idref="title"/>
        <itemref idref="contents"/>
        {Lines(book.Chapters.Select(chapter => $"<itemref idref=\"{Name(chapter)}\"/>"))}
        </spine>
        </package>

        """;

    static string Contents(KeepsakeBook book, BookWords words) => Page(words.Contents, words.Language, $"""
        <nav epub:type="toc"><h2>{Safe(words.Contents)}</h2><ol>
        {Lines(book.Chapters.Select(chapter => $"<li><a href=\"{Name(chapter)}.xhtml\"{Language(chapter)}>{Safe(words.Chapter(chapter))}</a></li>"))}
        </ol></nav>
        """);

    static string Title(KeepsakeBook book, BookWords words) => Page(words.Title(book), words.Language, $"""
        <section class="free" epub:type="titlepage">
        <p>{Mark(book.Pair.MenteeId)} {Mark(book.Pair.MentorId)}</p>
        <h1>{Safe(words.Title(book))}</h1>
        <p>{Safe(words.Span(book))}</p>
        </section>
        """);

    static string Chapter(KeepsakeBook book, BookChapter chapter, BookWords words, IReadOnlyDictionary<Guid, PictureBytes> pictures)
    {
        var body = new StringBuilder();
        if (chapter.Story is { } story)
            body.Append($"<div class=\"{Palettes.For(story.Themes)}\">{Drawing(Press.Cover(story.Id, story.Themes, words.Cover))}</div>\n");
        body.Append($"<h2{Language(chapter)}>{Safe(words.Chapter(chapter))}</h2>\n");
        if (chapter.Story is { } by) body.Append($"<p class=\"by\">{Safe(by.Author)}</p>\n");
        foreach (var letter in chapter.Letters)
            body.Append($"<section>\n<h3>{Safe(words.Letter(book, letter))}</h3>\n{Xhtml(Markdown.LetterPage(letter.Text, letter.WriterName).Value!)}\n{Images(book, letter, words, pictures)}</section>\n");
        return Page(words.Chapter(chapter), words.Language, body.ToString());
    }

    static string Images(KeepsakeBook book, BookLetter letter, BookWords words, IReadOnlyDictionary<Guid, PictureBytes> pictures) => string.Concat(letter.Pictures
        .Where(picture => pictures.ContainsKey(picture.Id))
        .Select(picture => $"<p class=\"picture\"><img src=\"{FileOf(picture.Id, pictures[picture.Id])}\" alt=\"{Safe(words.Picture(book, letter))}\"/></p>\n"));

    static string FileOf(Guid id, PictureBytes picture) => $"picture-{id:N}.{(picture.Type == "image/png" ? "png" : "jpg")}";

    static string Page(string title, string language, string body) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{language}" lang="{language}">
        <head><title>{Safe(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
        <body>
        {body}
        </body>
        </html>

        """;

    static string Name(BookChapter chapter) => $"chapter-{chapter.Number}";

    static string Language(BookChapter chapter) => chapter.Story is { } story ? $" xml:lang=\"{story.Language}\" lang=\"{story.Language}\"" : "";

    static string Mark(Guid person) => Drawing(Press.Mark(person, "mark"));

    /// <summary>A drawing as it stands in XML; its inks are those of the style sheet's classes.</summary>
    static string Drawing(string svg) => DataStory().Replace(svg, "").Replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", StringComparison.Ordinal);

    static string Xhtml(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        return string.Concat(body.ChildNodes.Select(node => node.ToHtml(XhtmlMarkupFormatter.Instance)));
    }

    static string Safe(string text) => WebUtility.HtmlEncode(text);

    static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    static string Tokens(IWebHostEnvironment web)
    {
        using var sheet = new StreamReader(web.WebRootFileProvider.GetFileInfo("css/tokens.css").CreateReadStream());
        return sheet.ReadToEnd();
    }

    [GeneratedRegex(@"\[data-story=([a-z]+)\] \{ --s1: (#[0-9a-f]+); --s2: (#[0-9a-f]+); --s3: (#[0-9a-f]+);")]
    private static partial Regex Inks();

    [GeneratedRegex(@" data-story=""[a-z]*""")]
    private static partial Regex DataStory();
}
