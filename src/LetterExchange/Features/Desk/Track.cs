using LetterExchange.Features.Letters;

namespace LetterExchange.Features.Desk;

/// <summary>How far a step lies: behind, here, ahead.</summary>
public enum StepPlace { Done, Here, Todo }

/// <summary>One step of a letter's way. Its key is <c>sent</c>, <c>review</c>, <c>way</c>, <c>delivered</c> or <c>read</c>.</summary>
public sealed record TrackStep(string Key, string Shape, StepPlace Place, DateTimeOffset? At)
{
    /// <summary>The step's tile: strong behind, bright here, an outline ahead.</summary>
    public string Spec => Shape + Place switch { StepPlace.Done => 'a', StepPlace.Here => 'b', _ => 'n' };
}

/// <summary>A letter's way from its writer to its reader.</summary>
public static class Track
{
    static readonly (string Key, string Shape)[] Steps = [("sent", "s"), ("review", "dd"), ("way", "lf"), ("delivered", "tu"), ("read", "o")];

    /// <summary>The steps of a letter that was sent; none of one that goes no further (withheld, stopped) or is back with its writer.</summary>
    public static IReadOnlyList<TrackStep> Of(SeasonLetter letter)
    {
        int? here = letter.State switch
        {
            LetterState.Screening or LetterState.InReview => 1,
            LetterState.Approved => 2,
            LetterState.Delivered => 3,
            LetterState.Read => 4,
            _ => null,
        };
        if (here is not { } at) return [];
        DateTimeOffset?[] times = [letter.SubmittedAt, letter.ApprovedAt, null, letter.DeliveredAt, letter.ReadAt];
        return [.. Steps.Select((step, n) => new TrackStep(step.Key, step.Shape, n < at ? StepPlace.Done : n == at ? StepPlace.Here : StepPlace.Todo, n <= at ? times[n] : null))];
    }
}
