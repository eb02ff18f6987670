using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Screening;

/// <summary>What screening is given.</summary>
/// <param name="Text">The text as it was submitted; findings count in its UTF-16 code units.</param>
/// <param name="Author">Who of the pair wrote it.</param>
/// <param name="Language">en, fr or es: whose telephone numbers and one-word lists apply. Phrases of all languages always do.</param>
/// <param name="Roster">What the service knows of the two, or null: then names, schools and places are not looked for.</param>
/// <param name="Phrases">What the program watches for and allows, or null where it has nothing of its own.</param>
public sealed record ScreeningInput(string Text, Side Author, string Language, Roster? Roster = null, ProgramPhrases? Phrases = null);

/// <summary>What the service knows of a pair and looks for in their letters.</summary>
public sealed record Roster(RosterPerson? Mentee, RosterPerson? Mentor);

/// <summary>One of the two; what is not known is null.</summary>
public sealed record RosterPerson
{
    public string? Given { get; init; }
    public string? Surname { get; init; }
    public string? School { get; init; }
    public string? Employer { get; init; }
    public string? Town { get; init; }
}
