using LetterExchange.Features.People;
using NodaTime;

namespace LetterExchange.Commands.Demo;

/// <summary>A child of the demo.</summary>
/// <param name="Reads">At what time of day letters are opened.</param>
/// <param name="About">For the sign-in page, after the age.</param>
public sealed record DemoMentee(string Given, string Surname, string Cohort, DateOnly Born, string Guardian, string School, string About, LocalTime Reads, string Language = "en");

/// <summary>An adult of the demo; what they are besides mentor stands in Roles.</summary>
/// <param name="Roles">With the cohort, where it is not for the whole program.</param>
public sealed record DemoAdult(string Given, string Surname, string About, LocalTime Reads, params (Role Role, string? Cohort)[] Roles)
{
    public string? Employer { get; init; }
    public string Language { get; init; } = "en";

    /// <summary>A mentor's check stands until the end of this day.</summary>
    public DateOnly Cleared { get; init; } = new(2027, 8, 31);

    public string Email => $"{Given.ToLowerInvariant()}@example.org";
    public bool IsMentor => Roles.Any(role => role.Role == Role.Mentor);
}

/// <summary>The people of the demo. All of them are made up. Given names are used once each, so they serve as keys.</summary>
public static class Company
{
    public const string Program = "Northgate Reads", Zone = "Europe/London", Languages = "en es", Town = "Northgate";

    /// <summary>Everybody's card, and everybody's password.</summary>
    public const string Words = "kite lamp otter";

    public const string Oak = "Oak Class, Millbrook School", Dock = "Thursday Club, Dock Street Library";

    /// <summary>The mentor who has left, and she who came in his place.</summary>
    public const string Former = "Oliver", Later = "Freya";

    const string Millbrook = "Millbrook School";
    static readonly LocalTime AfterSchool = new(16, 10), Evening = new(19, 40);

    public static readonly IReadOnlyList<DemoMentee> Mentees =
    [
        new("Amina", "Warsame", Oak, new(2017, 3, 20), "Hodan Warsame", Millbrook, "has a pigeon who thinks he is the manager", AfterSchool),
        new("Kit", "Hargreaves", Oak, new(2018, 5, 11), "Jo Hargreaves", Millbrook, "digs, and writes the way he talks", AfterSchool),
        new("Theo", "Lindgren", Oak, new(2016, 6, 30), "Sara Lindgren", Millbrook, "likes things that are exact", AfterSchool),
        new("Lin", "Zhao", Oak, new(2017, 8, 19), "Zhao Min", Millbrook, "is not loud", AfterSchool),
        new("Zofia", "Nowak", Oak, new(2015, 11, 4), "Marta Nowak", Millbrook, "will be a detective, or failing that a judge", AfterSchool),
        new("Rohan", "Pillai", Oak, new(2016, 4, 9), "Anand Pillai", Millbrook, "has not written since September", AfterSchool),
        new("Jaden", "Clarke", Dock, new(2014, 2, 17), "Monique Clarke", "Harbour High", "plays chess fast", new(17, 30)),
        new("Marisol", "Quiroga", Dock, new(2013, 3, 8), "Pilar Quiroga", "Harbour High", "plays the viola and writes in Spanish", new(17, 30), "es"),
        new("Eli", "Mensah", Dock, new(2013, 5, 15), "Abena Mensah", "Harbour High", "listens to kitchens", new(17, 30)),
        new("Nur", "Rahmani", Dock, new(2012, 9, 1), "Laila Rahmani", "Harbour High", "draws the alphabet", new(17, 30)),
        new("Dylan", "Price", Dock, new(2011, 7, 23), "Gareth Price", "Harbour High", "no further questions", new(18, 15)),
        new("Tamsin", "Roe", Dock, new(2010, 6, 5), "Linda Roe", "Harbour High", "is paused for her mock exams", new(18, 15)),
    ];

    public static readonly IReadOnlyList<DemoAdult> Adults =
    [
        new("Harry", "Pocock", "drove the number 14; writes to three", Evening, (Role.Mentor, null)),
        new("Ngozi", "Eze", "engineer of bridges", new(20, 10), (Role.Mentor, null)) { Employer = "Ashdown Structures" },
        new("Beatriz", "Carvalho", "nurse, on nights", new(5, 20), (Role.Mentor, null)) { Employer = "Saint Brendan's Hospital" },
        new("Samuel", "Tesfaye", "baker, up at two", new(3, 10), (Role.Mentor, null)),
        new("Ernesto", "Villalba", "makes violins; writes in Spanish", Evening, (Role.Mentor, null)) { Language = "es" },
        new("Freya", "Lund", "tree surgeon", new(20, 30), (Role.Mentor, null)),
        new("Kwame", "Boateng", "paints signs", Evening, (Role.Mentor, null)) { Cleared = new(2027, 1, 22) },
        new("Haru", "Sato", "makes the sounds of games", new(22, 30), (Role.Mentor, null)),
        new("Judith", "Abrams", "writes subtitles", Evening, (Role.Mentor, null)),
        new("Grace", "Donnelly", "marine biologist; waits for a word", new(21, 0), (Role.Mentor, null)),
        new(Former, "Crane", "taught geography", Evening, (Role.Mentor, null)),
        new("Maddalena", "Ferri", "teaches Oak Class and reads its letters", AfterSchool, (Role.Teacher, Oak)),
        new("Sade", "Akinola", "runs the program", AfterSchool, (Role.Coordinator, null)),
        new("Tomasz", "Wilk", "runs the Thursday club and reads its letters", AfterSchool, (Role.Coordinator, null), (Role.Reviewer, Dock)),
        new("Ruth", "Ellery", "safeguarding, at the school", AfterSchool, (Role.SafeguardingLead, null)),
        new("Imran", "Sheikh", "safeguarding, at the library", AfterSchool, (Role.SafeguardingLead, null)),
        new("Priya", "Raman", "hosts it", AfterSchool, (Role.Administrator, null)),
    ];

    /// <summary>Days on which nobody reviews or has to mend anything.</summary>
    public static readonly IReadOnlyList<(DateOnly From, DateOnly To, string Name)> Holidays =
    [
        (new(2026, 10, 26), new(2026, 10, 30), "Half-term"),
        (new(2026, 12, 21), new(2027, 1, 4), "Christmas holidays"),
        (new(2027, 2, 15), new(2027, 2, 19), "Half-term"),
        (new(2027, 3, 26), new(2027, 4, 9), "Easter holidays"),
    ];

    public static readonly IReadOnlyList<(string Name, string How)> Help =
    [
        ("Ruth and Imran", "They look after everyone’s safety here. The button “I’m worried” reaches them at any hour."),
        ("A grown-up near you", "Ms Ferri at school, Tomasz at the library, or somebody at home whom you trust."),
        ("Childline", "For anyone under 19 in the UK, free, day and night: 0800 1111 or childline.org.uk"),
    ];
}
