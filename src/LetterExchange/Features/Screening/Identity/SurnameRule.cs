namespace LetterExchange.Features.Screening.Identity;

/// <summary>The surname of either of the pair. A word that is also a trade, a colour or somebody else's name is none: it must be written as
/// this person's name is.</summary>
static class SurnameRule
{
    public const string Name = "roster.surname";

    static readonly HashSet<string> Titles =
        ["mr", "mrs", "ms", "miss", "mister", "dr", "sir", "madam", "m", "mme", "mlle", "madame", "monsieur", "mademoiselle", "sr", "sra", "srta", "senor", "senora", "don", "dona"];

    // Words that may carry a capital before a surname without being somebody's first name.
    static readonly HashSet<string> Openers =
        ["the", "a", "my", "dear", "hi", "hello", "i", "am", "and", "from", "love", "yours", "le", "la", "les", "chez", "cher", "chere", "je", "el", "los", "soy", "familia", "famille", "family", "querido", "querida"];

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (input.Roster is not { } roster) return [];
        var given = new[] { roster.Mentee?.Given, roster.Mentor?.Given }.SelectMany(name => RosterName.Of(name).Words).ToHashSet();
        return new[] { roster.Mentee?.Surname, roster.Mentor?.Surname }
            .SelectMany(surname => Find(text, RosterName.Of(surname), given));
    }

    static IEnumerable<Finding> Find(LetterText text, RosterName surname, HashSet<string> given)
    {
        foreach (var (first, last) in surname.In(text.Words))
            if (Strength(text, first, last, given) is > 0 and var strength)
                yield return text.Find(Category.Surname, text.Words[first], text.Words[last], Name, strength);
        if (surname.Words.Length < 2) yield break;
        foreach (var part in surname.Heavy.Where(word => word.Length > 3)) // One half of a double name.
            foreach (var (at, _) in new RosterName([part]).In(text.Words))
                if (Strength(text, at, at, given) is > 0 and var strength)
                    yield return text.Find(Category.Surname, text.Words[at], text.Words[at], Name, strength - 0.2);
    }

    /// <summary>How surely the words are this person's surname; 0 where they are not.</summary>
    static double Strength(LetterText text, int first, int last, HashSet<string> given)
    {
        var (before, after) = (Neighbours.Before(text, first), Neighbours.After(text, last));
        if (before is not null && given.Contains(before.Text)) return 0.95;
        if (text.Words[first].IsSpread) return 0.85;
        if (!RosterName.IsWrittenAsName(text.Words, first, last) || after is { IsCapital: true }) return 0;
        if (before is null) return text.Words[first].OpensSentence ? 0 : 0.7;
        if (Titles.Contains(before.Text)) return 0.8;
        return before.IsCapital && !Openers.Contains(before.Text) ? 0 : 0.8; // Somebody else of this name.
    }
}
