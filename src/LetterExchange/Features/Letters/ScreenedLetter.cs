using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Letters;

/// <summary>A letter with what screening is to know of its writer and of the two of the pair.</summary>
public record ScreenedLetter : Letter
{
    /// <summary>Beside the letter's own columns; the writer is h, the pair p.</summary>
    internal const string Known = """
        h.language AS writer_language, p.mentor_id,
        mentee.given_name AS mentee_given, mentee.surname AS mentee_surname, mentee.organisation AS mentee_school, mentee.town AS mentee_town,
        mentor.given_name AS mentor_given, mentor.surname AS mentor_surname, mentor.organisation AS mentor_employer, mentor.town AS mentor_town
        """;

    internal const string KnownFrom = "JOIN people mentee ON mentee.id = p.mentee_id JOIN people mentor ON mentor.id = p.mentor_id";

    /// <summary>None when it has been erased.</summary>
    public string? Text { get; init; }

    public string WriterLanguage { get; init; } = "en";
    public Guid MentorId { get; init; }
    public string? MenteeGiven { get; init; }
    public string? MenteeSurname { get; init; }
    public string? MenteeSchool { get; init; }
    public string? MenteeTown { get; init; }
    public string? MentorGiven { get; init; }
    public string? MentorSurname { get; init; }
    public string? MentorEmployer { get; init; }
    public string? MentorTown { get; init; }

    /// <summary>Whose words it has: a bridge letter's are an adult's.</summary>
    public Side Side => IsBridge || WriterId == MentorId ? Side.Mentor : Side.Mentee;

    /// <exception cref="InvalidOperationException">The text is gone.</exception>
    public ScreeningInput Input() => new(Text ?? throw new InvalidOperationException("The text is gone."), Side, Languages.ForRules(Language, WriterLanguage), new Roster(
        new RosterPerson { Given = MenteeGiven, Surname = MenteeSurname, School = MenteeSchool, Town = MenteeTown },
        new RosterPerson { Given = MentorGiven, Surname = MentorSurname, Employer = MentorEmployer, Town = MentorTown }));
}
