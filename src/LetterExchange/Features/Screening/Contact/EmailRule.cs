using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>E-mail addresses: plain, and with at and dot in brackets or in words.</summary>
static class EmailRule
{
    public const string Name = "email.address";

    // Two words stand for a sign only where a whole address is built of them: "at" and "dot" alone are everyday English.
    const string Dot = @"( ?\. ?| ?[\[({<] ?(dot|point|punto|\.) ?[\])}>] ?|,? (dot|point|punto),? |,? full stop,? )";
    const string SureAt = @"( ?[\[({<] ?(at|a|arobase|arroba|@) ?[\])}>] ?|,? (arobase|arrobas?|at sign|at symbol|curly a sign),? )";
    const string Part = @"[a-z0-9][a-z0-9_+-]*";

    static readonly Regex Plain = Patterns.Linear(@"[a-z0-9][a-z0-9._%+-]*(@| @ )[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}");
    static readonly Regex Bracketed = Patterns.Linear($@"\b{Part}({Dot}{Part})*{SureAt}{Part}({Dot}{Part})*{Dot}[a-z]{{2,}}\b");
    static readonly Regex Spelt = Patterns.Linear($@"\b{Part}((\.| dot | underscore | point | punto ){Part})* at {Part}( dot {Part})* dot (com|org|net|edu|info|io|fr|es|mx|ca|co|uk|me|de|eu|gov|us)\b");

    static readonly FrozenSet<string> Ats = FrozenSet.ToFrozenSet(["arobase", "arroba", "arrobas", "sign", "symbol"]);
    static readonly FrozenSet<string> Dots = FrozenSet.ToFrozenSet(["dot"]);

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        var isSigned = text.Folded.Contains('@');
        var found = isSigned ? Matches(text, Plain, 0.98) : [];
        if (isSigned || text.Folded.AsSpan().IndexOfAny("[({<") >= 0 || text.HasAny(Ats)) found = found.Concat(Matches(text, Bracketed, 0.95));
        return text.HasAny(Dots) ? found.Concat(Matches(text, Spelt, 0.9)) : found;
    }

    static IEnumerable<Finding> Matches(LetterText text, Regex pattern, double strength)
    {
        foreach (var match in pattern.EnumerateMatches(text.Folded).ToRanges())
            yield return text.Find(Category.Email, match.Start.Value, match.End.Value, Name, strength);
    }
}
