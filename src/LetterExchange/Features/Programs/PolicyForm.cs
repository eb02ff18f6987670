using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Programs;

/// <summary>A program's policies as they are typed: text, so that what can't be read is given back with words.</summary>
public sealed class PolicyForm
{
    public string? MinimumTurnHours { get; set; }
    public string? MendingHours { get; set; }
    public string? ReminderHours { get; set; }
    public string? MoreTimeDays { get; set; }
    public string? MoreTimeCount { get; set; }
    public string? AwayDays { get; set; }
    public string? SilenceReminderWeeks { get; set; }
    public string? SilenceWarningWeeks { get; set; }
    public string? SilenceProbationWeeks { get; set; }
    public string? ProbationWeeks { get; set; }
    public string? MostMentees { get; set; }
    public TimeOnly? QuietFrom { get; set; }
    public TimeOnly? QuietUntil { get; set; }
    public string? DeliveryDelaySeconds { get; set; }
    public string? ReviewHours { get; set; }
    public string? SafeguardingReviewHours { get; set; }
    public string? ClaimMinutes { get; set; }
    public DayOfWeek PulseDay { get; set; }
    public TimeOnly? PulseAt { get; set; }
    public string? SecondReadPercent { get; set; }
    public string? SecondReadHours { get; set; }
    public bool SecondReadBefore { get; set; }
    public bool TrainingFirst { get; set; }
    public bool FreeLetters { get; set; }
    public bool PlanOnWeekends { get; set; }
    public bool MenteeMail { get; set; }
    public BookNames BookNames { get; set; }

    public static PolicyForm Of(Policies policies) => new()
    {
        MinimumTurnHours = Text(policies.MinimumTurnHours), MendingHours = Text(policies.MendingHours), ReminderHours = string.Join(", ", policies.ReminderHours.Select(Text)),
        MoreTimeDays = Text(policies.MoreTimeDays), MoreTimeCount = Text(policies.MoreTimeCount), AwayDays = Text(policies.AwayDays),
        SilenceReminderWeeks = Text(policies.SilenceReminderWeeks), SilenceWarningWeeks = Text(policies.SilenceWarningWeeks), SilenceProbationWeeks = Text(policies.SilenceProbationWeeks),
        ProbationWeeks = Text(policies.ProbationWeeks), MostMentees = Text(policies.MostMentees),
        PulseDay = policies.PulseDay, PulseAt = policies.PulseAt,
        QuietFrom = policies.QuietFrom, QuietUntil = policies.QuietUntil, DeliveryDelaySeconds = Text(policies.DeliveryDelaySeconds), ReviewHours = Text(policies.ReviewHours),
        SecondReadPercent = Text(policies.SecondReadPercent), SecondReadHours = Text(policies.SecondReadHours), SecondReadBefore = policies.SecondReadBefore, TrainingFirst = policies.TrainingFirst,
        SafeguardingReviewHours = Text(policies.SafeguardingReviewHours), ClaimMinutes = Text(policies.ClaimMinutes), FreeLetters = policies.FreeLetters, PlanOnWeekends = policies.PlanOnWeekends, MenteeMail = policies.MenteeMail, BookNames = policies.BookNames,
    };

    /// <summary>The policies, with words in the form about all that is not in its range. What is not a number is out of every range.</summary>
    public Policies Read(ModelStateDictionary form, IStringLocalizer texts)
    {
        var policies = new Policies
        {
            MinimumTurnHours = Number(MinimumTurnHours), MendingHours = Number(MendingHours),
            ReminderHours = [.. (ReminderHours ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(Number).Distinct().OrderDescending()],
            MoreTimeDays = Number(MoreTimeDays), MoreTimeCount = Number(MoreTimeCount), AwayDays = Number(AwayDays),
            SilenceReminderWeeks = Number(SilenceReminderWeeks), SilenceWarningWeeks = Number(SilenceWarningWeeks), SilenceProbationWeeks = Number(SilenceProbationWeeks),
            ProbationWeeks = Number(ProbationWeeks), MostMentees = Number(MostMentees),
            PulseDay = Enum.IsDefined(PulseDay) ? PulseDay : DayOfWeek.Monday, PulseAt = PulseAt ?? default,
            QuietFrom = QuietFrom ?? default, QuietUntil = QuietUntil ?? default, DeliveryDelaySeconds = Number(DeliveryDelaySeconds), ReviewHours = Number(ReviewHours),
            SecondReadPercent = Number(SecondReadPercent), SecondReadHours = Number(SecondReadHours), SecondReadBefore = SecondReadBefore, TrainingFirst = TrainingFirst,
            SafeguardingReviewHours = Number(SafeguardingReviewHours), ClaimMinutes = Number(ClaimMinutes), FreeLetters = FreeLetters, PlanOnWeekends = PlanOnWeekends, MenteeMail = MenteeMail,
            BookNames = Enum.IsDefined(BookNames) ? BookNames : default,
        };
        foreach (var fault in policies.Faults()) form.AddModelError($"Policy.{fault.Field}", texts[fault.Key, fault.Least, fault.Most]);
        if (QuietFrom is null && form["Policy.QuietFrom"]?.Errors is not { Count: > 0 }) form.AddModelError("Policy.QuietFrom", texts["policy.time"]);
        if (QuietUntil is null && form["Policy.QuietUntil"]?.Errors is not { Count: > 0 }) form.AddModelError("Policy.QuietUntil", texts["policy.time"]);
        if (PulseAt is null && form["Policy.PulseAt"]?.Errors is not { Count: > 0 }) form.AddModelError("Policy.PulseAt", texts["policy.time"]);
        return policies;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static int Number(string? text) => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
