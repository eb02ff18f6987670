using System.CommandLine;
using System.Diagnostics;
using LetterExchange.Features.Screening;

namespace LetterExchange.Benchmarks.Screening;

/// <summary><c>screening</c>: how many letters of about 200 words are screened a second on one core, overall and by each part alone.</summary>
static class ScreeningCommand
{
    const int Words = 200;

    public static Command Create()
    {
        var corpus = new Option<string>("--corpus") { Description = "The folder of the corpus, whose items are joined to letters.", DefaultValueFactory = _ => Corpus.Folder };
        var command = new Command("screening", "How many letters are screened a second, overall and rule by rule.") { corpus };
        command.SetAction(parsed => Run(Letters(Corpus.Read(parsed.GetRequiredValue(corpus)))));
        return command;
    }

    static int Run(List<ScreeningInput> letters)
    {
        Console.WriteLine($"{letters.Count:N0} letters of {letters.Average(letter => letter.Text.Split(' ').Length):0} words");
        var texts = letters.ConvertAll(letter => LetterText.Of(letter.Text));
        var parts = new List<(string Name, Action<int> Do)>
        {
            ("all", n => Screener.Screen(letters[n])),
            ("the view of the text", n => LetterText.Of(letters[n].Text)),
        };
        parts.AddRange(Rules.All.Select(rule => (rule.Name, (Action<int>)(n => { foreach (var _ in rule.Find(texts[n], letters[n])) { } }))));
        foreach (var (name, act) in parts)
        {
            for (var n = 0; n < Math.Min(300, letters.Count); n++) act(n);
            var watch = Stopwatch.StartNew();
            for (var n = 0; n < letters.Count; n++) act(n);
            var each = watch.Elapsed.TotalMicroseconds / letters.Count;
            Console.WriteLine($"{name,-28}{each,10:0.0} µs a letter{1e6 / each,14:N0} a second");
        }
        return 0;
    }

    static List<ScreeningInput> Letters(List<Item> items)
    {
        var letters = new List<ScreeningInput>();
        foreach (var alike in items.GroupBy(item => (item.Language, item.Author)))
        {
            var (text, words) = (new List<string>(), 0);
            foreach (var item in alike)
            {
                text.Add(item.Text);
                if ((words += item.Text.Split(' ').Length) < Words) continue;
                letters.Add(new(string.Join(' ', text), alike.Key.Author, alike.Key.Language));
                text.Clear();
                words = 0;
            }
        }
        return letters;
    }
}
