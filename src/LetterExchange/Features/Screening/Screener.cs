using System.Collections.Immutable;
using LetterExchange.Features.Screening.Meaning;

namespace LetterExchange.Features.Screening;

/// <summary>Runs the table of rules over a text.</summary>
public static class Screener
{
    /// <summary>Names the rules and the model as they are in this build of the program: every build that differs in anything has a name of its own, so that no change is forgotten.</summary>
    public static string Version { get; } = typeof(Screener).Module.ModuleVersionId.ToString("N");

    /// <summary>The findings of every rule, and the route that follows. The same input always gives the same answer.</summary>
    /// <exception cref="AggregateException">A rule failed. Then there is no screening at all, since a letter that was looked at in part
    /// would pass for one that was looked at: the caller counts the attempts and marks the letter as not screened.</exception>
    public static Screening Screen(ScreeningInput input) => Screen(input, MeaningModel.Built);

    /// <summary>What its writer is shown before the letter goes: what the rules find, and what the model finds where it is very sure, since a false mark
    /// hurts a writer more than a missing one.</summary>
    /// <exception cref="AggregateException">A rule failed.</exception>
    public static Screening ScreenForWriter(ScreeningInput input) => Screen(input, MeaningModel.ForWriters);

    static Screening Screen(ScreeningInput input, MeaningModel model)
    {
        var text = LetterText.Of(input.Text);
        var found = ByRules(text, input);
        // Where a rule marks the very words, the sentence around them says no more.
        var meant = Meanings.Find(text, input, found, model).Where(finding => !found.Any(rule => rule.Category == finding.Category && rule.Start < finding.End && finding.Start < rule.End));
        var screening = Routed(Merge([.. found, .. meant]), input);
        return input.Phrases is { } own ? own.Apply(text, screening, input.Author) : screening;
    }

    /// <summary>What the rules find, before what is one is put together, by place.</summary>
    internal static ImmutableArray<Finding> ByRules(LetterText text, ScreeningInput input) => Merge(Run(text, input, Rules.All));

    internal static Screening Screen(ScreeningInput input, ImmutableArray<ScreeningRule> rules) => Routed(Merge(Run(LetterText.Of(input.Text), input, rules)), input);

    static Screening Routed(ImmutableArray<Finding> findings, ScreeningInput input) => new(findings, Routes.Of(findings, input.Author));

    static List<Finding> Run(LetterText text, ScreeningInput input, ImmutableArray<ScreeningRule> rules)
    {
        var found = new List<Finding>();
        List<Exception>? failures = null;
        foreach (var rule in rules)
        {
            try
            {
                found.AddRange(rule.Find(text, input));
            }
            catch (Exception failure)
            {
                (failures ??= []).Add(new InvalidOperationException($"The screening rule {rule.Name} failed.", failure));
            }
        }
        return failures is null ? found : throw new AggregateException(failures);
    }

    /// <summary>Findings of one category that overlap become one, which spans them all and keeps the surest one's rule.</summary>
    internal static ImmutableArray<Finding> Merge(IReadOnlyCollection<Finding> found)
    {
        var merged = new List<Finding>();
        foreach (var group in found.GroupBy(finding => finding.Category))
        {
            Finding? last = null;
            foreach (var next in group.OrderBy(finding => finding.Start).ThenByDescending(finding => finding.Strength))
            {
                if (last is not null && next.Start < last.End) merged[^1] = last = Union(last, next);
                else merged.Add(last = next);
            }
        }
        return [.. merged.OrderBy(finding => finding.Start).ThenBy(finding => Category.All.IndexOf(finding.Category))];
    }

    static Finding Union(Finding first, Finding second)
    {
        var surest = second.Strength > first.Strength ? second : first;
        return surest with
        {
            Start = first.Start,
            Length = Math.Max(first.End, second.End) - first.Start,
            IsRequest = first.IsRequest || second.IsRequest,
        };
    }
}
