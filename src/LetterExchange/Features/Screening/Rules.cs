using System.Collections.Immutable;
using LetterExchange.Features.Screening.Contact;
using LetterExchange.Features.Screening.Identity;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Screening;

/// <summary>One rule: a pure function of the text and what is known of the pair.</summary>
/// <param name="Name">What findings and the rule's record call it.</param>
/// <param name="Find">Its findings, in any order, in time linear in the text's length.</param>
public sealed record ScreeningRule(string Name, Func<LetterText, ScreeningInput, IEnumerable<Finding>> Find);

/// <summary>Every rule of screening, in the order in which they run. A rule that stands earlier names a passage that two find equally sure.</summary>
public static class Rules
{
    public static ImmutableArray<ScreeningRule> All { get; } =
    [
        // What can be recognised by its form.
        new(EmailRule.Name, EmailRule.Find),
        new(LinkRule.Name, LinkRule.Find),
        new(PhoneRule.Name, PhoneRule.Find),
        new(AddressRule.Name, AddressRule.Find),
        new(HandleRule.Name, HandleRule.Find),
        new(FinanceRule.Name, FinanceRule.Find),
        new(BirthdateRule.Name, BirthdateRule.Find),

        // What the roster knows.
        new(SurnameRule.Name, SurnameRule.Find),
        new(SchoolRule.Name, SchoolRule.Find),
        new(PlaceRule.Name, PlaceRule.Find),

        // What is said: phrase lists, one rule a group.
        .. PhraseBook.Lists.SelectMany(PhraseBook.Rules),
        new(ProfanityRule.Name, ProfanityRule.Find),
    ];
}
