using System.Collections.Immutable;

namespace LetterExchange.Features.Screening.Phrases;

/// <summary>The name that follows a phrase: "I play for | the Ashford Tigers".</summary>
static class NameAfter
{
    const int Longest = 6;
    const int Before = 2; // "the", "de la": so many small words before it.
    const int Shortest = 3;

    static readonly ImmutableHashSet<string> Unnamed = PhraseBook.Set("Details", "unnamed");
    static readonly ImmutableHashSet<string> Plain = PhraseBook.Set("Details", "plain");
    static readonly ImmutableHashSet<string> Joints = ["of", "the", "on", "our", "upon", "de", "du", "des", "d", "la", "le", "les", "l", "sur", "sous", "en", "del", "el", "los", "las"];

    /// <summary>The index of its last word, or null where no name follows the word <paramref name="at"/>. Where the writer uses no capitals, one word may be one.</summary>
    public static int? Last(LetterText text, int at)
    {
        int? last = null;
        for (var next = at + 1; next <= at + Longest && IsNext(text, next); next++)
        {
            var word = text.Words[next];
            var isJoint = Joints.Contains(word.Text) && (last is not null || next - at <= Before);
            if (!text.UsesCapitals && !isJoint) return word.Text.Length < Shortest || Unnamed.Contains(word.Text) || Plain.Contains(word.Text) ? null : next;
            if (word.IsCapital && !Unnamed.Contains(word.Text) && !(isJoint && last is null)) last = next;
            else if (!isJoint) break;
        }
        return last;
    }

    static bool IsNext(LetterText text, int next) => next < text.Words.Length && text.Words[next].Sentence == text.Words[next - 1].Sentence
        && text.Folded.AsSpan(text.Words[next - 1].End, text.Words[next].Start - text.Words[next - 1].End).IndexOfAnyExcept(" -'.,") < 0;
}
