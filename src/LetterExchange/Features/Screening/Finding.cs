using System.Collections.Immutable;

namespace LetterExchange.Features.Screening;

/// <summary>What one rule saw in one passage.</summary>
/// <param name="Category">One of the codes of the class Category.</param>
/// <param name="Start">Where the passage begins, in UTF-16 code units of the text as it was submitted.</param>
/// <param name="Length">Its length in the same units, at least 1; never splits a surrogate pair.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Strength">How sure the rule is, above 0.0 and at most 1.0.</param>
/// <param name="IsRequest">Whether the passage asks for the detail instead of giving or naming it.</param>
public sealed record Finding(string Category, int Start, int Length, string Rule, double Strength, bool IsRequest = false)
{
    /// <summary>From here on a finding is shown as sure (solid line), below it as perhaps (dashed line).</summary>
    public const double Sure = 0.75;

    /// <summary>At most so strong is a finding that its program has quietened; no rule is less sure than this by itself.</summary>
    public const double Quiet = 0.1;

    public bool IsSure => Strength >= Sure;

    /// <summary>The first code unit after the passage.</summary>
    public int End => Start + Length;
}

/// <summary>What screening says of one text.</summary>
/// <param name="Findings">By place in the text, then by category.</param>
/// <param name="Route">The way that the letter takes through review.</param>
public sealed record Screening(ImmutableArray<Finding> Findings, Route Route)
{
    /// <summary>With one finding more; the route can only become a more careful one.</summary>
    public Screening With(Finding finding, Side author)
    {
        var route = Routes.Of([finding], author);
        return new([.. Findings.Append(finding).OrderBy(each => each.Start).ThenBy(each => Category.All.IndexOf(each.Category))], route > Route ? route : Route);
    }
}
