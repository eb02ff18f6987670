namespace LetterExchange.Data;

/// <summary>Who does something; nobody is the service itself.</summary>
public readonly record struct Actor(Guid? PersonId)
{
    public static readonly Actor Service = new((Guid?)null);

    public static implicit operator Actor(Guid person) => new(person);
}

/// <summary>One line of history: who did what to which thing, when. Ids and codes, never text, names or reasons.</summary>
public record Event
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public string Kind { get; init; } = "";
    public string Subject { get; init; } = "";
    public Guid SubjectId { get; init; }
    public Guid? PairId { get; init; }
    public Guid? ProgramId { get; init; }
    public string? Codes { get; init; }
}

/// <summary>Writes history in the transaction of the move that it tells of, all lines of it together at its end; the seal sweep chains it later.</summary>
public sealed class History(TimeProvider clock)
{
    /// <param name="kind">What was done, such as <c>letter.approve</c>.</param>
    /// <param name="subjectId">The thing it was done to; its sort is the part of <paramref name="kind"/> before the dot.</param>
    /// <param name="codes">Codes and numbers that tell more, such as <c>revision=2</c>; never text that a person wrote.</param>
    public Task Record(Tx tx, string kind, Guid subjectId, Actor actor, Guid? pairId = null, Guid? programId = null, string? codes = null) =>
        Record(tx, [Line(kind, subjectId, actor, pairId, programId, codes)]);

    public Event Line(string kind, Guid subjectId, Actor actor, Guid? pairId = null, Guid? programId = null, string? codes = null) => new()
    {
        Id = clock.New(), At = clock.Now(), ActorId = actor.PersonId, Kind = kind, Subject = kind.Split('.')[0],
        SubjectId = subjectId, PairId = pairId, ProgramId = programId, Codes = codes,
    };

    /// <summary>Many lines at once. That each waits for its seal is a rule of the database's.</summary>
    public Task Record(Tx tx, IReadOnlyCollection<Event> lines)
    {
        tx.InsertAtEnd("events (id, at, actor_id, kind, subject, subject_id, pair_id, program_id, codes)", lines);
        return Task.CompletedTask;
    }
}
