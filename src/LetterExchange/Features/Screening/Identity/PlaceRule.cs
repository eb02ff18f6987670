namespace LetterExchange.Features.Screening.Identity;

/// <summary>The town of either of the pair, and where the mentor works.</summary>
static class PlaceRule
{
    public const string Name = "roster.place";

    static readonly HashSet<string> Common =
    [
        "hospital", "clinic", "bakery", "museum", "library", "games", "engineering", "architects", "company", "ltd", "inc", "university", "city", "town", "county",
        "office", "studio", "studios", "workshop", "farm", "shop", "bank", "biblioteca", "municipal", "bibliotheque", "librairie", "clinique", "hopital", "atelier",
        "ferme", "observatoire", "editorial", "talleres", "taller", "radio", "universidad", "universite", "ayuntamiento", "mairie", "ciudad", "ville",
    ];

    static readonly HashSet<string> Prepositions =
        ["in", "from", "at", "near", "to", "around", "for", "leave", "a", "au", "de", "chez", "vers", "en", "desde", "cerca", "por", "hasta"];

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (input.Roster is not { } roster) yield break;
        foreach (var place in new[] { roster.Mentee?.Town, roster.Mentor?.Town, roster.Mentor?.Employer }.Select(RosterName.Of))
            foreach (var (first, last) in place.In(text.Words))
                if (IsMeant(text, place, first, last))
                    yield return text.Find(Category.Place, text.Words[first], text.Words[last], Name, last > first ? 0.9 : 0.8);
        var employer = RosterName.Of(roster.Mentor?.Employer);
        var own = employer.Without(Common);
        if (own.Words.Length == employer.Words.Length) yield break;
        foreach (var (first, last) in own.In(text.Words))
            if (IsMeant(text, own, first, last) && (last > first || IsAfterPreposition(text, first)))
                yield return text.Find(Category.Place, text.Words[first], text.Words[last], Name, 0.7);
    }

    // "Welcome" is a town only where it is written as one.
    static bool IsMeant(LetterText text, RosterName place, int first, int last)
    {
        if (!text.UsesCapitals) return place.Heavy.Count() > 1 || IsAfterPreposition(text, first) && place.Words.Length == 1 && place.Words[0].Length > 5;
        if (!RosterName.IsWrittenAsName(text.Words, first, last)) return false;
        return place.Heavy.Count() > 1 || !text.Words[first].OpensSentence || IsAfterPreposition(text, first);
    }

    static bool IsAfterPreposition(LetterText text, int first) =>
        Neighbours.Before(text, first) is { } before && Prepositions.Contains(before.Text);
}
