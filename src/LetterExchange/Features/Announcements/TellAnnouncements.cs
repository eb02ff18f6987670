using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Announcements;

/// <summary>Tells everybody whom an announcement is for when its time comes: one notice a person, however often, late or in how many places this runs. It goes through
/// them in the order of their keys and keeps its place, so that it costs no more than those that are left. Who comes later finds it on their first page.</summary>
public sealed class TellAnnouncements(Database db, Notifier notifier, TimeProvider clock, StuckRows stuck) : Sweep
{
    /// <summary>So many are told in one transaction.</summary>
    public const int Batch = 500;

    public override Due Due => Due.Announce;

    public override Task<int> Run(CancellationToken stopping) => Batches.Work(
        Due,
        last => db.Query<DueKey>("""
            SELECT tell_at AS at, id FROM announcements WHERE tell_at <= @now AND (tell_at, id) > (@at, @id) ORDER BY tell_at, id LIMIT 50
            """, new { now = clock.Now(), at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty }),
        async ids =>
        {
            var told = 0;
            foreach (var id in ids)
                while (!stopping.IsCancellationRequested && await TellNext(id) is > 0 and var some) told += some;
            return told;
        }, stuck, stopping);

    public override string Ahead => "SELECT tell_at FROM announcements WHERE tell_at > @now ORDER BY tell_at LIMIT 1";

    public override Task<DateTimeOffset?> Next(DateTimeOffset? since = null) => db.Find<DateTimeOffset?>(Ahead, new { now = since ?? clock.Now() });

    Task<int> TellNext(Guid id) => db.Transact(async tx =>
    {
        var now = clock.Now();
        if (await tx.Find<Telltale>($"""
            SELECT a.program_id, a.title, a.until_at, a.told_to FROM announcements a WHERE a.id = @id AND a.tell_at <= @now {tx.ForUpdate("a")}
            """, new { id, now }) is not { } one) return 0;
        var people = one.UntilAt <= now ? [] : await tx.Query<Guid>($"""
            SELECT DISTINCT m.person_id FROM announcements a JOIN memberships m ON {Audience.Of}
             WHERE a.id = @id AND m.person_id > @after ORDER BY m.person_id LIMIT {Batch}
            """, new { id, after = one.ToldTo ?? Guid.Empty });
        await notifier.Tell(tx, [.. people.Select(person => new Telling(person, one.ProgramId, NoticeKind.Announcement, id, "", $"/announcements/{id}", one.Title))]);
        await tx.Execute("UPDATE announcements SET told_to = @last, told = told + @Count, tell_at = @next WHERE id = @id",
            new { id, last = people.Count > 0 ? people[^1] : one.ToldTo, people.Count, next = people.Count < Batch ? (DateTimeOffset?)null : now });
        return people.Count;
    });

    sealed record Telltale
    {
        public Guid ProgramId { get; init; }
        public string Title { get; init; } = "";
        public DateTimeOffset UntilAt { get; init; }
        public Guid? ToldTo { get; init; }
    }
}
