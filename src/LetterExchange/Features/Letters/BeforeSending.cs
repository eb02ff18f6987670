using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Screening;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Letters;

/// <summary>Passages of a letter that its writer may want to look at, as they were written, and why.</summary>
public sealed record Hint(IReadOnlyList<string> Words, string Said);

/// <summary>What screening sees in a text before it is sent.</summary>
/// <param name="Text">In its normal form.</param>
public sealed record Foreseen(string Text, Side Side, IReadOnlyList<Finding> Findings)
{
    /// <summary>A child that tells of danger is asked to change nothing in that letter. And what an adult must not say to a child reaches the safeguarding people as it was written.</summary>
    IEnumerable<Finding> Mendable => Side == Side.Mentee && Findings.Any(finding => IsTold(finding.Category)) ? [] : Findings.Where(finding => !IsTold(finding.Category) && !IsForOthers(finding.Category));

    static bool IsTold(string category) => Category.IsDisclosure(category) || category is Category.Sexual or Category.Threat;

    bool IsForOthers(string category) => Side == Side.Mentor && category == Category.Secrecy;

    /// <summary>Whether there is anything that its writer may want to change.</summary>
    public bool HasHints => Mendable.Any();

    /// <summary>Names this text with these hints: a writer who has seen them is not asked again.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', Mendable.Select(finding => $"{finding.Category} {finding.Start} {finding.Length}").Append(Text)))))[..16];

    /// <summary>One for each category, in the order of the letter; words that stand there twice are shown once.</summary>
    public IReadOnlyList<Hint> Hints(IStringLocalizer<Screening.Texts> explain) =>
    [
        .. from finding in Mendable
           group Text.Substring(finding.Start, finding.Length) by finding.Category into words
           select new Hint([.. words.Distinct()], explain[Explanations.KeyFor(words.Key, Side == Side.Mentee ? Reader.Child : Reader.Adult)]),
    ];

    /// <summary>What somebody reads who told of danger: the gravest first, nothing where nobody did.</summary>
    public string? Support(IStringLocalizer<Screening.Texts> explain) =>
        Category.All.FirstOrDefault(category => Category.IsDisclosure(category) && Findings.Any(finding => finding.Category == category)) is { } told
            ? explain[Side == Side.Mentee ? Explanations.SupportKeyFor(told)! : Explanations.KeyFor(told, Reader.Adult)].Value : null;
}

/// <summary>Looks at a text for its writer as screening will, and keeps nothing of it. It stops nobody: where it fails there is nothing to say.</summary>
public sealed class BeforeSending(Database db, ILogger<BeforeSending> log)
{
    /// <param name="typed">As it stands on the paper. One that can't be sent as it is, is not looked at.</param>
    public async Task<Foreseen?> Look(Guid pairId, Guid writer, string typed)
    {
        var text = TextNormal.Of(typed);
        if (string.IsNullOrWhiteSpace(text) || Writing.Unfit(text, false) is not null) return null;
        var letter = await db.Find<ScreenedLetter>($"""
            SELECT h.id AS writer_id, p.id AS pair_id, {ScreenedLetter.Known}
              FROM pairs p JOIN people h ON h.id = @writer {ScreenedLetter.KnownFrom}
             WHERE p.id = @pairId
            """, new { pairId, writer });
        return letter is null ? null : Try((letter with { Text = text, Language = Languages.Of(text) }).Input());
    }

    Foreseen? Try(ScreeningInput input)
    {
        try
        {
            return new(input.Text, input.Author, Screener.ScreenForWriter(input).Findings);
        }
        catch (AggregateException failure)
        {
            log.LogWarning("A letter could not be looked at before it was sent ({Failure})", failure.InnerException?.GetType().Name);
            return null;
        }
    }
}
