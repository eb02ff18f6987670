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
        var command = new Command("measure", "How well labelled letters are screened.") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file)));
        return command;
    }

    static int Run(string path)
    {
        var labelled = File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Labelled>(line, Reading)!).ToDictionary(one => Letter.Of(one.Item));
        Report.Print(Path.GetFileName(path), [.. labelled.Keys], letter => Screener.Screen(labelled[letter].Input).Findings, letter => labelled[letter].Route);
        return 0;
    }

    sealed record Labelled(string Id, string Lang, Side Author, Roster? Roster, string Text, IReadOnlyList<Label> Findings, Route Route)
    {
        public ScreeningInput Input => new(Text, Author, Lang, Roster);

        public Item Item => new(Id, Lang, Author, null, "", Text, [.. Findings.Select(label => new Mark(label.Category, Text.IndexOf(label.Evidence, StringComparison.Ordinal), label.Evidence.Length, false))]);
    }

    sealed record Label(string Category, string Evidence);
}
