using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LetterExchange.Features.Screening;

namespace LetterExchange.Commands;

/// <summary>letterexchange screen: screens texts without a database.</summary>
public static class ScreenCommand
{
    static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);
    static readonly JsonSerializerOptions Writing = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines that are read ahead.</summary>
    const int Lot = 1_024;

    const int MostThreads = 256;

    public static Command Create()
    {
        var command = new Command("screen",
            "Screens texts: reads JSON lines (id, lang, author, roster, text) from standard input and writes a line of findings for each.");
        var threads = new Option<int>("--threads") { Description = "How many letters are screened at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(result => { if (result.GetValue(threads) is < 1 or > MostThreads) result.AddError($"--threads is 1 to {MostThreads}."); });
        command.Options.Add(threads);
        command.SetAction(async (parsed, stopping) =>
        {
            using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
            return await Run(input, output, parsed.GetValue(threads), stopping);
        });
        return command;
    }

    /// <summary>Screens every line and answers in their order, so many at once; what is read ahead is bounded. A line that cannot be screened gives an error in its place.</summary>
    /// <returns>0, or 1 where a line was in error: the exit status.</returns>
    internal static async Task<int> Run(TextReader input, TextWriter output, int threads, CancellationToken stopping)
    {
        var (number, status) = (0, 0);
        var lot = new List<(int Number, string Line)>(Lot);
        for (var isOver = false; !isOver;)
        {
            lot.Clear();
            while (lot.Count < Lot && !isOver)
            {
                var line = await input.ReadLineAsync(stopping);
                isOver = line is null;
                number++;
                if (!string.IsNullOrWhiteSpace(line)) lot.Add((number, line));
            }
            var answers = new (string Line, bool IsError)[lot.Count];
            Parallel.For(0, lot.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stopping }, n => answers[n] = Answered(lot[n].Number, lot[n].Line));
            foreach (var (answer, isError) in answers)
            {
                if (isError) status = 1;
                await output.WriteLineAsync(answer.AsMemory(), stopping);
            }
        }
        await output.FlushAsync(stopping);
        return status;
    }

    static (string Line, bool IsError) Answered(int number, string line)
    {
        try
        {
            return (JsonSerializer.Serialize(Screen(line), Writing), false);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or AggregateException)
        {
            return (JsonSerializer.Serialize(new { error = $"Line {number}: {unreadable.Message}", line = number }, Writing), true);
        }
    }

    static Answer Screen(string line)
    {
        var request = JsonSerializer.Deserialize<Request>(line, Reading) ?? throw new FormatException("null is no letter.");
        if (request.Text is not { } text) throw new FormatException("\"text\" is missing.");
        var author = request.Author switch
        {
            "mentee" => Side.Mentee,
            "mentor" => Side.Mentor,
            _ => throw new FormatException("\"author\" must be \"mentee\" or \"mentor\"."),
        };
        var language = request.Lang ?? Languages.ForRules(Languages.Of(text), "en");
        var screening = Screener.Screen(new ScreeningInput(text, author, language, request.Roster));
        return new Answer(request.Id, screening.Route.ToString().ToLowerInvariant(), language, [.. screening.Findings.Select(finding => new AnswerFinding(
            finding.Category, finding.Start, finding.Length, finding.Rule, finding.Strength,
            Explanations.Of(finding.Category, Reader.Reviewer, CultureInfo.InvariantCulture)))]);
    }

    sealed record Request(JsonElement? Id, string? Lang, string? Author, Roster? Roster, string? Text);
    sealed record Answer(JsonElement? Id, string Route, string Lang, IReadOnlyList<AnswerFinding> Findings);
    sealed record AnswerFinding(string Category, int Start, int Length, string Rule, double Strength, string Message);
}
