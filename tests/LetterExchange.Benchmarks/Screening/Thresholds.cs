using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;

namespace LetterExchange.Benchmarks.Screening;

/// <summary>How sure the model must be of a category before a sentence is marked, chosen by what it does beside the rules on letters that it was not trained from.</summary>
static class Thresholds
{
    const double ForWriters = 0.95;

    /// <summary>How often it must be right where it marks what no rule marks, on the corpus, which is full of what can be mistaken for something: letters are kinder. A missed danger is worse
    /// than a mark too many.</summary>
    static double LeastPrecision(string category) => IsDanger(category) ? 0.70 : 0.75;

    /// <summary>Never on less than this: a letter has ten times the sentences of an item of the corpus. At 0.76 more than five letters in a hundred that had nothing were marked, at 0.78 under five.</summary>
    const float LeastOfAll = 0.78f;

    /// <summary>So many marks at least tell how often it is right.</summary>
    const int FewestMarks = 20;

    static bool IsDanger(string category) => Category.IsDisclosure(category) || category is Category.Sexual or Category.Threat or Category.Secrecy;

    /// <summary>A missed disclosure or danger is worse than marks too many.</summary>
    static double Beta(string category) => IsDanger(category) ? 1.5 : 1;

    public static Head Of(string name, int head, IReadOnlyList<Letter> letters, IReadOnlyDictionary<Letter, float[][]> sums)
    {
        var (slope, offset) = Platt([.. letters.SelectMany(letter => letter.Taught.Select((taught, n) => (Sum: sums[letter][n][head], Has: taught.Labels[head]))).Where(one => one.Has is not null).Select(one => ((double)one.Sum, one.Has == true))]);
        var free = new Head(name, 1, (float)slope, (float)offset, 2, 2);
        var (best, least) = (Score(free), 2f);
        for (var at = 0.10f; at < 0.96f; at += 0.02f)
            if (Score(free with { Least = at }) is var score && score > best) (best, least) = (score, at);
        // The floor: above it, wherever there are enough marks to tell, it is right often enough.
        var floor = 2f;
        for (var at = 0.96f; at > 0.10f && Right(free with { Least = at }) is var (right, predicted) && (predicted < FewestMarks || right >= LeastPrecision(name) * predicted); at -= 0.02f)
            if (predicted >= FewestMarks) floor = at;
        var writers = 2f;
        for (var at = 0.50f; at < 0.995f && writers > 1; at += 0.01f)
            if (Right(free with { Least = at }) is var (right, predicted) && predicted >= 5 && right >= ForWriters * predicted) writers = at;
        return free with { Least = Math.Max(LeastOfAll, Math.Max(least, floor)), LeastForWriters = writers };

        double Score(Head with)
        {
            var tally = new Tally();
            foreach (var letter in letters) tally.Add(letter.Item.Marks.Where(mark => mark.Category == name), Found(letter, with));
            var (precision, recall, beta) = (tally.Precision, tally.Recall, Beta(name) * Beta(name));
            if (double.IsNaN(precision)) return 0;
            return (1 + beta) * precision * recall / (beta * precision + recall + 1e-9);
        }

        // Of what it marks where no rule does.
        (int Right, int Predicted) Right(Head with)
        {
            var (right, predicted) = (0, 0);
            foreach (var letter in letters)
                foreach (var finding in ByModel(letter, with).Where(finding => !letter.ByRules.Any(rule => rule.Category == name && rule.Start < finding.End && finding.Start < rule.End)))
                {
                    predicted++;
                    if (letter.Item.Marks.Any(mark => mark.Category == name && mark.Start < finding.End && finding.Start < mark.End)) right++;
                }
            return (right, predicted);
        }

        IEnumerable<Finding> ByModel(Letter letter, Head with) => Meanings.Find(letter.Text, letter.Sentences, [with], n => [sums[letter][n][head]]);

        IReadOnlyList<Finding> Found(Letter letter, Head with) => Screener.Merge([.. letter.ByRules.Where(finding => finding.Category == name), .. ByModel(letter, with)]);
    }

    /// <summary>Fits a logistic curve to sums and what they were of (Platt, 1999), by Newton's method.</summary>
    static (double Slope, double Offset) Platt(IReadOnlyList<(double Sum, bool Has)> seen)
    {
        var (slope, offset) = (1.0, 0.0);
        for (var step = 0; step < 50; step++)
        {
            var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
            foreach (var (sum, has) in seen)
            {
                var p = 1 / (1 + Math.Exp(-(slope * sum + offset)));
                var (error, weight) = (p - (has ? 1 : 0), p * (1 - p));
                (ga, gb, haa, hab, hbb) = (ga + error * sum, gb + error, haa + weight * sum * sum, hab + weight * sum, hbb + weight);
            }
            var det = haa * hbb - hab * hab;
            var (da, db) = ((hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det);
            (slope, offset) = (slope - da, offset - db);
            if (Math.Abs(da) + Math.Abs(db) < 1e-7) break;
        }
        return (slope, offset);
    }
}
