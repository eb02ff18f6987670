using System.Collections.Immutable;
using LetterExchange.Features.Screening.Identity;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Screening.Memory;

/// <summary>Finds what is worth keeping of one letter. None of it is a finding: what one letter tells is harmless.</summary>
public static class Traces
{
    static readonly ImmutableArray<(TraceKind Kind, ScreeningRule Rule)> Details = [.. Rules("Details"), (TraceKind.Line, new("line.number", TransportLines.Find))];
    static readonly ImmutableArray<(TraceKind Kind, ScreeningRule Rule)> Signs = [.. Rules("Signs")];

    /// <summary>The details that a mentee's text tells, or the signs in a mentor's: at most one of a kind, by place. What screening has found counts first. What stands in
    /// quotation marks, and what is said of a story, does not count. Linear in the text's length.</summary>
    public static ImmutableArray<Trace> Of(ScreeningInput input, IReadOnlyCollection<Finding> findings)
    {
        var text = LetterText.Of(input.Text);
        var kept = new Dictionary<TraceKind, Trace>();
        foreach (var finding in findings)
            if ((input.Author == Side.Mentee ? Detail(finding, input) : Sign(finding)) is { } kind) kept.TryAdd(kind, new(kind, finding.Start, finding.Length));
        Quotes? quotes = null;
        foreach (var same in (input.Author == Side.Mentee ? Details : Signs).GroupBy(rule => rule.Kind).Where(same => !kept.ContainsKey(same.Key)))
        {
            Trace? first = null;
            foreach (var found in same.SelectMany(rule => rule.Rule.Find(text, input)))
                if (!(first?.Start <= found.Start) && !(quotes ??= Quotes.Of(input.Text)).Hold(found.Start)) first = new(same.Key, found.Start, found.Length);
            if (first is not null) kept.Add(first.Kind, first);
        }
        return [.. kept.Values.OrderBy(trace => trace.Start).ThenBy(trace => trace.Kind)];
    }

    // What the model marks is a whole sentence, and may be a birthday of anybody: only rules know whose.
    static TraceKind? Detail(Finding finding, ScreeningInput input) => finding.IsRequest || finding.Rule == Meaning.Meanings.NameOf(finding.Category) ? null : finding.Category switch
    {
        Category.School => TraceKind.School,
        Category.Birthdate => TraceKind.Birthday,
        Category.Place when finding.Rule == PlaceRule.Name => IsOfMentee(finding, input) ? TraceKind.Town : null, // It finds the mentor's town as well.
        _ => null,
    };

    static TraceKind? Sign(Finding finding) => finding.Category switch
    {
        Category.Secrecy => TraceKind.Secrecy,
        Category.Gift or Category.Finance => TraceKind.Gift,
        Category.Offplatform or Category.Phone or Category.Email or Category.Handle => TraceKind.Channel,
        Category.Meeting => TraceKind.Meeting,
        Category.Image => TraceKind.Image,
        _ => null,
    };

    static bool IsOfMentee(Finding finding, ScreeningInput input) =>
        RosterName.Of(input.Roster?.Mentee?.Town).In(LetterText.Of(input.Text.Substring(finding.Start, finding.Length)).Words).Any();

    static IEnumerable<(TraceKind, ScreeningRule)> Rules(string list) =>
        PhraseBook.Rules(list).Select(rule => (Enum.Parse<TraceKind>(rule.Name.Split('.')[0], ignoreCase: true), rule));
}
