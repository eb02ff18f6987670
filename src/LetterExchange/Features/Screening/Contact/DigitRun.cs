namespace LetterExchange.Features.Screening.Contact;

/// <summary>Groups of digits that stand together, as a telephone number's do.</summary>
/// <param name="Start">The first character in the folded text, a plus or an opening bracket included.</param>
/// <param name="End">The character after the last digit.</param>
/// <param name="Groups">Where the groups stand in the folded text.</param>
sealed record DigitRun(int Start, int End, IReadOnlyList<Range> Groups)
{
    const int WidestSeparator = 3;

    /// <summary>Whether it is cut out of a longer run.</summary>
    public bool IsPart { get; init; }

    /// <summary>The longest runs of digits with at most three spaces, points, hyphens or brackets between two groups.</summary>
    public static IEnumerable<DigitRun> Of(string folded)
    {
        for (var at = 0; at < folded.Length; at++)
        {
            if (!char.IsAsciiDigit(folded[at])) continue;
            var run = From(folded, at);
            yield return run;
            at = run.End - 1;
        }
    }

    static DigitRun From(string folded, int at)
    {
        var start = at;
        if (start > 0 && folded[start - 1] == '(') start--;
        if (start > 0 && folded[start - 1] == '+') start--;
        if (start > 1 && folded[start - 1] == ' ' && folded[start - 2] == '+') start -= 2;
        var groups = new List<Range>();
        while (true)
        {
            var end = at;
            while (end < folded.Length && char.IsAsciiDigit(folded[end])) end++;
            groups.Add(at..end);
            at = end;
            while (at < folded.Length && at - end < WidestSeparator && folded[at] is ' ' or '.' or '-' or '(' or ')' or '/') at++;
            var ends = at == end || at == folded.Length || !char.IsAsciiDigit(folded[at]) || folded[end..at].Contains(". ", StringComparison.Ordinal);
            if (ends) return new DigitRun(start, end, groups);
        }
    }
}
