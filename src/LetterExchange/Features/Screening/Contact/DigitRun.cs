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

    /// <summary>The longest runs of digits with at most three spaces, points, hyphens or brackets between two groups, or any sign and one space between lone digits.</summary>
    /// <param name="digits">The folded text, or its view with look-alikes as digits.</param>
    public static IEnumerable<DigitRun> Of(string digits)
    {
        for (var at = 0; at < digits.Length; at++)
        {
            if (!char.IsAsciiDigit(digits[at])) continue;
            var run = From(digits, at);
            yield return run;
            at = run.End - 1;
        }
    }

    static DigitRun From(string folded, int at)
    {
        var start = at;
        if (start > 0 && folded[start - 1] is '(' or '[') start--;
        if (start > 0 && folded[start - 1] == '+') start--;
        if (start > 1 && folded[start - 1] == ' ' && folded[start - 2] == '+') start -= 2;
        if (start > 0 && start < at && folded[start] == '+' && folded[start - 1] == '(') start--;
        var groups = new List<Range>();
        while (true)
        {
            var end = at;
            while (end < folded.Length && char.IsAsciiDigit(folded[end])) end++;
            groups.Add(at..end);
            at = end;
            while (at < folded.Length && at - end < WidestSeparator && folded[at] is ' ' or '\u00a0' or '.' or '-' or '(' or ')' or '[' or ']' or '/' or '_') at++;
            if (at < folded.Length && !char.IsAsciiDigit(folded[at]) && IsLone(folded, groups[^1])) at = AfterAnySign(folded, end);
            var ends = at == end || at == folded.Length || !char.IsAsciiDigit(folded[at]) || folded.AsSpan(end..at).Contains(". ", StringComparison.Ordinal) && !IsLone(folded, groups[^1]);
            if (ends) return new DigitRun(start, end, groups);
        }
    }

    static bool IsLone(string folded, Range group) => group.End.Value - group.Start.Value == 1 || group.End.Value - group.Start.Value == 2 && folded[group.Start] == '0';

    // "0*7*7", "0 ; 7 ; 7", one digit a line.
    static int AfterAnySign(string folded, int end)
    {
        var at = end;
        while (at < folded.Length && at - end < WidestSeparator && !char.IsLetterOrDigit(folded[at])) at++;
        return at < folded.Length && char.IsAsciiDigit(folded[at]) ? at : end;
    }
}

/// <summary>The folded text with letters that pass for digits ("O77OO", "6l7") as digits, of the same length.</summary>
static class DigitView
{
    const string Letters = "oqliszbg", Digits = "09115286";

    public static string Of(string folded)
    {
        char[]? view = null;
        for (var at = 0; at < folded.Length;)
        {
            if (!char.IsLetterOrDigit(folded[at]))
            {
                at++;
                continue;
            }
            var end = at;
            var (digits, letters) = (0, 0);
            var isAlike = true;
            for (; end < folded.Length && char.IsLetterOrDigit(folded[end]); end++)
            {
                if (char.IsAsciiDigit(folded[end])) digits++;
                else if (Letters.Contains(folded[end])) letters++;
                else isAlike = false;
            }
            if (isAlike && letters > 0 && (digits > 0 && letters <= digits + 1 || digits == 0 && letters <= 4 && folded[at] is 'o' or 's' or 'l' && (letters > 1 || folded[at] != 's') && folded.AsSpan(at..end).IndexOfAnyExcept(folded[at]) < 0 && IsBesideDigits(folded, view, at, end)))
            {
                view ??= folded.ToCharArray();
                for (var place = at; place < end; place++)
                    if (Letters.IndexOf(folded[place]) is >= 0 and var known) view[place] = Digits[known];
            }
            at = end;
        }
        return view is null ? folded : new string(view);
    }

    static bool IsBesideDigits(string folded, char[]? view, int start, int end) =>
        start > 1 && folded[start - 1] is ' ' or '-' or '.' or '(' && char.IsAsciiDigit(view is null ? folded[start - 2] : view[start - 2]) || end + 1 < folded.Length && folded[end] is ' ' or '-' or '.' or ')' && char.IsAsciiDigit(folded[end + 1]);
}
