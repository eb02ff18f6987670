using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Desk;

/// <summary>Texts in which something stands out: <c>*until Friday*</c> is strong, <c>_The Kite_</c> a title. Marks count only in the text itself:
/// whatever is filled in stays what it is.</summary>
static partial class Rich
{
    public static IHtmlContent Of(LocalizedString text, params object[] arguments)
    {
        var marked = Title().Replace(Strong().Replace(WebUtility.HtmlEncode(Elision.In(text.Value, arguments)), "<strong>$1</strong>"), "<cite>$1</cite>");
        return new HtmlString(string.Format(CultureInfo.CurrentCulture, marked, [.. arguments.Select(one => WebUtility.HtmlEncode(Convert.ToString(one, CultureInfo.CurrentCulture)))]));
    }

    [GeneratedRegex(@"\*([^*]+)\*")]
    private static partial Regex Strong();

    [GeneratedRegex("_([^_]+)_")]
    private static partial Regex Title();
}
