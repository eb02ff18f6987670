using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>What a person finds at the bell.</summary>
public sealed class NoticeStore(Database db, TimeProvider clock)
{
    /// <summary>How many notices stand on a page.</summary>
    public const int PageSize = 30;

    /// <summary>A person's notices, the newest first.</summary>
    /// <param name="before">The last one of the page before; nothing for the newest.</param>
    /// <returns>One more than a page holds when there are older ones.</returns>
    public Task<List<Notice>> List(Guid person, Guid? before = null) => db.Query<Notice>($"""
        SELECT {Notice.Columns} FROM notices n LEFT JOIN programs g ON g.id = n.program_id
         WHERE n.person_id = @person {(before is null ? "" : "AND (n.created_at, n.id) < (SELECT b.created_at, b.id FROM notices b WHERE b.id = @before AND b.person_id = @person)")}
         ORDER BY n.created_at DESC, n.id DESC LIMIT {PageSize + 1}
        """, new { person, before });

    /// <summary>Marks read what leads to this page: it is being looked at.</summary>
    /// <param name="path">The path of the page.</param>
    public Task See(Guid person, string path) =>
        db.Execute("UPDATE notices SET read_at = @now WHERE person_id = @person AND read_at IS NULL AND link = @path", new { person, path, now = clock.Now() });

    /// <summary>Marks it read. Where it leads to, or nothing when it is not this person's.</summary>
    public Task<string?> Open(Guid person, Guid id) => db.Transact(async tx =>
    {
        await tx.Execute("UPDATE notices SET read_at = @now WHERE id = @id AND person_id = @person AND read_at IS NULL", new { id, person, now = clock.Now() });
        return await tx.Find<string>("SELECT link FROM notices WHERE id = @id AND person_id = @person", new { id, person });
    });

    /// <summary>Marks everything read that the person had been told by then: what came after the list was shown stays new.</summary>
    public Task<int> MarkAllRead(Guid person, DateTimeOffset until) => db.Execute("""
        UPDATE notices SET read_at = @now WHERE person_id = @person AND read_at IS NULL AND created_at <= @until
        """, new { person, until, now = clock.Now() });

    /// <summary>How many are unread, and the newest of them; nothing for somebody who has left.</summary>
    public async Task<(int Unread, Notice? Newest)?> State(Guid person) => await db.Read<(int, Notice?)?>(async tx =>
    {
        if (await tx.Find<int?>("SELECT 1 FROM people WHERE id = @person AND left_at IS NULL", new { person }) is null) return null;
        var unread = await tx.Get<int>("SELECT COUNT(*) FROM notices WHERE person_id = @person AND read_at IS NULL", new { person });
        return (unread, unread == 0 ? null : await tx.Find<Notice>($"""
            SELECT {Notice.Columns} FROM notices n LEFT JOIN programs g ON g.id = n.program_id
             WHERE n.person_id = @person AND n.read_at IS NULL
             ORDER BY n.created_at DESC, n.id DESC LIMIT 1
            """, new { person }));
    });
}
