using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>What the forms for adults have in common.</summary>
static class AdultForms
{
    /// <summary>Says what is missing of a name and an address.</summary>
    public static void CheckAdult(this ModelStateDictionary form, IStringLocalizer texts, string? givenName, string? surname, string? email)
    {
        if (Typed.Line(givenName) is not { Length: <= Typed.LongestName }) form.AddModelError("GivenName", texts["need.given", Typed.LongestName]);
        if (Typed.Line(surname) is not { Length: <= Typed.LongestName }) form.AddModelError("Surname", texts["need.surname", Typed.LongestName]);
        if (!Emails.IsOne(Typed.Line(email))) form.AddModelError("Email", texts["need.mail"]);
    }

    /// <summary>What has come of it: invited, or known already.</summary>
    public static string Words(this Added added, IStringLocalizer texts, string name, string email) =>
        added is { Known: true, Invited: false } ? texts["adult.known", email] : texts["adult.added", name, email];
}
