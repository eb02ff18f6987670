namespace LetterExchange.Features.Screening.Identity;

/// <summary>The mentee's school, by its whole name or by the part that no other school has.</summary>
static class SchoolRule
{
    public const string Name = "roster.school";

    static readonly HashSet<string> Common =
    [
        "school", "schools", "college", "academy", "grammar", "high", "middle", "elementary", "primary", "secondary", "junior", "senior", "preparatory", "prep",
        "public", "charter", "saint", "st", "sainte", "san", "santa", "community", "upper", "lower", "international", "ecole", "lycee", "maternelle",
        "elementaire", "primaire", "groupe", "scolaire", "colegio", "instituto", "escuela", "ceip", "ies", "cp", "secundaria", "primaria", "preparatoria", "institut", "liceo",
    ];

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        var school = RosterName.Of(input.Roster?.Mentee?.School);
        foreach (var (first, last) in school.In(text.Words))
            if (school.Words.Length > 1 || RosterName.IsWrittenAsName(text.Words, first, last))
                yield return text.Find(Category.School, text.Words[first], text.Words[last], Name, 0.95);
        var own = school.Without(Common);
        if (own.Words.Length == school.Words.Length) yield break;
        foreach (var (first, last) in own.In(text.Words))
            if (Strength(text, first, last) is > 0 and var strength)
                yield return text.Find(Category.School, text.Words[first], text.Words[last], Name, strength);
    }

    static double Strength(LetterText text, int first, int last)
    {
        var (before, after) = (Neighbours.Before(text, first), Neighbours.After(text, last));
        var isSchool = before is not null && Common.Contains(before.Text) || after is not null && Common.Contains(after.Text);
        if (isSchool) return 0.9;
        if (!RosterName.IsWrittenAsName(text.Words, first, last)) return 0;
        if (last > first) return 0.85;
        return text.Words[first].OpensSentence || before is { IsCapital: true } || after is { IsCapital: true } ? 0 : 0.7;
    }
}
