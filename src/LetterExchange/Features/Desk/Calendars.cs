using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Desk;

/// <summary>One date of a person: a letter that they owe, or a round that opens.</summary>
public sealed record CalendarDate
{
    public Guid Id { get; init; }
    public bool IsTurn { get; init; }

    /// <summary>When it is due, or opens.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How often it has changed: grows with every change.</summary>
    public int Version { get; init; }

    public string PartnerName { get; init; } = "";
    public string Zone { get; init; } = "";
    public string? StoryId { get; init; }
}

/// <summary>Calendars that people take along: each at an address of its own, which is all the key there is. Only the hash of it is kept.</summary>
public sealed class Calendars(Database db, StoryLibrary stories, History history, TimeProvider clock)
{
    /// <summary>In bytes; 43 characters in the address.</summary>
    const int TokenLength = 32;

    /// <summary>When the person's address was made; nothing when they have none.</summary>
    public Task<DateTimeOffset?> Since(Guid person) => db.Find<DateTimeOffset?>("SELECT made_at FROM calendars WHERE person_id = @person", new { person });

    /// <summary>Makes an address; one from before stops working at once.</summary>
    /// <returns>The token, which can't be read again.</returns>
    public Task<string> Make(Guid person) => db.Transact(async tx =>
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenLength));
        await tx.Execute("""
            INSERT INTO calendars (person_id, sha256, made_at) VALUES (@person, @sha256, @now)
                ON CONFLICT (person_id) DO UPDATE SET sha256 = excluded.sha256, made_at = excluded.made_at
            """, new { person, sha256 = Hash(token), now = clock.Now() });
        await history.Record(tx, "person.calendar", person, person, codes: "made");
        return token;
    });

    /// <summary>Ends the address.</summary>
    public Task Stop(Guid person) => db.Transact(async tx =>
    {
        if (await tx.Execute("DELETE FROM calendars WHERE person_id = @person", new { person }) > 0) await history.Record(tx, "person.calendar", person, person, codes: "stopped");
    });

    /// <summary>Whose calendar the address is, and their language; nothing for one that was renewed or stopped, never was, or is of somebody who has left.</summary>
    public Task<(Guid Person, string Language)?> Of(string token) => db.Find<(Guid, string)?>("""
        SELECT c.person_id, h.language FROM calendars c JOIN people h ON h.id = c.person_id WHERE c.sha256 = @sha256 AND h.left_at IS NULL
        """, new { sha256 = Hash(token) });

    /// <summary>The person's dates in pairs in which something may happen now: letters that they owe, now or later, and rounds that open.</summary>
    public async Task<List<CalendarDate>> Dates(Guid person) => await db.Query<CalendarDate>("""
        SELECT t.id, 1 AS is_turn, t.due_at AS at, t.version, h.given_name AS partner_name, g.zone, a.story_id
          FROM pairs p
               JOIN turns t ON t.pair_id = p.id AND t.writer_id = @person AND t.state IN ('Open', 'Waiting') AND t.held_at IS NULL
               JOIN assignments a ON a.id = t.assignment_id AND a.state IN ('Scheduled', 'Open')
               JOIN people h ON h.id = CASE WHEN p.mentor_id = @person THEN p.mentee_id ELSE p.mentor_id END
               JOIN programs g ON g.id = p.program_id
         WHERE (p.mentor_id = @person OR p.mentee_id = @person) AND p.state = 'Active' AND p.stands_until > @now
         UNION ALL
        SELECT a.id, 0 AS is_turn, a.opens_at AS at, a.version, h.given_name AS partner_name, g.zone, a.story_id
          FROM pairs p
               JOIN assignments a ON a.pair_id = p.id AND a.state = 'Scheduled'
               JOIN people h ON h.id = CASE WHEN p.mentor_id = @person THEN p.mentee_id ELSE p.mentor_id END
               JOIN programs g ON g.id = p.program_id
         WHERE (p.mentor_id = @person OR p.mentee_id = @person) AND p.state = 'Active' AND p.stands_until > @now
         ORDER BY 3, 1
        """, new { person, now = clock.Now() });

    /// <summary>What the story of a date is called; nothing while it has not been chosen.</summary>
    public string? Title(CalendarDate date) => date.StoryId is { } id ? stories.Find(id)?.Title : null;

    static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
