using LetterExchange.Features.People;
using Microsoft.AspNetCore.Html;

namespace LetterExchange.Features.Shared;

/// <summary>How a reader wants pages set: kept with the person and not with the device, which the next child sits at; written onto the page by the server, so that no
/// script is needed. Null is the default of each: as the device, medium, normal, book, all of the page.</summary>
public sealed record ReaderSettings
{
    /// <summary>light or dark.</summary>
    public string? Theme { get; init; }
    /// <summary>small or large.</summary>
    public string? Size { get; init; }
    /// <summary>wide.</summary>
    public string? Lines { get; init; }
    /// <summary>plain, or easy: Atkinson Hyperlegible, set wider, for readers whose letters swim.</summary>
    public string? Face { get; init; }
    /// <summary>on: one sentence of a story at a time.</summary>
    public string? Focus { get; init; }

    /// <summary>The person's, where somebody is signed in and has said how.</summary>
    public static ReaderSettings Of(HttpContext context) =>
        context.RequestServices.GetService<CurrentPerson>() is { IsSignedIn: true, Person.Reading: { } kept } ? Read(kept) : new();

    /// <summary>As they are kept with a person: name and value of each, parted by blanks.</summary>
    public string Words => string.Join(' ', Pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}-{pair.Value}"));

    /// <summary>What <see cref="Words"/> wrote; anything but a known value is the default.</summary>
    public static ReaderSettings Read(string words)
    {
        var pairs = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('-', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        return Known(name => pairs.GetValueOrDefault(name));
    }

    /// <summary>These settings with all that is not known taken for the default.</summary>
    public ReaderSettings Cleaned => Known(name => Pairs.First(pair => pair.Name == name).Value);

    /// <summary>The attributes of html in which the style sheets find these settings and the palette of the page's story.</summary>
    /// <param name="who">By what the browser tells people apart; empty for nobody, none where that is not known.</param>
    public IHtmlContent Attributes(string? story, string? who = null)
    {
        var attributes = new HtmlContentBuilder();
        if (who is not null) attributes.AppendHtml(" data-who=\"").Append(who).AppendHtml("\"");
        foreach (var (name, value) in Pairs.Prepend(("story", story)))
            if (!string.IsNullOrEmpty(value)) attributes.AppendHtml($" data-{name}=\"").Append(value).AppendHtml("\"");
        return attributes;
    }

    IEnumerable<(string Name, string? Value)> Pairs => [("theme", Theme), ("size", Size), ("lines", Lines), ("face", Face), ("focus", Focus)];

    static ReaderSettings Known(Func<string, string?> of) => new()
    {
        Theme = Known(of("theme"), "light", "dark"), Size = Known(of("size"), "small", "large"), Lines = Known(of("lines"), "wide"),
        Face = Known(of("face"), "plain", "easy"), Focus = Known(of("focus"), "on"),
    };

    static string? Known(string? value, params ReadOnlySpan<string> known) => value is not null && known.Contains(value) ? value : null;
}
