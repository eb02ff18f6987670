using System.Globalization;
using LetterExchange.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>Small things that several pages of review say.</summary>
static class Words
{
    /// <summary>The longest reason, note or outcome, in UTF-16 code units.</summary>
    public const int Most = 4_000;

    /// <summary>"20 min", "5 h", "3 d".</summary>
    public static string Span(this IStringLocalizer<Texts> texts, TimeSpan span)
    {
        var time = span.Duration();
        return time < TimeSpan.FromHours(1) ? texts["span.minutes", Math.Max(1, (int)time.TotalMinutes)]
            : time < TimeSpan.FromHours(48) ? texts["span.hours", (int)time.TotalHours]
            : texts["span.days", (int)time.TotalDays];
    }

    /// <summary>Who has to do with a waiting letter, as this person reads it; nothing when nobody has yet.</summary>
    public static string? Hands(this IStringLocalizer<Texts> texts, QueuedLetter letter, Guid person, PlainTime times) =>
        letter.HolderId == person ? texts["hands.yours", times.Clock(letter.HeldUntil!.Value)]
        : letter.HolderName is { } holder ? texts["hands.with", holder, times.Clock(letter.HeldUntil!.Value)]
        : letter.FirstKeyBy == person ? texts["hands.first.yours"]
        : letter.FirstKeyName is { } first ? texts["hands.first", first].Value
        : null;

    /// <summary>What may be sent with a letter that is returned for a passage, in its writer's language.</summary>
    public static string ReturnNote(this IStringLocalizer<Screening.Texts> explanations, LetterUnderReview letter, Passage passage)
    {
        using var speaking = new Speaking(letter.WriterLanguage);
        return explanations[Screening.Explanations.ReturnKeyFor(passage.Category, passage.Rule, letter.WriterSide)!];
    }

    /// <summary>Two versions in one text; what is gone and what is new is said too, for those who hear it. Without a line break that is not the letter's own.</summary>
    public static IHtmlContent Show(this IStringLocalizer<Texts> texts, IReadOnlyList<Change> changes)
    {
        var (html, language) = (new HtmlContentBuilder(), CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        foreach (var change in changes)
        {
            if (change.Kind is ChangeKind.Folded) html.AppendHtml($"<small class=\"quiet\" lang=\"{language}\">").Append(texts.Count("before.folded", change.Words).Value).AppendHtml("</small>");
            else if (change.Kind is ChangeKind.Same) html.Append(change.Text);
            else
            {
                var (tag, said) = change.Kind is ChangeKind.Gone ? ("del", texts["before.gone"]) : ("ins", texts["before.new"]);
                html.AppendHtml($"<{tag}><span class=\"vh\" lang=\"{language}\">").Append($"{said.Value} ").AppendHtml("</span>").Append(change.Text).AppendHtml($"</{tag}>");
            }
        }
        return html;
    }

    /// <summary>"Wendy, Omar and Lea" would need each language's own "and": a list with commas does not.</summary>
    public static string Names(this IEnumerable<KeyHolder> holders) => string.Join(", ", holders.Select(holder => holder.Name));
}
