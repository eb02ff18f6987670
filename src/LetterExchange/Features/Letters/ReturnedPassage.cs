using LetterExchange.Data;

namespace LetterExchange.Features.Letters;

/// <summary>A passage that the reviewer marked in a letter that came back, and where it stands in what its writer makes of the letter.</summary>
public sealed record ReturnedPassage
{
    const string Blanks = " \t\u00A0\u202F";
    const string Stops = ".,;:!?…)";

    /// <summary>In the order of the text, from 1.</summary>
    public int Ordinal { get; init; }

    /// <summary>In UTF-16 code units of the returned text.</summary>
    public int Start { get; init; }

    public int Length { get; init; }

    /// <summary>What screening calls it; none where the reviewer saw what no rule had seen.</summary>
    public string? Category { get; init; }

    /// <summary>As the writer wrote it, in whole words.</summary>
    public string Words { get; private init; } = "";

    /// <summary>What the letter was last returned for; nothing where its text has been erased.</summary>
    internal static async Task<IReadOnlyList<ReturnedPassage>> Of(Tx tx, Letter letter)
    {
        var passages = await tx.Query<ReturnedPassage>("""
            SELECT p.ordinal, p.start, p.length, p.category FROM returned_passages p
             WHERE p.decision_id = (SELECT d.id FROM decisions d WHERE d.letter_id = @id AND d.number = @revision AND d.kind = 'Return' ORDER BY d.ordinal DESC LIMIT 1)
             ORDER BY p.ordinal
            """, new { id = letter.Id, revision = letter.Revision });
        if (passages.Count == 0 || await LetterStore.Text(tx, letter.Id, letter.Revision) is not { } text) return [];
        return [.. passages.Where(passage => passage.Start + passage.Length <= text.Length).Select(passage => passage.In(text))];
    }

    /// <summary>With its words. One that begins or ends within a word has the whole word, so that no half of one is left or looked for.</summary>
    public ReturnedPassage In(string text)
    {
        var (start, end) = (Start, Start + Length);
        while (!Parts(text, start)) start--;
        while (!Parts(text, end)) end++;
        return this with { Start = start, Length = end - start, Words = text[start..end] };
    }

    /// <summary>Where it stands in the text now: of several places the one nearest to where it stood. -1 where it does not.</summary>
    public int PlaceIn(string text)
    {
        var place = -1;
        for (var at = text.IndexOf(Words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Words, at + 1, StringComparison.Ordinal))
            if (Parts(text, at) && Parts(text, at + Words.Length) && (place < 0 || Math.Abs(at - Start) < Math.Abs(place - Start))) place = at;
        return place;
    }

    /// <summary>The text without it, without the blanks or the empty line that it would leave; null where it is not there.</summary>
    public string? TakenOutOf(string text)
    {
        if (PlaceIn(text) is var at && at < 0) return null;
        var (before, after) = (text[..at], text[(at + Words.Length)..]);
        var (head, tail) = (before.TrimEnd([.. Blanks]), after.TrimStart([.. Blanks]));
        var (begins, ends) = (head.Length == 0 || head[^1] == '\n', tail.Length == 0 || tail[0] == '\n');
        if (begins && ends) return WithoutLine(head, tail);
        if (begins) return before + tail;
        if (ends || (tail.Length == after.Length && Stops.Contains(tail[0]))) return head + tail;
        return head.Length == before.Length ? before + after : head + (tail.Length == after.Length ? before[head.Length..] + tail : after[0] + tail);
    }

    /// <summary>Two paragraphs stay as far apart as they were from the one between them.</summary>
    static string WithoutLine(string head, string tail)
    {
        var (above, below) = (head.TrimEnd('\n'), tail.TrimStart('\n'));
        return above.Length == 0 || below.Length == 0 ? above + below : above + new string('\n', Math.Max(head.Length - above.Length, tail.Length - below.Length)) + below;
    }

    static bool Parts(string text, int at) => at <= 0 || at >= text.Length || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at]);
}
