namespace LetterExchange.Features.Screening;

/// <summary>What a program makes of a rule's findings.</summary>
public enum Loudness { Quieter, AsItIs, Louder }

/// <summary>Turns findings up and down after all have been made: no rule and no model notices.</summary>
public static class Loud
{
    /// <summary>Whether findings of the category may be quietened at all: not where a child may be in danger, whoever writes.</summary>
    public static bool CanQuieten(string category) => !Routes.IsAlwaysDangerous(category);

    /// <summary>Quieter findings become weak and leave the route alone, louder ones become sure. What is dangerous from this writer is never quietened.</summary>
    public static Screening Apply(Screening screening, Side author, Func<Finding, Loudness> of)
    {
        var quiet = screening.Findings.Where(finding => of(finding) == Loudness.Quieter && !Routes.IsDangerous(finding, author)).ToHashSet();
        return new([.. screening.Findings.Select(finding => quiet.Contains(finding) ? finding with { Strength = Math.Min(finding.Strength, Finding.Quiet) }
            : of(finding) == Loudness.Louder ? finding with { Strength = Math.Max(finding.Strength, Finding.Sure) } : finding)],
            // A route that findings alone don't give (a watched phrase's) is not theirs to change.
            screening.Route > Routes.Of(screening.Findings, author) ? screening.Route : Routes.Of([.. screening.Findings.Where(finding => !quiet.Contains(finding))], author));
    }
}
