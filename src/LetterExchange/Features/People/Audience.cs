namespace LetterExchange.Features.People;

/// <summary>Who an announcement is for, said once: the roles that were chosen, of the program or of a cohort. Mentees and mentors belong to a cohort by their role or by a
/// pair that is not closed; staff of the whole program belong to each of its cohorts.</summary>
static class Audience
{
    const string Staff = "'Reviewer', 'Teacher', 'SafeguardingLead', 'Coordinator'";

    /// <summary>Whether the membership m makes somebody a reader of the announcement a.</summary>
    public static readonly string Of = Where("a.program_id", "a.cohort_id", "a.to_mentees = 1", "a.to_mentors = 1", "a.to_staff = 1");

    /// <summary>Whether the announcement a is running @now, and not read by @me.</summary>
    public const string Waits = """
        a.until_at > @now AND a.from_at <= @now AND a.withdrawn_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM announcement_reads r WHERE r.announcement_id = a.id AND r.person_id = @me)
        """;

    /// <summary>Who would be a reader before there is an announcement; the program is @ProgramId, the cohort @CohortId.</summary>
    public static string OfDraft(bool cohort, bool mentees, bool mentors, bool staff) => Where("@ProgramId", cohort ? "@CohortId" : null, Sql(mentees), Sql(mentors), Sql(staff));

    /// <summary>Counts readers, each once, by the first of their roles.</summary>
    /// <param name="from">Rows of memberships m.</param>
    public static string Count(string from) => $"""
        SELECT COUNT(CASE WHEN rank = 1 THEN 1 END) AS mentees, COUNT(CASE WHEN rank = 2 THEN 1 END) AS mentors, COUNT(CASE WHEN rank = 3 THEN 1 END) AS staff
          FROM (SELECT m.person_id, MIN(CASE m.role WHEN 'Mentee' THEN 1 WHEN 'Mentor' THEN 2 ELSE 3 END) AS rank FROM {from} GROUP BY m.person_id) readers
        """;

    static string Sql(bool yes) => yes ? "1 = 1" : "1 = 0";

    static string Where(string program, string? cohort, string mentees, string mentors, string staff) => $"""
        m.program_id = {program} AND m.ended_at IS NULL
        AND ((m.role = 'Mentee' AND {mentees}) OR (m.role = 'Mentor' AND {mentors}) OR (m.role IN ({Staff}) AND {staff}))
        {(cohort is null ? "" : $"""
            AND ({cohort} IS NULL OR m.cohort_id = {cohort} OR (m.cohort_id IS NULL AND m.role IN ({Staff}))
                 OR EXISTS (SELECT 1 FROM pairs q WHERE q.cohort_id = {cohort} AND q.state <> 'Closed'
                               AND ((m.role = 'Mentee' AND q.mentee_id = m.person_id) OR (m.role = 'Mentor' AND q.mentor_id = m.person_id))))
            """)}
        """;
}
