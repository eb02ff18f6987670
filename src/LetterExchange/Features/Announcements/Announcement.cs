namespace LetterExchange.Features.Announcements;

/// <summary>Where an announcement stands.</summary>
public enum AnnouncementState { Coming, Running, Over, Withdrawn }

/// <summary>What staff say to many. Nothing in it comes from one of a pair.</summary>
public sealed record Announcement
{
    /// <summary>In UTF-16 code units.</summary>
    public const int LongestTitle = 100, LongestText = 4_000;

    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }

    /// <summary>Nothing for the whole program.</summary>
    public Guid? CohortId { get; init; }

    public string? Cohort { get; init; }
    public string Title { get; init; } = "";

    /// <summary>Markdown, as in letters.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether each of them is to say that they have read it. Otherwise to open it is enough.</summary>
    public bool Must { get; init; }

    public bool ToMentees { get; init; }
    public bool ToMentors { get; init; }
    public bool ToStaff { get; init; }
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset UntilAt { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public string? MadeBy { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>How many have read it; of those who must say so, how many have.</summary>
    public int Reads { get; init; }

    /// <summary>When the one who asks read it.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public AnnouncementState StateAt(DateTimeOffset now) => this switch
    {
        { WithdrawnAt: not null } => AnnouncementState.Withdrawn,
        _ when now >= UntilAt => AnnouncementState.Over,
        _ when now < FromAt => AnnouncementState.Coming,
        _ => AnnouncementState.Running,
    };

    internal const string Columns = "a.id, a.program_id, a.cohort_id, a.title, a.text, a.must, a.to_mentees, a.to_mentors, a.to_staff, a.from_at, a.until_at, a.made_at, a.withdrawn_at";
}

/// <summary>How many an announcement reaches, or has reached.</summary>
public sealed record Reach
{
    public int Mentees { get; init; }
    public int Mentors { get; init; }
    public int Staff { get; init; }
    public int All => Mentees + Mentors + Staff;
}
