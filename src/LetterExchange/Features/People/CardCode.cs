using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace LetterExchange.Features.People;

/// <summary>The square on a card that a tablet's camera reads: it opens the sign-in page with the name filled in. Never the words: whoever photographs the square alone
/// has nothing. The name stands behind the #, which no server, log or proxy gets to see; a script of the page takes it from there.</summary>
public static class CardCode
{
    /// <summary>What the square says.</summary>
    /// <param name="home">The address of the service.</param>
    public static string Link(string home, string signInName) => $"{home.TrimEnd('/')}/sign-in?card#{Uri.EscapeDataString(signInName)}";

    /// <summary>As a drawing, of one path, with the quiet zone of four modules that readers need (ISO/IEC 18004). A quarter of it may be dirty.</summary>
    public static IHtmlContent Draw(string link, string label)
    {
        using var codes = new QRCodeGenerator();
        using var code = codes.CreateQrCode(link, QRCodeGenerator.ECCLevel.Q);
        var (rows, path) = (code.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                if (!rows[y][x]) continue;
                var from = x;
                while (x + 1 < rows.Count && rows[y][x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from + 1}v1h-{x - from + 1}z");
            }
        }
        return new HtmlString($"""<svg class="qr" viewBox="0 0 {rows.Count} {rows.Count}" role="img" aria-label="{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(label)}" shape-rendering="crispEdges"><path d="{path}"/></svg>""");
    }
}
