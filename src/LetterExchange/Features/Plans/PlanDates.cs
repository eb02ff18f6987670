using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>What the dates of a plan are called, and how they are written, on the pages about it.</summary>
public sealed class PlanDates(FairClock clock, PlainTime times, IReadOnlyList<Holiday> holidays, IStringLocalizer<Texts> texts)
{
    /// <param name="turn">From 1; 0 for the round's opening.</param>
    public string Name(int round, int turn) => turn == 0 ? texts["change.opens", round] : texts["change.letter", round, turn];

    public string Name(CalendarMark mark) => mark.Kind == MarkKind.CutOff ? texts["cal.name.cut", mark.Round, mark.Turn] : Name(mark.Round, mark.Turn);

    /// <summary>As short as a day of the calendar has room for.</summary>
    public string Short(CalendarMark mark) => texts[$"cal.short.{mark.Kind}", mark.Round, mark.Turn];

    public string Moment(LocalDateTime local) => texts["at", times.ShortDate(clock.At(local)), times.Clock(clock.At(local))];

    /// <param name="planned">yyyy-MM-ddTHH:mm.</param>
    public string Moment(string? planned) => Moment(FairClock.Parse(planned!));

    public string Day(LocalDate day) => times.ShortDate(clock.At(LocalTime.Noon.On(day)));

    public string LongDay(LocalDate day) => times.Date(clock.At(LocalTime.Noon.On(day)));

    /// <summary>Why a date has stepped aside.</summary>
    public string Why(DateAvoided avoided) => holidays.FirstOrDefault(day => day.Day == avoided.From.Date.ToDateOnly()) is { } holiday ? holiday.Name
        : texts[clock.IsAvoided(avoided.From.Date) ? "off.weekend" : "off.with"];
}
