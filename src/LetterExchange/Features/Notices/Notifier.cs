using System.Text.Json;
using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>One thing to tell one person. Kind, subject and occasion (a revision, an effective due date, a step) make it one notice, however often it is told.</summary>
/// <param name="Link">Where it leads, from the root: <c>/letters/…</c>.</param>
/// <param name="Arguments">See <see cref="NoticeKind"/>; given names, titles, instants as round-trip strings. Never a letter's text.</param>
public sealed record Telling(Guid PersonId, Guid? ProgramId, NoticeKind Kind, Guid SubjectId, string Occasion, string Link, params string[] Arguments)
{
    /// <summary>The pair it is about. A notice that waits for the morning is not mailed when its pair has been paused or closed meanwhile.</summary>
    public Guid? PairId { get; init; }
}

/// <summary>Writes notices in the transaction of the move that they tell of; mail follows by the notice sweep.</summary>
public sealed class Notifier(TimeProvider clock, Wakes wakes)
{
    /// <summary>Raised after commit with the people on whose pages something has changed: live arrival listens. (Other processes hear it from <see cref="Peers.Told"/>.)</summary>
    public event Action<IReadOnlyCollection<Guid>>? Told;

    public Task Tell(Tx tx, Telling telling) => Tell(tx, [telling]);

    /// <summary>Lets open pages of a person show what has changed without a word about it: no notice, no mail.</summary>
    public void Stir(Tx tx, Guid person)
    {
        tx.Tell([person]);
        tx.AfterCommit(() => Told?.Invoke([person]));
    }

    /// <summary>What these kinds would have said about the subjects is no longer so (the letter has been written, the date has moved):
    /// where they have not gone into a mail yet, they won't. In the app they stay.</summary>
    public Task Settle(Tx tx, IReadOnlyCollection<Guid> subjects, params NoticeKind[] kinds) => subjects.Count == 0 ? Task.CompletedTask : tx.Execute("""
        UPDATE notices SET mail_at = NULL
         WHERE mail_at IS NOT NULL AND subject_id IN @subjects AND kind IN @kinds
        """, new { subjects, kinds = kinds.Select(kind => kind.ToString()).ToList() });

    /// <summary>Tells each once: a second telling of the same kind, subject and occasion is silently none.</summary>
    public async Task Tell(Tx tx, IReadOnlyCollection<Telling> tellings)
    {
        if (tellings.Count == 0) return;
        var now = clock.Now();
        await tx.Insert("notices (id, person_id, program_id, pair_id, kind, subject_id, occasion, arguments, link, urgent, created_at, mail_at)", tellings.Select(telling => new
        {
            Id = clock.New(), telling.PersonId, telling.ProgramId, telling.PairId, telling.Kind, telling.SubjectId, telling.Occasion,
            Arguments = JsonSerializer.Serialize(telling.Arguments), telling.Link, Urgent = telling.Kind.IsSafety(), CreatedAt = now, MailAt = now,
        }).ToList(), "ON CONFLICT (person_id, kind, subject_id, occasion) DO NOTHING");
        var people = tellings.Select(telling => telling.PersonId).ToHashSet();
        tx.Tell(people);
        tx.AfterCommit(() =>
        {
            Steps.Pass("notice");
            wakes.Wake(Due.Notices);
            Told?.Invoke(people);
        });
    }
}
