using System.CommandLine;
using System.Diagnostics;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Meaning;

namespace LetterExchange.Benchmarks.Screening;

/// <summary><c>screening</c>: how many letters of about 200 words are screened a second on two threads, and how long each part takes of one core: by the processor's time, which other work on the
/// machine does not change. And how the time grows with a letter's length, with the worst kinds of letters.</summary>
static class ScreeningCommand
{
    const int Words = 200, Threads = 2;

    static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Pieces of which the longest letters are made, each of them much work for some rule.</summary>
    static readonly string[] Worst =
    [
        "word ", "07 ", "1 2 3 4 5 6 7 8 9 ", "402-555-0147 ", "zero seven ", "one then two ", "a@b.com ", "a at b dot ", "a.b.", "x_y ", "my insta is ", "on roblox i am ", "14 Larch Road ", "rue de la ", "calle de la 5 ", "we live at the second left past the door ", "f*", "s.h.i", "aaaa", "sshhiitt ", "4000 0012 3456 7808 ", "ES92 0000 0042 ",
        "I was born on 3 May ", "he hits me ", "tell your ", "don't tell your parents ", "what's your number ", "donne-moi ton ", "dame tu ", "(((", "[at] ", "www.", "s p r e a d ", "é", "\u0301", "\ud83d", "🐶", "\n", "? ", "o7o ", "then 07 ", "first half 07700 ",
    ];

    public static Command Create()
    {
        var corpus = new Option<string>("--corpus") { Description = "The folder of the corpus, whose items are joined to letters.", DefaultValueFactory = _ => Corpus.Folder };
        var command = new Command("screening", "How many letters are screened a second, overall and rule by rule, and how the time grows with the length.") { corpus };
        command.SetAction(parsed => Run(Letters(Corpus.Read(parsed.GetRequiredValue(corpus)))));
        return command;
    }

    static int Run(List<ScreeningInput> letters)
    {
        Console.WriteLine($"{letters.Count:N0} letters of {letters.Average(letter => letter.Text.Split(' ').Length):0} words");
        var texts = letters.ConvertAll(letter => LetterText.Of(letter.Text));
        var found = letters.Select((letter, n) => (IReadOnlyList<Finding>)Screener.ByRules(texts[n], letter)).ToList();
        Overall("screen, language given", letters, letter => Screener.Screen(letter));
        Overall("screen, language told", letters, letter => Screener.Screen(letter with { Language = Languages.ForRules(Languages.Of(letter.Text), letter.Language) }));
        var parts = new List<(string Name, Action<int> Do)>
        {
            ("the view of the text", n => LetterText.Of(letters[n].Text)),
            ("the model", n => { foreach (var _ in Meanings.Find(texts[n], letters[n], found[n], MeaningModel.Built)) { } }),
            ("all rules", n => Screener.ByRules(texts[n], letters[n])),
        };
        parts.AddRange(Rules.All.Select(rule => (rule.Name, (Action<int>)(n => { foreach (var _ in rule.Find(texts[n], letters[n])) { } }))));
        foreach (var (name, each) in parts.Select(part => (part.Name, Each: Processor(letters.Count, part.Do))).OrderByDescending(part => part.Each)) Console.WriteLine($"{name,-28}{each,10:0.0} µs a letter");
        Console.WriteLine("\nMilliseconds for letters of 2,500, 5,000, 10,000 and 20,000 characters made of one piece:");
        foreach (var (piece, times) in Worst.Select(piece => (piece, Times: Growth(piece))).OrderByDescending(worst => worst.Times[^1]))
            Console.WriteLine($"{Quoted(piece),-44}{string.Concat(times.Select(time => $"{time,9:0.00}"))}");
        return 0;
    }

    static void Overall(string name, List<ScreeningInput> letters, Action<ScreeningInput> screen)
    {
        foreach (var letter in letters) screen(letter);
        var (before, watch, many) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew(), 0);
        while (watch.Elapsed < Enough * 2)
        {
            Parallel.ForEach(letters, new() { MaxDegreeOfParallelism = Threads }, screen);
            many += letters.Count;
        }
        var processor = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / many;
        Console.WriteLine($"{name,-28}{many / watch.Elapsed.TotalSeconds,10:N0} a second on {Threads} threads, {processor:0.0} µs of the processor a letter: {Threads * 1e6 / processor:N0} a second on {Threads} cores of their own");
        new Figure($"{name}, {Threads} cores of their own", Threads * 1e6 / processor, "letters/s").Say();
    }

    // Microseconds of the processor each.
    static double Processor(int count, Action<int> act)
    {
        for (var n = 0; n < count; n++) act(n);
        var (before, watch, many) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < Enough / 4)
        {
            for (var n = 0; n < count; n++) act(n);
            many += count;
        }
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / many;
    }

    static double[] Growth(string piece)
    {
        var roster = new Roster(new RosterPerson { Given = "Juno", Surname = "Castle", School = "Fernhill Primary School", Town = "Marrow Bay" }, new RosterPerson { Given = "Tom", Surname = "Ashdown-Field", Employer = "Lantern Street Dental Clinic", Town = "Corby Wells" });
        return [.. new[] { 2_500, 5_000, 10_000, 20_000 }.Select(length =>
        {
            var letter = new ScreeningInput(string.Concat(Enumerable.Repeat(piece, length / piece.Length)), Side.Mentor, "en", roster);
            Screener.Screen(letter);
            return Enumerable.Range(0, 5).Min(_ =>
            {
                var before = Environment.CpuUsage.TotalTime;
                for (var time = 0; time < 4; time++) Screener.Screen(letter);
                return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 4;
            });
        })];
    }

    static string Quoted(string piece) => System.Text.Json.JsonSerializer.Serialize(piece.Any(char.IsSurrogate) && piece.Length == 1 ? "half a pair" : piece);

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
