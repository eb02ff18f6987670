using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;

namespace LetterExchange.Benchmarks.Screening;

/// <summary>A sentence of the corpus with what it is to be known as.</summary>
/// <param name="Labels">Of each head, in their order: it has it (1), it has not (0), or only a part of a passage is in it (null): then it teaches nothing.</param>
sealed record Taught(bool?[] Labels, int[] Places, float[] Values);

/// <summary>An item of the corpus, read as the program reads a letter.</summary>
sealed record Letter(Item Item, LetterText Text, IReadOnlyList<Finding> ByRules, IReadOnlyList<Sentence> Sentences, IReadOnlyList<Taught> Taught)
{
    /// <summary>In the order of the model's heads.</summary>
    public static readonly string[] Heads = [.. Category.All];

    public static Letter Of(Item item)
    {
        var text = LetterText.Of(item.Text);
        var input = new ScreeningInput(item.Text, item.Author, item.Language);
        var found = Screener.ByRules(text, input);
        var sentences = Sentence.Of(text);
        var traits = new Traits();
        var taught = new List<Taught>();
        for (var n = 0; n < sentences.Count; n++)
        {
            traits.Read(text, sentences, n, input, found);
            var (places, values) = Vector(traits);
            taught.Add(new([.. Heads.Select(head => Has(item, text, sentences[n], head))], places, values));
        }
        return new(item, text, found, sentences, taught);
    }

    static bool? Has(Item item, LetterText text, Sentence sentence, string head)
    {
        var (from, to) = (text.OriginalStart(text.Words[sentence.First].Start), text.OriginalEnd(text.Words[sentence.Last].End - 1));
        bool? has = false;
        foreach (var mark in item.Marks.Where(mark => mark.Category == head))
        {
            var both = Math.Min(to, mark.End) - Math.Max(from, mark.Start);
            if (both <= 0) continue;
            if (both * 2 >= mark.Length || both * 2 >= to - from) return true;
            has = null;
        }
        return has;
    }

    static (int[] Places, float[] Values) Vector(Traits traits)
    {
        var sums = new SortedDictionary<int, float>();
        for (var kind = 0; kind < Traits.Kinds; kind++)
        {
            var weight = traits.Weight(kind);
            foreach (var place in traits[kind]) sums[place] = sums.GetValueOrDefault(place) + weight;
        }
        return ([.. sums.Keys], [.. sums.Values]);
    }
}
