using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Messages;

/// <summary>Messages between a pair's mentor and the coordinators of its program. Nobody else writes, a mentee neither writes nor reads, and a safeguarding lead's look is an event.</summary>
public sealed class MessageStore(Database db, Notifier notifier, History history, TimeProvider clock)
{
    /// <summary>How many threads stand on a page.</summary>
    public const int PageSize = 50;

    const string PairColumns = """
        p.id, p.program_id, p.mentor_id, p.mentee_id, r.given_name || ' ' || r.surname AS mentor_name, e.given_name AS mentee_name, g.name AS program
          FROM pairs p JOIN people r ON r.id = p.mentor_id JOIN people e ON e.id = p.mentee_id JOIN programs g ON g.id = p.program_id
        """;

    /// <summary>The thread as this person finds it, who looks at it now; nothing for whom it is none of theirs.</summary>
    public Task<Thread?> Look(Guid pairId, Guid me) => db.Transact(async tx =>
    {
        if (await Pair(tx, pairId) is not { } pair) return null;
        var side = await SideOf(tx, pair, me);
        if (side is null && !await Leads(tx, pairId, me)) return null;
        var messages = await tx.Query<Message>("""
            SELECT m.id, m.side, m.writer_id, e.given_name || ' ' || e.surname AS writer_name, m.written_at, t.text
              FROM pair_messages m JOIN people e ON e.id = m.writer_id LEFT JOIN pair_message_texts t ON t.message_id = m.id
             WHERE m.pair_id = @pairId ORDER BY m.written_at, m.id
            """, new { pairId });
        if (side is null)
        {
            await history.Record(tx, "message.look", pairId, me, pairId, pair.ProgramId);
            return new Thread(pair, null, messages, DateTimeOffset.UnixEpoch);
        }
        var seen = await tx.Find<DateTimeOffset?>("SELECT until FROM pair_thread_looks WHERE pair_id = @pairId AND person_id = @me", new { pairId, me }) ?? DateTimeOffset.UnixEpoch;
        if (messages.Count > 0 && messages[^1].WrittenAt > seen) await Seen(tx, pairId, me, messages[^1].WrittenAt);
        return new Thread(pair, side, messages, seen);
    });

    /// <summary>Sends a message to the other side. False for whom it is not theirs to write.</summary>
    /// <param name="text">Not empty, at most <see cref="Message.Longest"/>.</param>
    public Task<bool> Write(Guid pairId, Guid me, string text) => db.Transact(async tx =>
    {
        if (await Pair(tx, pairId) is not { } pair || await SideOf(tx, pair, me) is not { } side) return false;
        var (id, now, salt) = (clock.New(), clock.Now(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        await tx.Execute("""
            INSERT INTO pair_messages (id, pair_id, program_id, writer_id, side, sha256, written_at) VALUES (@id, @pairId, @ProgramId, @me, @side, @sha256, @now)
            """, new { id, pairId, pair.ProgramId, me, side, sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(salt + text))), now });
        await tx.Execute("INSERT INTO pair_message_texts (message_id, salt, text) VALUES (@id, @salt, @text)", new { id, salt, text });
        await tx.Execute("""
            INSERT INTO pair_threads (pair_id, program_id, messages, last_side, last_at) VALUES (@pairId, @ProgramId, 1, @side, @now)
                ON CONFLICT (pair_id) DO UPDATE SET messages = pair_threads.messages + 1, last_side = excluded.last_side, last_at = excluded.last_at
            """, new { pairId, pair.ProgramId, side, now });
        await Seen(tx, pairId, me, now);
        await history.Record(tx, "message.write", id, me, pairId, pair.ProgramId, $"side={side}");
        await Tell(tx, pair, side, id);
        return true;
    });

    /// <summary>A coordinator erases a message's words for good; that they were there, whose, when, and who erased them stays. False where they are gone already, are not
    /// theirs to erase, or where a concern about the pair is not closed: then they are kept for those who look into it.</summary>
    public Task<bool> Erase(Guid pairId, Guid message, Guid by) => db.Transact(async tx =>
    {
        if (await Pair(tx, pairId) is not { } pair || await SideOf(tx, pair, by) != MessageSide.Coordinator) return false;
        var erased = await tx.Execute("""
            INSERT INTO pair_message_erasures (message_id, by_id, at)
            SELECT m.id, @by, @now FROM pair_messages m JOIN pair_message_texts t ON t.message_id = m.id
             WHERE m.id = @message AND m.pair_id = @pairId
               AND NOT EXISTS (SELECT 1 FROM concerns c LEFT JOIN letters l ON l.id = c.letter_id WHERE c.program_id = m.program_id AND c.state <> 'Closed' AND (c.pair_id = m.pair_id OR l.pair_id = m.pair_id))
                ON CONFLICT (message_id) DO NOTHING
            """, new { message, pairId, by, now = clock.Now() });
        if (erased == 0) return false;
        await tx.Execute("DELETE FROM pair_message_texts WHERE message_id = @message", new { message });
        await history.Record(tx, "message.erase", message, by, pairId, pair.ProgramId);
        return true;
    });

    /// <summary>The program's threads, those with something new first, then the last written.</summary>
    public Task<List<ThreadLine>> OfProgram(Guid program, Guid me) => db.Query<ThreadLine>($"""
        SELECT t.pair_id, r.given_name || ' ' || r.surname AS mentor_name, e.given_name AS mentee_name, t.messages, t.last_side, t.last_at,
               CASE WHEN t.last_side = 'Mentor' AND t.last_at > COALESCE(k.until, 0) THEN 1 ELSE 0 END AS is_new
          FROM pair_threads t JOIN pairs p ON p.id = t.pair_id JOIN people r ON r.id = p.mentor_id JOIN people e ON e.id = p.mentee_id
               LEFT JOIN pair_thread_looks k ON k.pair_id = t.pair_id AND k.person_id = @me
         WHERE t.program_id = @program AND p.mentor_id <> @me
         ORDER BY t.last_at DESC LIMIT {PageSize}
        """, new { program, me });

    /// <summary>A mentor's pairs in a program, with their threads: those that are not closed, and closed ones where something was written.</summary>
    public Task<List<ThreadLine>> OfMentor(Guid program, Guid me) => db.Query<ThreadLine>("""
        SELECT p.id AS pair_id, '' AS mentor_name, e.given_name AS mentee_name, COALESCE(t.messages, 0) AS messages, t.last_side, t.last_at,
               CASE WHEN t.last_side = 'Coordinator' AND t.last_at > COALESCE(k.until, 0) THEN 1 ELSE 0 END AS is_new
          FROM pairs p JOIN people e ON e.id = p.mentee_id LEFT JOIN pair_threads t ON t.pair_id = p.id
               LEFT JOIN pair_thread_looks k ON k.pair_id = p.id AND k.person_id = @me
         WHERE p.mentor_id = @me AND p.program_id = @program AND (p.state <> 'Closed' OR t.pair_id IS NOT NULL)
         ORDER BY e.given_name, p.id
        """, new { program, me });

    static Task<ThreadPair?> Pair(Tx tx, Guid id) => tx.Find<ThreadPair>($"SELECT {PairColumns} WHERE p.id = @id", new { id });

    /// <summary>A mentor's own pair is theirs as a mentor, whatever else they are.</summary>
    static async Task<MessageSide?> SideOf(Tx tx, ThreadPair pair, Guid me)
    {
        var role = pair.MentorId == me ? "Mentor" : "Coordinator";
        if (pair.MenteeId == me) return null;
        var has = await tx.Find<int?>("SELECT 1 FROM memberships WHERE person_id = @me AND program_id = @ProgramId AND role = @role AND ended_at IS NULL LIMIT 1", new { me, pair.ProgramId, role });
        return has is null ? null : Enum.Parse<MessageSide>(role);
    }

    /// <summary>What the access table says of a lead, asked again where it is read.</summary>
    static async Task<bool> Leads(Tx tx, Guid pair, Guid me) => await tx.Find<int?>(Rights.PairOfConcern.Sql!, new { id = pair, me }) is not null;

    static Task Seen(Tx tx, Guid pairId, Guid me, DateTimeOffset until) => tx.Execute("""
        INSERT INTO pair_thread_looks (pair_id, person_id, until) VALUES (@pairId, @me, @until) ON CONFLICT (pair_id, person_id) DO UPDATE SET until = excluded.until
        """, new { pairId, me, until });

    /// <summary>The other side hears that there is one. What this side had still to be mailed of the other's is answered by it.</summary>
    async Task Tell(Tx tx, ThreadPair pair, MessageSide side, Guid message)
    {
        var (kind, answered) = side == MessageSide.Mentor ? (NoticeKind.MessageToCoordinators, NoticeKind.MessageToMentor) : (NoticeKind.MessageToMentor, NoticeKind.MessageToCoordinators);
        await notifier.Settle(tx, [pair.Id], answered);
        var people = side == MessageSide.Coordinator ? [pair.MentorId] : await tx.Query<Guid>("""
            SELECT DISTINCT m.person_id FROM memberships m JOIN people e ON e.id = m.person_id
             WHERE m.program_id = @ProgramId AND m.role = 'Coordinator' AND m.ended_at IS NULL AND e.left_at IS NULL AND m.person_id <> @MentorId
            """, new { pair.ProgramId, pair.MentorId });
        string[] names = side == MessageSide.Mentor ? [pair.MentorName, pair.MenteeName] : [pair.MenteeName];
        await notifier.Tell(tx, [.. people.Select(person => new Telling(person, pair.ProgramId, kind, pair.Id, $"{message:N}", $"/messages/{pair.Id}", names))]);
    }
}
