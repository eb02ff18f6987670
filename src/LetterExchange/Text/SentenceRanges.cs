using System.Text.RegularExpressions;

namespace LetterExchange.Text;

/// <summary>Where the sentences of a letter begin and end. Children leave capitals out, so that any blank after a full stop ends one; an abbreviated title does not.</summary>
public static partial class SentenceRanges
{
    /// <summary>The titles after which a full stop ends nothing, for a regular expression.</summary>
    internal const string Titles = "Mr|Mrs|Ms|Dr|St|M|Mme|Mlle|Sr|Sra|Srta|Dra";

    /// <summary>The ranges of the text, in its order, in UTF-16 code units, without the blanks and list marks around them. A sentence never reaches over an empty line or into another list item.</summary>
    public static IReadOnlyList<Range> Of(string text)
    {
        var found = new List<Range>();
        var start = 0;
        foreach (Match end in End().Matches(text))
        {
            Add(start, end.Index + end.Groups["mark"].Length);
            start = end.Index + end.Length;
        }
        Add(start, text.Length);
        return found;

        void Add(int from, int to)
        {
            from += Lead().Match(text[from..to]).Length;
            while (to > from && char.IsWhiteSpace(text[to - 1])) to--;
            if (text[from..to].Any(char.IsLetterOrDigit)) found.Add(from..to);
        }
    }

    [GeneratedRegex($$"""(?<mark>(?<!\b(?:{{Titles}}))[.!?…]+[\u202F\u00A0]?["”’»)*_]*)(?:\s+|$)|(?<mark>)\n\s*\n\s*|(?<mark>)\n(?=[ \t]*(?:[-*>]|[0-9]{1,2}[.)])[ \t])""")]
    private static partial Regex End();

    [GeneratedRegex(@"^(?:\s|(?:[-*>]|[0-9]{1,2}[.)])[ \t])*")]
    private static partial Regex Lead();
}
