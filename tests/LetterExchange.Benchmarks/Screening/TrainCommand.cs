using System.CommandLine;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;

namespace LetterExchange.Benchmarks.Screening;

/// <summary><c>train</c>: trains the screening model anew from the corpus and prints how well the program with it does on letters that it was not trained from: by cross-validation over the
/// scenarios, and on the tenth of them that is kept for this. The same corpus gives the same model.</summary>
static class TrainCommand
{
    const int Folds = 5;

    public static Command Create()
    {
        var corpus = new Option<string>("--corpus") { Description = "The folder of the corpus.", DefaultValueFactory = _ => Corpus.Folder };
        var output = new Option<string?>("--output") { Description = "Where the model is written to; nowhere by default." };
        var test = new Option<bool>("--test") { Description = "Print the figures of the part that is kept for the test too." };
        var command = new Command("train", "Trains the screening model from its corpus and says how well it does.") { corpus, output, test };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(corpus), parsed.GetValue(output), parsed.GetValue(test)));
        return command;
    }

    static int Run(string folder, string? output, bool test)
    {
        var items = Corpus.Read(folder);
        items.AddRange(Corpus.Stories("stories"));
        var letters = items.AsParallel().AsOrdered().Select(Letter.Of).ToList();
        var (training, kept) = (letters.FindAll(letter => !letter.Item.IsForTest), letters.FindAll(letter => letter.Item.IsForTest));
        Console.WriteLine($"{items.Count:N0} items, {items.Count(item => item.Marks.Count == 0):N0} clean, {items.Select(item => item.Scenario).Distinct().Count():N0} scenarios, {letters.Sum(letter => letter.Sentences.Count):N0} sentences");

        // What a model says of the sentences that it was not trained from.
        var sums = new Dictionary<Letter, float[][]>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = Model(training.FindAll(letter => FoldOf(letter) != fold), "");
            foreach (var letter in training.Where(letter => FoldOf(letter) == fold)) sums[letter] = Sums(model, letter, withBias: true);
        }
        var heads = Letter.Heads.Select((name, head) => Thresholds.Of(name, head, training, sums)).ToList();
        Report.Print("Rules alone, training", training, letter => letter.ByRules);
        Report.Print("Cross-validated", training, letter => Found(letter, heads, sums[letter]));
        foreach (var head in heads) Console.WriteLine($"{head.Category,-20} slope {head.Slope:0.00} offset {head.Offset:0.00} from {head.Least:0.00}, writers {head.LeastForWriters:0.00}");

        var whole = Model(training, Corpus.Hash(folder));
        whole = whole.With([.. heads.Select((head, n) => head with { Scale = whole.Heads[n].Scale, Offset = head.Offset + head.Slope * whole.Heads[n].Offset })]);
        if (test)
        {
            Report.Print("Rules alone, kept", kept, letter => letter.ByRules);
            Report.Print("Kept for the test", kept, letter => Found(letter, whole.Heads, Sums(whole, letter, withBias: false)));
        }
        if (output is null) return 0;
        using var file = File.Create(output);
        whole.Save(file);
        return 0;
    }

    static int FoldOf(Letter letter) => letter.Item.Fold(Folds * 10) / 10;

    static MeaningModel Model(IReadOnlyList<Letter> letters, string corpus) =>
        MeaningModel.Of(corpus, [.. Trainer.Train(letters).Select((trained, n) => (new Head(Letter.Heads[n], 1, 1, trained.Bias, 0.5f, 0.9f), trained.Weights))]);

    static float[][] Sums(MeaningModel model, Letter letter, bool withBias)
    {
        var traits = new Traits();
        var input = new ScreeningInput(letter.Item.Text, letter.Item.Author, letter.Item.Language);
        return [.. letter.Sentences.Select((_, n) =>
        {
            traits.Read(letter.Text, letter.Sentences, n, input, letter.ByRules);
            var sums = new float[model.Heads.Count];
            model.Sums(traits, sums);
            for (var head = 0; withBias && head < sums.Length; head++) sums[head] += model.Heads[head].Offset;
            return sums;
        })];
    }

    internal static IReadOnlyList<Finding> Found(Letter letter, IReadOnlyList<Head> heads, float[][] sums) =>
        Screener.Merge([.. letter.ByRules, .. Meanings.Find(letter.Text, letter.Sentences, heads, n => sums[n])]);
}
