using LetterExchange.Text;

namespace LetterExchange.Features.Letters;

/// <summary>The questions that a letter asks, so that its answer forgets none.</summary>
public static class Questions
{
    /// <summary>More than these nobody wants to be reminded of.</summary>
    internal const int Most = 6;

    const int LongestQuestion = 200;

    /// <summary>The letter's sentences that end in a question mark, in its order.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var questions = new List<string>();
        var start = 0;
        var plain = Markdown.PlainText(text);
        for (var i = 0; i < plain.Length && questions.Count < Most; i++)
        {
            if (plain[i] == '?') Add(questions, plain[start..(i + 1)]);
            if (plain[i] is '?' or '.' or '!' or '…' || plain[i] == '\n' && i > 0 && plain[i - 1] == '\n') start = i + 1;
        }
        return questions;
    }

    static void Add(List<string> questions, string sentence)
    {
        var question = sentence.Replace('\n', ' ').TrimStart('"', '“', '”', '»', '«', ')', '-', '–', '—', ' ', '\u00A0', '\t');
        if (question.Length <= LongestQuestion && Markdown.WordCount(question) > 1 && !questions.Contains(question)) questions.Add(question);
    }
}
