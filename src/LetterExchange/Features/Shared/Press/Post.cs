using System.Net;
using LetterExchange.Text;
using static System.FormattableString;

namespace LetterExchange.Features.Shared;

/// <summary>What a postmark says: a day and a month, in the reader's language.</summary>
public sealed record Postmark(string Day, string Month)
{
    /// <summary>Of the day on which the program's wall calendar has an instant.</summary>
    public static Postmark Of(DateTimeOffset at, PlainTime times) => times.DayAndMonth(at) is var (day, month) ? new(day, month) : new("", "");
}

/// <summary>Draws what belongs to the post: the envelope of a letter that has come, and the stamps of a season's rounds.</summary>
internal static class Post
{
    /// <summary>A stamp of a story, franked where its round is over.</summary>
    public static string Stamp(string storyId, IReadOnlyList<string> themes, bool franked) =>
        "<svg class=\"stamp\" viewBox=\"0 0 136 196\" aria-hidden=\"true\"><path class=\"paper\" d=\"M4 4H132V192H4Z\"/><path class=\"perf\" d=\"M4 4H132V192H4Z\"/>"
        + Cover(storyId, themes, 14, 14, 108, 168)
        + (franked ? "<path class=\"frank\" d=\"M0 118q17 -14 34 0t34 0t34 0t34 0M0 130q17 -14 34 0t34 0t34 0t34 0M0 142q17 -14 34 0t34 0t34 0t34 0\"/>" : "")
        + "</svg>";

    /// <summary>A stamp that has been through the post: on a letter that has arrived. A free letter's stamp is plain.</summary>
    public static string Posted(string? storyId, IReadOnlyList<string> themes, Postmark mark) =>
        "<svg class=\"stamp posted\" viewBox=\"0 0 196 196\" aria-hidden=\"true\"><path class=\"paper\" d=\"M64 4H192V192H64Z\"/><path class=\"perf\" d=\"M64 4H192V192H64Z\"/>"
        + (storyId is null ? "<path class=\"a\" d=\"M74 14h108v168h-108z\"/>" : Cover(storyId, themes, 74, 14, 108, 168))
        + "<g class=\"mark\"><circle cx=\"48\" cy=\"128\" r=\"45\"/><circle cx=\"48\" cy=\"128\" r=\"37\"/></g><path class=\"frank\" d=\"M92 112q17 -14 34 0t34 0t34 0M94 128q17 -14 34 0t34 0t34 0M92 144q17 -14 34 0t34 0t34 0\"/>"
        + $"<text x=\"48\" y=\"130\" font-size=\"30\">{Text(mark.Day)}</text><text x=\"48\" y=\"150\" font-size=\"17\">{Text(mark.Month)}</text></svg>";

    /// <summary>The place of a stamp to come, with the day on which its round opens.</summary>
    public static string Blank(Postmark opens) =>
        "<svg class=\"stamp\" viewBox=\"0 0 136 196\" aria-hidden=\"true\"><path class=\"blank\" d=\"M4 4H132V192H4Z\"/>"
        + $"<text x=\"68\" y=\"108\" font-size=\"52\">{Text(opens.Day)}</text><text x=\"68\" y=\"138\" font-size=\"20\">{Text(opens.Month)}</text></svg>";

    /// <summary>An envelope with a letter that rises out of it, addressed to a reader.</summary>
    public static string Envelope(string to, string from, Guid writer, string? storyId, IReadOnlyList<string> themes, Postmark arrived) =>
        "<svg viewBox=\"20 10 480 382\" aria-hidden=\"true\"><path class=\"a\" d=\"M20 132L260 12L500 132Z\"/>"
        + "<g class=\"slip\"><path class=\"paper\" d=\"M84 64H436V140H84Z\"/><path class=\"lines\" d=\"M120 88H220M120 112H400\"/></g>"
        + Address(to, from, writer, storyId, themes, arrived) + "</svg>";

    /// <summary>An envelope that is closed and on its way.</summary>
    public static string Sealed(string to, string from, Guid writer, string? storyId, IReadOnlyList<string> themes, Postmark posted) =>
        $"<svg viewBox=\"20 132 480 260\" aria-hidden=\"true\">{Address(to, from, writer, storyId, themes, posted)}</svg>";

    static string Address(string to, string from, Guid writer, string? storyId, IReadOnlyList<string> themes, Postmark mark) =>
        "<path class=\"b\" d=\"M20 132H500V392H20Z\"/><path class=\"paper\" d=\"M392 152h88v128h-88z\"/>"
        + (storyId is null ? "<path class=\"a\" d=\"M398 158h76v116h-76z\"/>" : Cover(storyId, themes, 398, 158, 76, 116))
        + "<g class=\"frank\"><circle cx=\"362\" cy=\"236\" r=\"44\"/><circle cx=\"362\" cy=\"236\" r=\"36\"/><path d=\"M214 218h104M206 236h112M214 254h104\"/></g>"
        + $"<g font-size=\"17\" font-weight=\"700\" text-anchor=\"middle\"><text x=\"362\" y=\"232\">{Text(mark.Day)}</text><text x=\"362\" y=\"253\">{Text(mark.Month)}</text></g>"
        + $"<svg class=\"mk\" x=\"52\" y=\"164\" width=\"44\" height=\"44\" viewBox=\"0 0 40 40\">{Marks.Draw(writer)}</svg>"
        + $"<text font-size=\"{Size(from, 24, 16)}\" x=\"110\" y=\"194\">{Text(from)}</text>"
        + $"<text font-size=\"{Size(to, 92, 9)}\" font-style=\"italic\" x=\"50\" y=\"350\">{Text(to)}</text>";

    static string Cover(string storyId, IReadOnlyList<string> themes, int x, int y, int width, int height) =>
        $"<svg class=\"cover\" data-story=\"{Palettes.For(themes)}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 120 180\" preserveAspectRatio=\"xMidYMid slice\">{Covers.Draw(storyId, themes)}</svg>";

    /// <summary>A long name is set smaller, so that it stays on the envelope.</summary>
    static string Size(string text, double full, int letters) => Invariant($"{(text.Length <= letters ? full : Math.Round(full * letters / text.Length))}");

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
