using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening.Memory;

namespace LetterExchange.Features.Review;

/// <summary>One place in a letter that counts together with others.</summary>
public sealed record Recalled
{
    public Guid LetterId { get; init; }
    public int Number { get; init; }
    public Guid WriterId { get; init; }
    public Guid PairId { get; init; }
    public TraceKind Kind { get; init; }
    public int Start { get; init; }
    public int Length { get; init; }
    public LetterState State { get; init; }

    /// <summary>When that text was sent.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Its sentence, or as much of it as can be read at a glance.</summary>
    public string Quote { get; private init; } = "";

    internal Recalled In(string text) => this with { Quote = Quotation.Of(text, Start, Length) };
}

/// <summary>What a letter of a pair is read with: what the child told before that adds up with it, and the signs in the adult's letters over time.</summary>
/// <param name="Picture">Of each kind of detail where it was told first, but for the passage that is marked in this letter; empty where this letter completes no picture.</param>
/// <param name="Signs">The adult's, over a year; empty while they are too few to say anything.</param>
public sealed record Remembered(IReadOnlyList<Recalled> Picture, IReadOnlyList<Recalled> Signs)
{
    public static Remembered None { get; } = new([], []);

    /// <summary>Everything that is quoted.</summary>
    public IReadOnlyList<Recalled> All => [.. Picture, .. Signs];

    internal static Remembered Of(LetterUnderReview letter, IReadOnlyList<Recalled> recalled, DateTimeOffset now)
    {
        var mark = letter.Findings.FirstOrDefault(passage => passage.Rule == Screening.Memory.Picture.Rule);
        IEnumerable<Recalled> picture = mark is null ? [] : recalled
            .Where(one => Screening.Memory.Picture.Points(one.Kind) > 0 && one.WriterId == letter.WriterId && (one.LetterId == letter.Id ? one.Number == letter.Revision : one.At <= letter.SubmittedAt))
            .DistinctBy(one => one.Kind).Where(one => one.LetterId != letter.Id || one.Start != mark.Start);
        var signs = recalled.Where(one => Pattern.IsSign(one.Kind) && one.WriterId == letter.MentorId && one.At > now - Pattern.Shown).DistinctBy(one => (one.LetterId, one.Kind)).ToList();
        return new([.. picture], Pattern.IsShown([.. signs.Select(one => (one.LetterId, one.Kind))]) ? signs : []);
    }

    internal Remembered With(Func<Recalled, Recalled> change) => new([.. Picture.Select(change)], [.. Signs.Select(change)]);
}

/// <summary>A passage with what stands around it in its sentence.</summary>
static class Quotation
{
    /// <summary>So many characters before and after it at most, and so many of itself.</summary>
    const int Around = 80, Most = 240;

    /// <summary>In one line; cut between words, with an ellipsis where something of the sentence is left out.</summary>
    public static string Of(string text, int start, int length)
    {
        start = Math.Clamp(start, 0, text.Length);
        var end = Math.Clamp(start + length, start, text.Length);
        var from = start;
        while (from > 0 && !Ends(text[from - 1])) from--;
        var to = end;
        while (to < text.Length && text[to] != '\n' && (to == end || !Ends(text[to - 1]))) to++;
        var (before, after) = (text[from..start], text[end..to]);
        if (before.Length > Around) before = "…" + before[^Around..][Math.Max(0, before[^Around..].IndexOf(' '))..].TrimStart();
        var passage = Cut(text[start..end], Most);
        if (passage.Length < end - start) after = "";
        return string.Join(' ', (before + passage + Cut(after, Around)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    static string Cut(string text, int most) => text.Length <= most ? text : text[..most][..Math.Max(0, text[..most].LastIndexOf(' '))] + "…";

    static bool Ends(char character) => character is '.' or '!' or '?' or '\n';
}
