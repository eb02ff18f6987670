namespace LetterExchange.Features.Notices;

/// <summary>One reminder step of a person's program.</summary>
/// <param name="Hours">Before the due date.</param>
/// <param name="IsFixed">The last one before the date, which a mentee keeps.</param>
public sealed record ReminderStep(int Hours, bool IsWanted, bool IsFixed);

/// <summary>What somebody can choose about reminders. Who keeps the dates keeps the choice too.</summary>
public abstract class ReminderChoices
{
    /// <summary>The steps that somebody can choose from, the earliest first; none for who writes no letters.</summary>
    public abstract Task<IReadOnlyList<ReminderStep>> Of(Guid person);

    /// <summary>Keeps which steps somebody wants.</summary>
    /// <param name="wanted">In hours before the due date.</param>
    public abstract Task Choose(Guid person, IReadOnlyCollection<int> wanted);
}
