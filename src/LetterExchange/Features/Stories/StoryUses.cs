using LetterExchange.Data;

namespace LetterExchange.Features.Stories;

/// <summary>How a story is read in a program, and what letters it draws: counted, and never a word of them. It costs as much as the story has been given.</summary>
public sealed class StoryUses(Database db, StoryLibrary library)
{
    /// <summary>All versions of the story together.</summary>
    public async Task<StoryUse> Of(Guid program, string story)
    {
        var versions = (await library.Of(program)).Versions(story);
        return await db.Read(async tx => await tx.Get<StoryUse>(Readers, new { program, versions }) with
        {
            Letters = await tx.Query<LettersDrawn>(Letters, new { program, versions }),
            Plans = await tx.Query<UsingPlan>("""
                SELECT DISTINCT g.id, g.name, g.state FROM reading_plans g JOIN rounds r ON r.plan_id = g.id JOIN round_stories s ON s.round_id = r.id
                 WHERE g.program_id = @program AND s.story_id IN @versions ORDER BY g.name, g.id
                """, new { program, versions }),
            Versions = await tx.Query<AddedVersion>("""
                SELECT v.story, v.number, v.added_at, e.given_name || ' ' || e.surname AS added_by
                  FROM own_story_versions v LEFT JOIN people e ON e.id = v.added_by WHERE v.story IN @versions ORDER BY v.number DESC
                """, new { versions }),
        });
    }

    internal const string Readers = """
        SELECT COUNT(DISTINCT a.id) AS pairs,
               COUNT(CASE WHEN r.person_id = p.mentee_id THEN 1 END) AS mentees_opened,
               COUNT(CASE WHEN r.person_id = p.mentee_id AND r.finished_at IS NOT NULL THEN 1 END) AS mentees_finished,
               COUNT(CASE WHEN r.person_id = p.mentor_id THEN 1 END) AS mentors_opened,
               COUNT(CASE WHEN r.person_id = p.mentor_id AND r.finished_at IS NOT NULL THEN 1 END) AS mentors_finished
          FROM assignments a JOIN pairs p ON p.id = a.pair_id LEFT JOIN reading_progress r ON r.assignment_id = a.id
         WHERE a.story_id IN @versions AND p.program_id = @program
        """;

    internal const string Letters = """
        SELECT writer, COUNT(*) AS letters, SUM(CASE WHEN was_late = 0 THEN 1 ELSE 0 END) AS on_time,
               CAST(ROUND(AVG(CASE WHEN place IN ((many + 1) / 2, (many + 2) / 2) THEN words END)) AS INTEGER) AS median_words
          FROM (SELECT t.writer, t.was_late, v.words, ROW_NUMBER() OVER (PARTITION BY t.writer ORDER BY v.words) AS place, COUNT(*) OVER (PARTITION BY t.writer) AS many
                  FROM assignments a JOIN pairs p ON p.id = a.pair_id JOIN turns t ON t.assignment_id = a.id
                       JOIN letters l ON l.turn_id = t.id AND l.state IN ('Delivered', 'Read') JOIN revisions v ON v.letter_id = l.id AND v.number = l.revision
                 WHERE a.story_id IN @versions AND p.program_id = @program) drawn
         GROUP BY writer ORDER BY writer
        """;
}

/// <summary>Who was given a story, opened it and read it to its end.</summary>
public sealed record StoryUse
{
    /// <summary>Pairs that have it, or had it.</summary>
    public int Pairs { get; init; }

    public int MenteesOpened { get; init; }
    public int MenteesFinished { get; init; }
    public int MentorsOpened { get; init; }
    public int MentorsFinished { get; init; }
    public IReadOnlyList<LettersDrawn> Letters { get; init; } = [];

    /// <summary>Drafts among them.</summary>
    public IReadOnlyList<UsingPlan> Plans { get; init; } = [];

    /// <summary>Of a program's own story, the newest first.</summary>
    public IReadOnlyList<AddedVersion> Versions { get; init; } = [];

    public int Opened(Side side) => side == Side.Mentee ? MenteesOpened : MentorsOpened;

    public int Finished(Side side) => side == Side.Mentee ? MenteesFinished : MentorsFinished;

    public LettersDrawn Drew(Side side) => Letters.FirstOrDefault(letters => letters.Writer == side) ?? new();
}

/// <summary>The delivered letters of one side about a story.</summary>
public sealed record LettersDrawn
{
    public Side Writer { get; init; }
    public int Letters { get; init; }

    /// <summary>Sent by their due date.</summary>
    public int OnTime { get; init; }

    /// <summary>Half of the letters have at most so many words.</summary>
    public int MedianWords { get; init; }
}

/// <summary>A plan with the story in one of its rounds.</summary>
public sealed record UsingPlan
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string State { get; init; } = "";
}

/// <summary>A version of a program's own story: who added it, and when.</summary>
public sealed record AddedVersion
{
    public string Story { get; init; } = "";
    public int Number { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public string? AddedBy { get; init; }
}
