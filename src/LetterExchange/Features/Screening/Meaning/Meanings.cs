namespace LetterExchange.Features.Screening.Meaning;

/// <summary>Marks sentences by what they mean: what the rules, which go by words and forms, can't know. Runs after them and hears what they found.</summary>
static class Meanings
{
    /// <summary>A sentence of fewer words says too little.</summary>
    const int Fewest = 3;

    [ThreadStatic] static Traits? kept;

    /// <summary>The name of the rule that a finding of a category bears.</summary>
    public static string NameOf(string category) => $"meaning.{category}";

    /// <param name="found">What the rules found in the text.</param>
    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input, IReadOnlyList<Finding> found, MeaningModel model)
    {
        var sentences = Sentence.Of(text);
        var traits = kept ??= new Traits();
        var sums = new float[model.Heads.Count];
        return Find(text, sentences, model.Heads, n =>
        {
            traits.Read(text, sentences, n, input, found);
            model.Sums(traits, sums);
            return sums;
        });
    }

    /// <param name="sums">Of each head, of the n-th sentence.</param>
    internal static List<Finding> Find(LetterText text, IReadOnlyList<Sentence> sentences, IReadOnlyList<Head> heads, Func<int, float[]> sums)
    {
        var findings = new List<Finding>();
        for (var n = 0; n < sentences.Count; n++)
        {
            if (Letters(text, sentences[n]) < Fewest) continue;
            var of = sums(n);
            for (var head = 0; head < heads.Count; head++)
            {
                var probability = heads[head].Probability(of[head]);
                if (probability >= heads[head].Least && !IsForm(heads[head].Category) && !Phrases.PhraseBook.IsHarmless(heads[head].Category, text, sentences[n].First, sentences[n].Last))
                    findings.Add(Mark(text, sentences[n], heads[head].Category, probability));
            }
        }
        return findings;
    }

    /// <summary>What is nothing but its form is for the rules: numbers, addresses of the net, dates and swear words.</summary>
    static bool IsForm(string category) => category is Category.Email or Category.Link or Category.Birthdate or Category.Profanity;

    static int Letters(LetterText text, Sentence sentence)
    {
        var count = 0;
        for (var at = sentence.First; at <= sentence.Last; at++) if (text.Words[at].Text.AsSpan().IndexOfAnyInRange('a', 'z') >= 0) count++;
        return count;
    }

    static Finding Mark(LetterText text, Sentence sentence, string category, float probability) =>
        text.Find(category, text.Words[sentence.First], text.Words[sentence.Last], NameOf(category), Math.Max(0.001, Math.Round(probability, 3)), Category.IsPersonalDetail(category) && text.At(text.Words[sentence.Last].End) == '?');
}
