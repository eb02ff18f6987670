using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using LetterExchange.Features.Screening;

namespace LetterExchange.Benchmarks.Screening;

/// <summary><c>measure FILE</c>: how well the program screens letters that somebody has labelled, with all that it knows of their two people. A line has what the verb <c>screen</c> reads
/// (<c>lang</c>, <c>author</c>, <c>roster</c>, <c>text</c>), its <c>findings</c> (a <c>category</c> and the <c>evidence</c>, which stands once in the text) and its <c>route</c>.</summary>
static class MeasureCommand
{
    static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Labelled letters, a JSON object a line." };
        var misses = new Option<bool>("--misses") { Description = "List what is missed and what is marked wrongly." };
        var command = new Command("measure", "How well labelled letters are screened.") { file, misses };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(misses)));
        return command;
    }

    static int Run(string path, bool misses)
    {
        var labelled = File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Labelled>(line, Reading)!).ToDictionary(one => Letter.Of(one.Item));
        Report.Print(Path.GetFileName(path), [.. labelled.Keys], letter => Screener.Screen(labelled[letter].Input).Findings, letter => labelled[letter].Route);
        if (misses) foreach (var (letter, one) in labelled) List(letter, one);
        return 0;
    }

    static void List(Letter letter, Labelled one)
    {
        var (text, marks, findings) = (one.Text, letter.Item.Marks, Screener.Screen(one.Input).Findings);
        foreach (var mark in marks.Where(mark => !findings.Any(finding => Meet(mark, finding))))
            Console.WriteLine($"missed {one.Id} {one.Lang} {one.Author} {mark.Category}: [{text.Substring(mark.Start, mark.Length)}] in: {text}");
        foreach (var finding in findings.Where(finding => !marks.Any(mark => Meet(mark, finding))))
            Console.WriteLine($"wrong {one.Id} {one.Lang} {one.Author} {finding.Category}{(marks.Count == 0 ? ", clean" : "")}, {finding.Rule} {finding.Strength}: [{text.Substring(finding.Start, finding.Length)}] in: {text}");
    }

    static bool Meet(Mark mark, Finding finding) => mark.Category == finding.Category && mark.Start < finding.End && finding.Start < mark.End;

    sealed record Labelled(string Id, string Lang, Side Author, Roster? Roster, string Text, IReadOnlyList<Label> Findings, Route Route)
    {
        public ScreeningInput Input => new(Text, Author, Lang, Roster);

        public Item Item => new(Id, Lang, Author, null, "", Text, [.. Findings.Select(label => new Mark(label.Category, Text.IndexOf(label.Evidence, StringComparison.Ordinal), label.Evidence.Length, false))]);
    }

    sealed record Label(string Category, string Evidence);
}
