using System.Text.Json;
using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>One thing to tell one person. Kind, subject and occasion (a revision, an effective due date, a step) make it one notice, however often it is told.</summary>
/// <param name="Link">Where it leads, from the root: <c>/letters/…</c>.</param>
/// <param name="Arguments">See <see cref="NoticeKind"/>; given names, titles, instants as round-trip strings. Never a letter's text.</param>
public sealed record Telling(Guid PersonId, Guid? ProgramId, NoticeKind Kind, Guid SubjectId, string Occasion, string Link, params string[] Arguments);

/// <summary>Writes notices in the transaction of the move that they tell of; mail follows by the notice sweep.</summary>
public sealed class Notifier(TimeProvider clock, Wakes wakes)
{
    /// <summary>Raised after commit with the people who have something new: live arrival listens.</summary>
    public event Action<IReadOnlyCollection<Guid>>? Told;

    public Task Tell(Tx tx, Telling telling) => Tell(tx, [telling]);

    /// <summary>Tells each once: a second telling of the same kind, subject and occasion is silently none.</summary>
    public async Task Tell(Tx tx, IReadOnlyCollection<Telling> tellings)
    {
        if (tellings.Count == 0) return;
        var now = clock.Now();
        await tx.ExecuteMany("""
            INSERT INTO notices (id, person_id, program_id, kind, subject_id, occasion, arguments, link, urgent, created_at, mail_at)
            VALUES (@Id, @PersonId, @ProgramId, @Kind, @SubjectId, @Occasion, @Arguments, @Link, @Urgent, @Now, @Now)
            ON CONFLICT (person_id, kind, subject_id, occasion) DO NOTHING
            """, tellings.Select(telling => new
        {
            Id = clock.New(), telling.PersonId, telling.ProgramId, telling.Kind, telling.SubjectId, telling.Occasion,
            Arguments = JsonSerializer.Serialize(telling.Arguments), telling.Link, Urgent = telling.Kind.IsSafety(), Now = now,
        }).ToList());
        var people = tellings.Select(telling => telling.PersonId).ToHashSet();
        tx.AfterCommit(() =>
        {
            wakes.Wake(Due.Notices);
            Told?.Invoke(people);
        });
    }
}
