using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Memory;

/// <summary>When details, each harmless alone, together single a child out.
/// <para>Each kind of detail has points: about the bits of information that it gives a stranger, rounded down because details of one child go together (a team plays in
/// its town). Of six million children between 8 and 17 in a country, a reader who knows a first name (1 in 100 of an age) and an age (1 in 10) still has 6,000 before
/// them. Ten bits leave six of these, in truth fewer: about the five below which data about people is not held to be anonymous (k-anonymity, Sweeney 2002). Three kinds are asked for, since two may say the same: a town and its team.</para></summary>
public static class Picture
{
    /// <summary>What findings call the rule.</summary>
    public const string Rule = "cumulative";

    /// <summary>So many points single a child out.</summary>
    public const int Enough = 10;

    /// <summary>So many different kinds there must be.</summary>
    public const int Kinds = 3;

    /// <summary>About how many bits a detail of this kind gives away; 0 for what is no detail of a child.</summary>
    public static int Points(TraceKind kind) => kind switch
    {
        TraceKind.Town or TraceKind.School => 6, // One of 64 towns of this size, or of the schools of one.
        TraceKind.Team or TraceKind.Line => 5,
        TraceKind.Landmark => 4,
        TraceKind.Sibling or TraceKind.Work or TraceKind.Birthday => 3, // A month is one in twelve.
        TraceKind.Class or TraceKind.Position => 2,
        _ => 0,
    };

    /// <summary>Whether these kinds together single a child out.</summary>
    public static bool IsComplete(IReadOnlySet<TraceKind> kinds) => kinds.Count(kind => Points(kind) > 0) >= Kinds && kinds.Sum(Points) >= Enough;

    /// <summary>The finding for a letter that completes the picture: at the first detail whose kind no earlier letter told. None where it tells nothing new, so that each picture is
    /// marked once and again only when another kind joins it.</summary>
    /// <param name="letter">What the letter tells, by place.</param>
    /// <param name="before">What the child's other letters to the same reader told before it.</param>
    public static Finding? CompletedBy(ImmutableArray<Trace> letter, IReadOnlySet<TraceKind> before) =>
        letter.FirstOrDefault(trace => Points(trace.Kind) > 0 && !before.Contains(trace.Kind)) is { } added && IsComplete(before.Union(letter.Select(trace => trace.Kind)).ToHashSet())
            ? new(added.MarkedAs, added.Start, added.Length, Rule, 0.8) : null;
}

/// <summary>When an adult's signs, each ordinary alone, are a pattern: three different kinds within half a year. The letter that completes it is marked under its sign's category, which from a
/// mentor is one for safeguarding: whether a pattern means anything is not for one reviewer to decide.</summary>
public static class Pattern
{
    /// <summary>What findings call the rule.</summary>
    public const string Rule = "pattern";

    /// <summary>So many different kinds make a pattern.</summary>
    public const int Kinds = 3;

    /// <summary>Within which they must fall.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(26 * 7);

    /// <summary>Over which reviewers are shown them.</summary>
    public static TimeSpan Shown { get; } = TimeSpan.FromDays(365);

    /// <summary>Whether it is a sign in an adult's letter.</summary>
    public static bool IsSign(TraceKind kind) => kind >= TraceKind.Secrecy;

    /// <summary>The finding for a letter that completes the pattern; none where it brings no new kind.</summary>
    /// <param name="letter">The signs in the letter, by place.</param>
    /// <param name="before">Those of the adult's other letters to the same child within the window before it.</param>
    public static Finding? CompletedBy(ImmutableArray<Trace> letter, IReadOnlySet<TraceKind> before) =>
        letter.FirstOrDefault(trace => IsSign(trace.Kind) && !before.Contains(trace.Kind)) is { } added && before.Union(letter.Select(trace => trace.Kind)).Count(IsSign) >= Kinds
            ? new(added.MarkedAs, added.Start, added.Length, Rule, 0.6) : null;

    /// <summary>Whether reviewers are shown the signs: from two kinds or three letters on, and never those of one letter alone.</summary>
    public static bool IsShown(IReadOnlyCollection<(Guid Letter, TraceKind Kind)> signs)
    {
        var letters = signs.Select(sign => sign.Letter).Distinct().Count();
        return letters >= 3 || letters == 2 && signs.Select(sign => sign.Kind).Distinct().Count() >= 2;
    }
}
