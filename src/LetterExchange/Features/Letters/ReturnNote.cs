using LetterExchange.Features.Screening;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Letters;

/// <summary>A marked passage and what is asked of its writer there; nothing where the passage before it asked the same.</summary>
public readonly record struct MarkedWish(ReturnedPassage Passage, string? Wish);

/// <summary>What stands above a letter that came back, as its writer reads it: the reviewer's words, and each marked passage with its wish. What the reviewer left as it was
/// offered stands with its passage, and not twice.</summary>
public sealed record ReturnNote(string Head, IReadOnlyList<string> Said, IReadOnlyList<MarkedWish> Marked, string Kept)
{
    /// <param name="side">Whose letter it is.</param>
    public static ReturnNote Of(IStringLocalizer<Texts> texts, IStringLocalizer<Screening.Texts> explain, Side side, string reason, IReadOnlyList<ReturnedPassage> passages)
    {
        var marked = passages.Select((passage, i) => new MarkedWish(passage, i > 0 && passages[i - 1].Category == passage.Category ? null : Wish(passage))).ToList();
        var said = reason.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => marked.TrueForAll(mark => mark.Wish != line));
        return new(texts["reason.head"], [.. said], marked, texts["reason.kept"]);

        string Wish(ReturnedPassage passage) =>
            passage.Category is { } category && Explanations.ReturnKeyFor(category, side) is { } key ? explain[key] : texts["mend.own"];
    }
}
