using LetterExchange.Data;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Announcements;

/// <summary>Who has read an announcement and who has not, for coordinators.</summary>
public sealed class AnnouncementReaders(Database db)
{
    /// <summary>How many names stand on a page.</summary>
    public const int PageSize = 100;

    /// <summary>How many it is for now.</summary>
    public Task<Reach> All(Guid id) => Count(id, "");

    /// <summary>How many of those have read it.</summary>
    public Task<Reach> Read(Guid id) => Count(id, Has);

    /// <summary>Their names, one more than a page holds when there are others.</summary>
    /// <param name="read">Those who have read it, or those who have not.</param>
    /// <param name="after">The last one of the page before.</param>
    public Task<List<Reader>> List(Guid id, bool read, Guid? after = null) => db.Query<Reader>($"""
        SELECT e.id, e.given_name || ' ' || e.surname AS name, MIN(CASE m.role WHEN 'Mentee' THEN 1 WHEN 'Mentor' THEN 2 ELSE 3 END) AS rank,
               (SELECT r.at FROM announcement_reads r WHERE r.announcement_id = @id AND r.person_id = e.id) AS at
          FROM announcements a JOIN memberships m ON {Audience.Of} JOIN people e ON e.id = m.person_id
         WHERE a.id = @id {(read ? Has : Has.Replace("EXISTS", "NOT EXISTS", StringComparison.Ordinal))}
           {(after is null ? "" : "AND (e.surname, e.given_name, e.id) > (SELECT b.surname, b.given_name, b.id FROM people b WHERE b.id = @after)")}
         GROUP BY e.id, e.given_name, e.surname
         ORDER BY e.surname, e.given_name, e.id LIMIT {PageSize + 1}
        """, new { id, after });

    const string Has = "AND EXISTS (SELECT 1 FROM announcement_reads x WHERE x.announcement_id = a.id AND x.person_id = m.person_id)";

    Task<Reach> Count(Guid id, string which) => db.Get<Reach>(Audience.Count($"announcements a JOIN memberships m ON {Audience.Of} WHERE a.id = @id {which}"), new { id });
}

/// <summary>One reader of an announcement.</summary>
public sealed record Reader
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>1 for a mentee, 2 for a mentor, 3 for staff.</summary>
    public int Rank { get; init; }

    public DateTimeOffset? At { get; init; }
}
