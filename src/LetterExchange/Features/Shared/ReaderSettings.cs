using Microsoft.AspNetCore.Html;

namespace LetterExchange.Features.Shared;

/// <summary>How a reader wants pages set: kept in cookies of this device, written onto the page by the server, so that no script is needed.
/// Null is the default of each: as the device, medium, normal, book.</summary>
public sealed record ReaderSettings
{
    /// <summary>light or dark.</summary>
    public string? Theme { get; init; }
    /// <summary>small or large.</summary>
    public string? Size { get; init; }
    /// <summary>wide.</summary>
    public string? Lines { get; init; }
    /// <summary>plain.</summary>
    public string? Face { get; init; }

    /// <summary>Reads the cookies; anything but a known value is the default.</summary>
    public static ReaderSettings From(IRequestCookieCollection cookies) => new()
    {
        Theme = Known(cookies["theme"], "light", "dark"),
        Size = Known(cookies["size"], "small", "large"),
        Lines = Known(cookies["lines"], "wide"),
        Face = Known(cookies["face"], "plain"),
    };

    /// <summary>Keeps the settings on this device for a year.</summary>
    public void Keep(HttpContext context)
    {
        Keep(context, "theme", Known(Theme, "light", "dark"));
        Keep(context, "size", Known(Size, "small", "large"));
        Keep(context, "lines", Known(Lines, "wide"));
        Keep(context, "face", Known(Face, "plain"));
    }

    /// <summary>The attributes of html in which the style sheets find these settings and the palette of the page's story.</summary>
    /// <param name="who">By what the browser tells people apart; empty for nobody, none where that is not known.</param>
    public IHtmlContent Attributes(string? story, string? who = null)
    {
        var attributes = new HtmlContentBuilder();
        if (who is not null) attributes.AppendHtml(" data-who=\"").Append(who).AppendHtml("\"");
        foreach (var (name, value) in new[] { ("story", story), ("theme", Theme), ("size", Size), ("lines", Lines), ("face", Face) })
            if (!string.IsNullOrEmpty(value)) attributes.AppendHtml($" data-{name}=\"").Append(value).AppendHtml("\"");
        return attributes;
    }

    static string? Known(string? value, params ReadOnlySpan<string> known) => value is not null && known.Contains(value) ? value : null;

    static void Keep(HttpContext context, string name, string? value)
    {
        var options = new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true,
        };
        if (value is null) context.Response.Cookies.Delete(name, options);
        else context.Response.Cookies.Append(name, value, options);
    }
}
