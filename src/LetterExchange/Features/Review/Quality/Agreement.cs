using LetterExchange.Data;

namespace LetterExchange.Features.Review;

/// <summary>How many of so many: a rate never stands without its numbers, and not at all for few.</summary>
public sealed record Rate
{
    /// <summary>Below so many readings a rate says more about chance than about anybody.</summary>
    public const int Least = 10;

    public string Name { get; init; } = "";
    public int Of { get; init; }
    public int Agreed { get; init; }

    /// <summary>Findings that a second reader called right or wrong, and of them those called right; of a category only.</summary>
    public int Marked { get; init; }

    public int Right { get; init; }

    public bool IsShown => Of >= Least;

    public bool IsRightShown => Marked >= Least;

    public int Percent => (int)Math.Round(100.0 * Agreed / Of, MidpointRounding.AwayFromZero);

    public int RightPercent => (int)Math.Round(100.0 * Right / Marked, MidpointRounding.AwayFromZero);
}

/// <summary>How far a reviewer has come with the training letters.</summary>
public sealed record Trained
{
    public string Name { get; init; } = "";
    public int Answered { get; init; }
    public int Expected { get; init; }
    public DateTimeOffset? LastAt { get; init; }
}

/// <summary>What second readings say, of a year: whether the second reader would have approved too.</summary>
public sealed class Agreement(Database db, TimeProvider clock)
{
    /// <summary>Per reviewer whose approvals were read again, by name.</summary>
    public Task<List<Rate>> PerReviewer(Guid program) => db.Query<Rate>("""
        SELECT h.given_name || ' ' || h.surname AS name, COUNT(*) AS "of", SUM(CASE s.verdict WHEN 'Approve' THEN 1 ELSE 0 END) AS agreed
          FROM second_readings s JOIN people h ON h.id = s.first_id
         WHERE s.program_id = @program AND s.read_at > @since
         GROUP BY h.id, h.given_name, h.surname ORDER BY h.given_name, h.surname, h.id
        """, Arguments(program));

    /// <summary>Per category of findings, over the letters that had one.</summary>
    public Task<List<Rate>> PerCategory(Guid program) => db.Query<Rate>("""
        SELECT f.category AS name, COUNT(DISTINCT s.letter_id) AS "of", COUNT(DISTINCT CASE s.verdict WHEN 'Approve' THEN s.letter_id END) AS agreed,
               COUNT(k.verdict) AS marked, COUNT(CASE WHEN k.verdict = 'Right' THEN 1 END) AS "right"
          FROM second_readings s JOIN findings f ON f.letter_id = s.letter_id AND f.number = s.number
               LEFT JOIN finding_verdicts k ON k.letter_id = f.letter_id AND k.number = f.number AND k.ordinal = f.ordinal AND k.reviewer_id = s.reader_id
         WHERE s.program_id = @program AND s.read_at > @since
         GROUP BY f.category ORDER BY f.category
        """, Arguments(program));

    /// <summary>How many letters wait for a second reading.</summary>
    public Task<int> Waiting(Guid program) => db.Get<int>("SELECT COUNT(*) FROM second_readings WHERE program_id = @program AND read_at IS NULL AND chosen_at > @since",
        new { program, since = clock.Now().AddDays(-SecondReadings.Days) });

    /// <summary>Every reviewer and teacher of the program, by name.</summary>
    public Task<List<Trained>> Training(Guid program) => db.Query<Trained>("""
        SELECT h.given_name || ' ' || h.surname AS name, COUNT(a.letter) AS answered, COALESCE(SUM(a.is_expected), 0) AS expected, MAX(a.at) AS last_at
          FROM people h LEFT JOIN training_answers a ON a.person_id = h.id
         WHERE h.left_at IS NULL AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @program AND m.role IN ('Reviewer', 'Teacher') AND m.ended_at IS NULL)
         GROUP BY h.id, h.given_name, h.surname ORDER BY h.given_name, h.surname, h.id
        """, new { program });

    object Arguments(Guid program) => new { program, since = clock.Now().AddDays(-365) };
}
