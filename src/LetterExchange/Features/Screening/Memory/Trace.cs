namespace LetterExchange.Features.Screening.Memory;

/// <summary>What is kept of letters because it counts together with others. Stored by name.</summary>
public enum TraceKind
{
    // Details of a child.
    Town, School, Team, Line, Landmark, Sibling, Work, Birthday, Class, Position,

    // Signs in an adult's letters.
    Secrecy, Gift, Flattery, Channel, Meeting, Image,
}

/// <summary>One place in a text where a child tells a detail of itself, or an adult writes what is ordinary once.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where the passage begins, in UTF-16 code units of the text.</param>
/// <param name="Length">Its length in the same units, at least 1.</param>
public sealed record Trace(TraceKind Kind, int Start, int Length)
{
    /// <summary>The category under which the letter is marked that completes what this belongs to.</summary>
    public string MarkedAs => Kind switch
    {
        TraceKind.School or TraceKind.Class => Category.School,
        TraceKind.Birthday => Category.Birthdate,
        TraceKind.Secrecy or TraceKind.Flattery => Category.Secrecy,
        TraceKind.Gift => Category.Gift,
        TraceKind.Channel => Category.Offplatform,
        TraceKind.Meeting => Category.Meeting,
        TraceKind.Image => Category.Image,
        _ => Category.Place,
    };
}
