using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>Lines of a concern's log in words.</summary>
static class ConcernWords
{
    /// <summary>The head of a line: "The school nurse was told by telephone, today at 14:03".</summary>
    /// <param name="when">How an instant is said; as a day and a time unless told.</param>
    public static string Line(this IStringLocalizer<Texts> texts, ConcernEntry entry, PlainTime times, Func<DateTimeOffset, string>? when = null) => entry.Kind switch
    {
        EntryKind.Told => texts["log.Told", entry.Whom ?? texts["log.somebody"], texts[$"told.{entry.ToldHow}"], (when ?? times.DayAndClock)(entry.ToldAt!.Value)],
        EntryKind.Action => texts["log.Action", PlainTime.Of(entry.DueDay!.Value)],
        EntryKind.Closed => texts["log.Closed", texts[$"outcome.{entry.Outcome}"]],
        var kind => texts[$"log.{kind}"],
    };
}
