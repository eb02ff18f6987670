namespace LetterExchange.Features.Pulse;

/// <summary>What can need a person, in the order in which it is shown: danger first, then children who get nothing, then what waits, ends or changes.</summary>
public enum ThingKind
{
    /// <summary>A letter on the safeguarding route has been read by one, and waits for a second.</summary>
    SecondKey,

    /// <summary>A letter on the safeguarding route that nobody has read within its time.</summary>
    Danger,

    /// <summary>Cohorts in which nobody reviews.</summary>
    Unreviewed,

    /// <summary>Children who will receive nothing in this round.</summary>
    Nothing,

    /// <summary>Letters in review past the service level.</summary>
    Review,

    SilentMentors,

    SilentMentees,

    /// <summary>Writers who ask for more time.</summary>
    TimeAsked,

    /// <summary>Pairs that stand still because a consent or a clearance has ended.</summary>
    Unready,

    /// <summary>Consents and clearances that end within two weeks.</summary>
    Ending,

    /// <summary>People whose mail comes back.</summary>
    Mail,

    /// <summary>Ratings that are low or fall.</summary>
    Rating,

    Later,

    Shorter,
}

/// <summary>One thing that needs a person, with the figures that say so.</summary>
public sealed record Thing
{
    public ThingKind Kind { get; init; }

    /// <summary>How many pairs, letters, people or cohorts.</summary>
    public int Count { get; init; }

    /// <summary>Given names of the first, or names of cohorts; at most <see cref="ThingStore.Named"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Since when, or for what ends until when, the first of them.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The last letter of the first of them.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Turns missed, minutes, words, a rating, letters that wait: of the first of them.</summary>
    public long Latest { get; init; }

    public long Usual { get; init; }

    /// <summary>Of how many letters that is the median; letters past the limit.</summary>
    public int Many { get; init; }

    /// <summary>Where it is done; from the root.</summary>
    public string Link { get; init; } = "/pulse";

    /// <summary>The key of what the link to that says.</summary>
    public string Do { get; init; } = "look";
}
