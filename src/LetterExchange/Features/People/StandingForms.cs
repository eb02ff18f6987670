using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>A consent as it is typed. Days are the program's: it stands from the first one's beginning to the last one's end.</summary>
public sealed class ConsentForm
{
    public ConsentKind? Kind { get; set; }
    public string? GivenBy { get; set; }
    public string? How { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? Until { get; set; }

    /// <summary>From today, for a year.</summary>
    public static ConsentForm Today(DateOnly today) => new() { From = today, Until = today.AddYears(1) };

    /// <summary>The consent, or nothing, with words about what is missing in the form.</summary>
    internal NewConsent? Read(string zone, ModelStateDictionary form, IStringLocalizer texts)
    {
        if (Kind is null) form.AddModelError("Consent.Kind", texts["need.consent.kind"]);
        if (Typed.Line(GivenBy) is not { Length: <= Typed.LongestLine }) form.AddModelError("Consent.GivenBy", texts["need.consent.by"]);
        if (Typed.Line(How) is not { Length: <= Typed.LongestLine }) form.AddModelError("Consent.How", texts["need.consent.how"]);
        if (From is null && form["Consent.From"]?.Errors is not { Count: > 0 }) form.AddModelError("Consent.From", texts["need.day"]);
        if (Until is null && form["Consent.Until"]?.Errors is not { Count: > 0 }) form.AddModelError("Consent.Until", texts["need.day"]);
        return form.IsValid ? new(Kind!.Value, Typed.Line(GivenBy)!, Typed.Line(How)!, Days.Start(From!.Value, zone), Days.End(Until!.Value, zone)) : null;
    }
}

/// <summary>A mentor's check as it is typed.</summary>
public sealed class ClearanceForm
{
    public string? Kind { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? Until { get; set; }

    /// <summary>From today, for a year.</summary>
    public static ClearanceForm Today(DateOnly today) => new() { From = today, Until = today.AddYears(1) };

    /// <summary>The clearance, or nothing, with words about what is missing in the form.</summary>
    internal NewClearance? Read(string zone, ModelStateDictionary form, IStringLocalizer texts)
    {
        if (Typed.Line(Kind) is not { Length: <= Typed.LongestLine }) form.AddModelError("Clearance.Kind", texts["need.clearance.kind"]);
        if (From is null && form["Clearance.From"]?.Errors is not { Count: > 0 }) form.AddModelError("Clearance.From", texts["need.day"]);
        if (Until is null && form["Clearance.Until"]?.Errors is not { Count: > 0 }) form.AddModelError("Clearance.Until", texts["need.day"]);
        return form.IsValid ? new(Typed.Line(Kind)!, Days.Start(From!.Value, zone), Days.End(Until!.Value, zone)) : null;
    }
}

/// <summary>A page on which a consent is typed.</summary>
public interface IHasConsent
{
    ConsentForm Consent { get; }

    /// <summary>Who may have said yes; none where it can be added later.</summary>
    IEnumerable<Microsoft.AspNetCore.Mvc.Rendering.SelectListItem> ConsentItems(IStringLocalizer texts) =>
    [
        new(texts["consent.none"], ""),
        .. Enum.GetValues<ConsentKind>().Select(kind => new Microsoft.AspNetCore.Mvc.Rendering.SelectListItem(texts[$"consent.{kind}"], kind.ToString())),
    ];
}
