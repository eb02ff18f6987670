using System.Text.RegularExpressions;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;
using LetterExchange.Text;

namespace LetterExchange.Features.Review;

/// <summary>A passage that a returned letter is marked at for its writer.</summary>
sealed record Mark
{
    /// <summary>In UTF-16 code units of the revision's text.</summary>
    public int Start { get; init; }

    public int Length { get; init; }

    /// <summary>None where the reviewer saw what no rule had seen.</summary>
    public string? Category { get; init; }
}

/// <summary>What of a letter is marked when it is returned: findings of this very revision, and what else the reviewer saw.</summary>
static class Marks
{
    /// <summary>In the order of the text; null where the reviewer's own passage is not in it.</summary>
    /// <param name="findings">By their ordinals; others than this revision's do not count.</param>
    /// <param name="passage">Copied from the letter, so that line ends and blanks may have become others; empty for none.</param>
    public static async Task<IReadOnlyList<Mark>?> Choose(Tx tx, Letter letter, IReadOnlyCollection<int> findings, string? passage)
    {
        var found = findings.Count == 0 ? [] : await tx.Query<Passage>("""
            SELECT ordinal, start, length, category, rule FROM findings WHERE letter_id = @id AND number = @revision ORDER BY ordinal
            """, new { id = letter.Id, revision = letter.Revision });
        return Choose(found, findings, string.IsNullOrWhiteSpace(passage) ? null : await LetterStore.Text(tx, letter.Id, letter.Revision), passage);
    }

    /// <param name="found">All findings of the revision.</param>
    /// <param name="text">The revision's; not needed where no passage is given.</param>
    public static IReadOnlyList<Mark>? Choose(IEnumerable<Passage> found, IReadOnlyCollection<int> findings, string? text, string? passage)
    {
        var marks = found.Where(each => findings.Contains(each.Ordinal) && each.IsForWriter)
            .Select(each => new Mark { Start = each.Start, Length = each.Length, Category = each.Category }).ToList();
        if (!string.IsNullOrWhiteSpace(passage))
        {
            if (Find(text ?? "", TextNormal.Of(passage)) is not { } own) return null;
            if (!marks.Exists(mark => mark.Start == own.Start && mark.Length == own.Length)) marks.Add(own);
        }
        return [.. marks.OrderBy(mark => mark.Start)];
    }

    public static Task Write(Tx tx, Letter letter, Guid decision, IReadOnlyList<Mark> marks) => tx.ExecuteMany("""
        INSERT INTO returned_passages (decision_id, ordinal, letter_id, number, start, length, category)
        VALUES (@decision, @ordinal, @letter, @number, @Start, @Length, @Category)
        """, [.. marks.Select((mark, i) => new { decision, ordinal = i + 1, letter = letter.Id, number = letter.Revision, mark.Start, mark.Length, mark.Category })]);

    static Mark? Find(string text, string passage)
    {
        if (passage.Length > text.Length) return null;
        var pattern = string.Join(@"\s+", passage.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape));
        return Regex.Match(text, pattern, RegexOptions.CultureInvariant) is { Success: true } found ? new() { Start = found.Index, Length = found.Length } : null;
    }
}
