namespace LetterExchange.Features.People;

/// <summary>One ground on which a request may pass: a role, and where the address names a thing, a relation to that thing.</summary>
public sealed record Right(string Name)
{
    /// <summary>Whoever, signed in or not.</summary>
    public bool Anyone { get; init; }

    /// <summary>One of these in the program that one works in; none named: whoever is signed in.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];

    /// <summary>What must be true in the database of <c>@id</c> (from the address) and <c>@me</c>. It looks at roles itself, in the thing's own program.</summary>
    public string? Sql { get; init; }

    /// <summary>The part of the address that is the thing's key.</summary>
    public string Key { get; init; } = "id";

    /// <summary>The same right to a thing whose key has another name in the address.</summary>
    public Right At(string key) => this with { Key = key };
}

/// <summary>The grounds that exist. Each predicate stands on roles that have not ended.</summary>
public static class Rights
{
    public static readonly Right Anyone = new("anyone") { Anyone = true };
    public static readonly Right SignedIn = new("signed in");
    public static readonly Right Mentee = In(Role.Mentee);
    public static readonly Right Mentor = In(Role.Mentor);
    public static readonly Right Reviewer = In(Role.Reviewer);
    public static readonly Right Teacher = In(Role.Teacher);
    public static readonly Right Lead = In(Role.SafeguardingLead);
    public static readonly Right Coordinator = In(Role.Coordinator);
    public static readonly Right Administrator = In(Role.Administrator);

    /// <summary>A letter that one writes or wrote.</summary>
    public static readonly Right LetterOfMine = Thing("letter: writer", $"letters l WHERE l.id = @id AND l.writer_id = @me AND l.bridge = 0 AND {PairRole("l.program_id")}");

    /// <summary>A letter that has been delivered to one.</summary>
    public static readonly Right LetterToMe = Thing("letter: reader",
        $"letters l WHERE l.id = @id AND l.reader_id = @me AND l.state IN ('Delivered', 'Read') AND {PairRole("l.program_id")}");

    /// <summary>A bridge letter that one writes or wrote as a coordinator.</summary>
    public static readonly Right BridgeOfMine = Thing("bridge letter: writer", $"letters l WHERE l.id = @id AND l.writer_id = @me AND l.bridge = 1 AND {Staff("'Coordinator'", "l.program_id")}");

    /// <summary>A bridge letter that has been delivered to one's own mentee.</summary>
    public static readonly Right BridgeToMyMentee = Thing("bridge letter: mentor of its pair",
        $"letters l JOIN pairs p ON p.id = l.pair_id WHERE l.id = @id AND l.bridge = 1 AND p.mentor_id = @me AND l.state IN ('Delivered', 'Read') AND {PairRole("l.program_id")}");

    /// <summary>A submitted letter of a cohort that one reviews or teaches. Never one's own, nor one where a concern names oneself.</summary>
    public static readonly Right LetterOfMyCohort = Thing("letter: reviewer of its cohort",
        $"letters l JOIN pairs p ON p.id = l.pair_id WHERE {StaffLetter} AND {Staff("'Reviewer', 'Teacher'", "l.program_id", "p.cohort_id")}");

    public static readonly Right LetterOfMyProgram = Thing("letter: coordinator of its program",
        $"letters l JOIN pairs p ON p.id = l.pair_id WHERE {StaffLetter} AND {Staff("'Coordinator'", "l.program_id")}");

    /// <summary>A letter on the safeguarding route, or with a concern, of a program that one leads.</summary>
    public static readonly Right LetterInDanger = Thing("letter: safeguarding lead", $"""
        letters l JOIN pairs p ON p.id = l.pair_id WHERE {StaffLetter} AND {Staff("'SafeguardingLead'", "l.program_id")}
        AND {InDanger}
        """);

    /// <summary>A delivered letter in which a screening of the archive has found danger, of a program that one leads.</summary>
    public static readonly Right LetterFoundInDanger = Thing("letter: safeguarding lead, found in the archive", $"letters l WHERE {StaffLetter} AND {Staff("'SafeguardingLead'", "l.program_id")} AND {FoundInDanger}");

    /// <summary>A picture of a letter that one writes or wrote.</summary>
    public static readonly Right PictureOfMine = Thing("picture: writer of its letter",
        $"pictures i JOIN letters l ON l.id = i.letter_id WHERE i.id = @id AND l.writer_id = @me AND l.state <> 'Discarded' AND {PairRole("l.program_id")}");

    /// <summary>A picture of the very revision that has been delivered to one.</summary>
    public static readonly Right PictureToMe = Thing("picture: reader of its letter", $"""
        attachments i JOIN deliveries v ON v.letter_id = i.letter_id AND v.revision = i.number JOIN letters l ON l.id = v.letter_id
        WHERE i.picture_id = @id AND l.reader_id = @me AND l.state IN ('Delivered', 'Read') AND {PairRole("l.program_id")}
        """);

    /// <summary>A picture that was sent, of a letter that one may see by <see cref="LetterOfMyCohort"/>.</summary>
    public static readonly Right PictureOfMyCohort = Thing("picture: reviewer of its letter's cohort", $"{SentPicture} AND {Staff("'Reviewer', 'Teacher'", "l.program_id", "p.cohort_id")}");

    public static readonly Right PictureOfMyProgram = Thing("picture: coordinator of its letter's program", $"{SentPicture} AND {Staff("'Coordinator'", "l.program_id")}");

    /// <summary>A picture that was sent, of a letter that one may see by <see cref="LetterInDanger"/> or <see cref="LetterFoundInDanger"/>.</summary>
    public static readonly Right PictureInDanger = Thing("picture: safeguarding lead", $"{SentPicture} AND {Staff("'SafeguardingLead'", "l.program_id")} AND ({InDanger} OR {FoundInDanger})");

    public static readonly Right PairOfMine = Thing("pair: member", $"pairs p WHERE p.id = @id AND (p.mentor_id = @me OR p.mentee_id = @me) AND {PairRole("p.program_id")}");
    public static readonly Right PairOfMyCohort = Thing("pair: reviewer or teacher of its cohort",
        $"pairs p WHERE p.id = @id AND p.mentor_id <> @me AND {Staff("'Reviewer', 'Teacher'", "p.program_id", "p.cohort_id")}");
    public static readonly Right PairOfMyProgram = Thing("pair: coordinator of its program", $"pairs p WHERE p.id = @id AND {Staff("'Coordinator'", "p.program_id")}");

    /// <summary>A pair whose mentor one is: what is said about a pair among adults is never its mentee's to read.</summary>
    public static readonly Right PairThatIMentor = Thing("pair: its mentor", $"pairs p WHERE p.id = @id AND p.mentor_id = @me AND {Staff("'Mentor'", "p.program_id")}");

    /// <summary>A pair about which there is a concern that one may act on, where none of its concerns names oneself.</summary>
    public static readonly Right PairOfConcern = Thing("pair: safeguarding lead, by a concern", $"""
        pairs p WHERE p.id = @id AND p.mentor_id <> @me
        AND EXISTS (SELECT 1 FROM concern_leads v JOIN concerns c ON c.id = v.concern_id LEFT JOIN letters l ON l.id = c.letter_id
                     WHERE v.person_id = @me AND c.program_id = p.program_id AND (c.pair_id = p.id OR l.pair_id = p.id))
        AND NOT EXISTS (SELECT 1 FROM concerns c JOIN concern_people n ON n.concern_id = c.id LEFT JOIN letters l ON l.id = c.letter_id
                         WHERE n.person_id = @me AND (c.pair_id = p.id OR l.pair_id = p.id))
        """);

    /// <summary>An announcement that is for one, by what one is now.</summary>
    public static readonly Right AnnouncementToMe = Thing("announcement: one of its readers", $"announcements a JOIN memberships m ON {Audience.Of} WHERE a.id = @id AND m.person_id = @me");

    public static readonly Right AnnouncementOfMyProgram = Thing("announcement: coordinator of its program", $"announcements a WHERE a.id = @id AND {Staff("'Coordinator'", "a.program_id")}");
    /// <summary>What a coordinator has written to one about letters of one's own pair.</summary>
    public static readonly Right WordToMe = Thing("word: mentor of its pair",
        $"pair_notes n JOIN pairs p ON p.id = n.pair_id WHERE n.id = @id AND n.kind IN ('Reminder', 'Warning', 'Probation') AND p.mentor_id = @me AND {PairRole("p.program_id")}");

    public static readonly Right TurnOfMine = Thing("turn: writer",
        $"turns t JOIN pairs p ON p.id = t.pair_id WHERE t.id = @id AND t.writer_id = @me AND {PairRole("p.program_id")}");
    public static readonly Right TurnOfMyProgram = Thing("turn: coordinator of its program",
        $"turns t JOIN pairs p ON p.id = t.pair_id WHERE t.id = @id AND {Staff("'Coordinator'", "p.program_id")}");

    public static readonly Right AssignmentOfMine = Thing("assignment: member of its pair",
        $"assignments a JOIN pairs p ON p.id = a.pair_id WHERE a.id = @id AND (p.mentor_id = @me OR p.mentee_id = @me) AND {PairRole("p.program_id")}");
    public static readonly Right AssignmentOfMyCohort = Thing("assignment: reviewer or teacher of its cohort",
        $"assignments a JOIN pairs p ON p.id = a.pair_id WHERE a.id = @id AND {Staff("'Reviewer', 'Teacher'", "p.program_id", "p.cohort_id")}");
    public static readonly Right AssignmentOfMyProgram = Thing("assignment: coordinator of its program",
        $"assignments a JOIN pairs p ON p.id = a.pair_id WHERE a.id = @id AND {Staff("'Coordinator'", "p.program_id")}");

    /// <summary>A concern of a program that one leads, that does not name oneself, and whose readers are all leads or oneself among those that were chosen.</summary>
    public static readonly Right ConcernOfMine = Thing("concern: safeguarding lead who may read it", "concern_leads c WHERE c.concern_id = @id AND c.person_id = @me");

    /// <summary>A concern that a lead shows to one, a coordinator of its program.</summary>
    public static readonly Right ConcernShownToMe = Thing("concern: coordinator to whom it is shown", "concern_guests c WHERE c.concern_id = @id AND c.person_id = @me");

    /// <summary>A letter that lies with a concern that one may read, by its line of the log; by the concern itself the letter that it is about.</summary>
    public static readonly Right LetterOfConcern = Thing("letter of a concern: who may read that", $"""
        (SELECT e.concern_id, e.letter_id FROM concern_entries e WHERE e.id = @id UNION ALL SELECT c.id, c.letter_id FROM concerns c WHERE c.id = @id) k JOIN letters l ON l.id = k.letter_id
        WHERE {StaffSees} AND (EXISTS (SELECT 1 FROM concern_leads v WHERE v.concern_id = k.concern_id AND v.person_id = @me)
           OR EXISTS (SELECT 1 FROM concern_guests v WHERE v.concern_id = k.concern_id AND v.person_id = @me))
        """);

    /// <summary>A letter that is to be read again by somebody who reviews its cohort and has not decided on it.</summary>
    public static readonly Right SecondReadingOfMine = Thing("second reading: reviewer who has not decided", $"""
        second_readings s JOIN letters l ON l.id = s.letter_id AND l.revision = s.number JOIN pairs p ON p.id = l.pair_id
        WHERE {StaffLetter} AND l.state IN ('Approved', 'Delivered', 'Read') AND {Staff("'Reviewer', 'Teacher'", "l.program_id", "p.cohort_id")}
        AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.letter_id = l.id AND d.reviewer_id = @me)
        """);

    public static readonly Right ScreeningOfMyProgram = Thing("screening of the archive: coordinator of its program", $"archive_screenings s WHERE s.id = @id AND {Staff("'Coordinator'", "s.program_id")}");

    /// <summary>Of which one is told what tells of danger.</summary>
    public static readonly Right ScreeningInDanger = Thing("screening of the archive: safeguarding lead of its program", $"archive_screenings s WHERE s.id = @id AND s.danger > 0 AND {Staff("'SafeguardingLead'", "s.program_id")}");

    public static readonly Right PlanOfMyProgram = Thing("plan: coordinator of its program", $"reading_plans g WHERE g.id = @id AND {Staff("'Coordinator'", "g.program_id")}");
    public static readonly Right CohortOfMine = Thing("cohort: reviewer or teacher", $"cohorts c WHERE c.id = @id AND {Staff("'Reviewer', 'Teacher'", "c.program_id", "c.id")}");
    public static readonly Right CohortOfMyProgram = Thing("cohort: coordinator of its program", $"cohorts c WHERE c.id = @id AND {Staff("'Coordinator'", "c.program_id")}");
    public static readonly Right MyProgram = Thing("program: coordinator", $"programs g WHERE g.id = @id AND {Staff("'Coordinator'", "g.id")}");

    /// <summary>A list of people that one sent oneself, as long as one coordinates its program.</summary>
    public static readonly Right ImportOfMine = Thing("import: whoever sent it", $"roster_imports i WHERE i.id = @id AND i.by_id = @me AND {Staff("'Coordinator'", "i.program_id")}");

    public static readonly Right PersonOfMyProgram = Thing("person: coordinator of a program of theirs", """
        memberships h JOIN memberships m ON m.program_id = h.program_id
        WHERE h.person_id = @id AND m.person_id = @me AND m.role = 'Coordinator' AND m.ended_at IS NULL
        """);

    /// <summary>A file of letters that one asked for, of a program that one still coordinates.</summary>
    public static readonly Right ExportOfMine = Thing("export: who asked, still a coordinator", $"exports x WHERE x.id = @id AND x.asked_by = @me AND {Staff("'Coordinator'", "x.program_id")}");

    public static readonly Right NoticeOfMine = Thing("notice: told to oneself", "notices n WHERE n.id = @id AND n.person_id = @me");

    /// <summary>Any of these roles in the program that one works in.</summary>
    public static Right In(params Role[] roles) => new(string.Join(" or ", roles)) { Roles = roles };

    /// <summary>What every look of staff at a letter l stands on: submitted, not theirs, no concern about them. Lists of letters say it too.</summary>
    internal const string StaffSees = """
        l.revision > 0 AND l.writer_id <> @me AND l.reader_id <> @me
        AND NOT EXISTS (SELECT 1 FROM concerns c JOIN concern_people n ON n.concern_id = c.id
                         WHERE n.person_id = @me AND (c.letter_id = l.id OR c.pair_id = l.pair_id))
        """;

    const string StaffLetter = $"l.id = @id AND {StaffSees}";

    /// <summary>A concern that one may act on is about a letter l, or has it beside it; or it is on the safeguarding route, and no concern about it is closed to one.</summary>
    const string InDanger = """
        (EXISTS (SELECT 1 FROM concerns k JOIN concern_leads v ON v.concern_id = k.id WHERE k.letter_id = l.id AND v.person_id = @me)
          OR EXISTS (SELECT 1 FROM concern_entries k JOIN concern_leads v ON v.concern_id = k.concern_id WHERE k.letter_id = l.id AND v.person_id = @me)
          OR (l.route = 'Safeguarding' AND NOT EXISTS (SELECT 1 FROM concerns k WHERE k.letter_id = l.id)))
        """;

    /// <summary>A screening of the archive has found danger in a letter l, and no concern about it is closed to one.</summary>
    const string FoundInDanger = """
        (EXISTS (SELECT 1 FROM archive_found a WHERE a.letter_id = l.id AND a.danger = 1)
          AND NOT EXISTS (SELECT 1 FROM concerns k WHERE k.letter_id = l.id AND NOT EXISTS (SELECT 1 FROM concern_leads v WHERE v.concern_id = k.id AND v.person_id = @me)))
        """;

    /// <summary>Holds where one may see a letter l of a pair p by one's work, beside <see cref="StaffSees"/>: what the rights to letters above say together.</summary>
    internal static readonly string StaffMaySee = $"({Staff("'Reviewer', 'Teacher'", "l.program_id", "p.cohort_id")} OR {Staff("'Coordinator'", "l.program_id")} OR ({Staff("'SafeguardingLead'", "l.program_id")} AND {InDanger}))";

    const string SentPicture = $"attachments i JOIN letters l ON l.id = i.letter_id JOIN pairs p ON p.id = l.pair_id WHERE i.picture_id = @id AND {StaffSees}";

    static Right Thing(string name, string from) => new(name) { Sql = $"SELECT 1 FROM {from} LIMIT 1" };

    static string PairRole(string program) => Staff("'Mentor', 'Mentee'", program);

    /// <summary>Whether one has one of the roles in a program, or in a cohort of it where one is named.</summary>
    internal static string Staff(string roles, string program, string? cohort = null) =>
        $"EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @me AND m.ended_at IS NULL AND m.role IN ({roles}) AND m.program_id = {program}"
        + (cohort is null ? ")" : $" AND (m.cohort_id IS NULL OR m.cohort_id = {cohort}))");
}
