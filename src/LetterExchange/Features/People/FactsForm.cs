using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>The facts about a person as they are corrected.</summary>
public sealed class FactsForm
{
    public string? GivenName { get; set; }
    public string? Surname { get; set; }
    public string? Email { get; set; }
    public string? SignInName { get; set; }
    public DateOnly? Born { get; set; }
    public string? Organisation { get; set; }
    public string? Town { get; set; }
    public string? Language { get; set; }
    public int Version { get; set; }

    public static FactsForm Of(Person person) => new()
    {
        GivenName = person.GivenName, Surname = person.Surname, Email = person.Email, SignInName = person.SignInName, Born = person.Born,
        Organisation = person.Organisation, Town = person.Town, Language = person.Language, Version = person.Version,
    };

    /// <summary>The facts, or nothing, with words about what is missing in the form.</summary>
    internal Facts? Read(PersonFile file, bool mayHaveMail, ModelStateDictionary form, IStringLocalizer texts)
    {
        var email = mayHaveMail ? Typed.Line(Email) : file.Person.Email;
        if (Typed.Line(GivenName) is not { Length: <= Typed.LongestName }) form.AddModelError("Facts.GivenName", texts["need.given", Typed.LongestName]);
        if (Typed.Line(Surname) is { Length: > Typed.LongestName } || (!file.IsMentee && Typed.Line(Surname) is null)) form.AddModelError("Facts.Surname", texts["need.surname", Typed.LongestName]);
        if (file.IsMentee ? email is not null && !Emails.IsOne(email) : !Emails.IsOne(email)) form.AddModelError("Facts.Email", texts["need.mail"]);
        if (file.IsMentee && Typed.Line(SignInName) is not { Length: <= Typed.LongestName }) form.AddModelError("Facts.SignInName", texts["need.signin", Typed.LongestName]);
        var language = form.ReadLanguage("Facts.Language", Language, file.Person.Language, texts["need.language"]);
        return form.IsValid ? new(Typed.Line(GivenName)!, Typed.Line(Surname) ?? "", email, Typed.Line(SignInName), file.IsMentee ? Born : file.Person.Born, Typed.Line(Organisation), Typed.Line(Town), Version) { Language = language } : null;
    }
}
