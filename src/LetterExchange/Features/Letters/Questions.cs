using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>The questions that a letter asks, so that its answer forgets none.</summary>
public static class Questions
{
    /// <summary>More than these nobody wants to be reminded of at once.</summary>
    internal const int Most = 6;

    const int LongestQuestion = 200;

    /// <summary>So many may follow the question mark: ?!”)</summary>
    const int ClosingMarks = 4;

    /// <summary>The letter's sentences that ask something, in its order.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var plain = Markdown.PlainText(text);
        return [.. SentenceRanges.Of(plain).Select(sentence => Asked(plain[sentence])).OfType<string>().Distinct()];
    }

    static string? Asked(string sentence)
    {
        var question = sentence.Replace('\n', ' ').TrimStart('"', '“', '”', '»', '«', ')', '-', '–', '—', ' ', '\u00A0', '\u202F', '\t');
        var mark = question.LastIndexOf('?');
        if (mark < 1 || mark < question.Length - ClosingMarks || mark >= LongestQuestion) return null;
        return question[..(mark + 1)] is var asked && Markdown.WordCount(asked) > 1 ? asked : null;
    }
}
