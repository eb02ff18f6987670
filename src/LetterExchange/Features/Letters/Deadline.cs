using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Letters;

/// <summary>A turn's dates in plain words: "By Friday evening", "in 2 days".</summary>
/// <param name="Moment">Until when, as a beginning of a sentence.</param>
/// <param name="Away">How far that is.</param>
/// <param name="IsLate">Whether the due date has passed, so that it is the cut-off that is told.</param>
public sealed record Deadline(string Moment, string Away, bool IsLate)
{
    public static Deadline Of(DateTimeOffset due, DateTimeOffset cutOff, PlainTime times, IStringLocalizer<Texts> texts)
    {
        var late = times.Now > due;
        var until = late ? cutOff : due;
        return new(texts[late ? "due.late" : "due.by", times.Moment(until)], times.Away(until), late);
    }
}
