using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening;

/// <summary>Card numbers, account numbers and IBANs. Asking for money is said in words: see the phrase lists.</summary>
static class FinanceRule
{
    public const string Name = "finance.number";

    static readonly Regex Iban = Patterns.Linear(@"\b[a-z]{2}\d{2}( ?[a-z0-9]{4}){2,7}( ?[a-z0-9]{1,4})?\b");
    static readonly Regex Card = Patterns.Linear(@"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}\b|\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b");
    static readonly Regex Account = Patterns.Linear(
        @"\b(sort code|account (number|no\.?)|bank account|routing number|numero de compte|compte( bancaire)?|rib|numero de cuenta|cuenta( bancaria)?|clabe|tarjeta|carte (bancaire|bleue)|card number|debit card|credit card|cvv|cvc)( is| est| es|:| n°| no\.?)? ?(number )?\d[\d -]{5,}(,? (account|acc|cuenta|compte)( number| no\.?)? ?\d+)?");

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (text.Digits == 0) yield break;
        foreach (var match in Iban.EnumerateMatches(text.Folded).ToRanges())
            if (text.Folded[match].Count(char.IsAsciiDigit) >= 12) yield return Of(text, match, 0.95);
        foreach (var match in Card.EnumerateMatches(text.Folded).ToRanges())
            if (IsCard(text.Folded[match])) yield return Of(text, match, 0.9);
        foreach (var match in Account.EnumerateMatches(text.Folded).ToRanges()) yield return Of(text, match, 0.9);
    }

    // A number that is grouped like a card's is one, mistyped or not; one that is not grouped must pass the check digit (ISO/IEC 7812-1).
    static bool IsCard(string written)
    {
        var digits = written.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
        if (digits.Length is < 13 or > 19 || digits.Distinct().Count() < 3) return false;
        if (digits.Length == 16 && written.Length == 19) return true;
        var sum = digits.Reverse().Select((digit, place) => place % 2 == 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit).Sum();
        return sum % 10 == 0 && digits[0] is >= 3 and <= 6;
    }

    static Finding Of(LetterText text, Range match, double strength)
    {
        var end = match.End.Value;
        while (text.Folded[end - 1] is ' ' or '-') end--;
        return text.Find(Category.Finance, match.Start.Value, end, Name, strength);
    }
}
