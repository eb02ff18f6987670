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

    public static Command Create()
    {
        var command = new Command("screen",
            "Screens texts: reads JSON lines (id, lang, author, roster, text) from standard input and writes a line of findings for each.");
        command.SetAction(async (_, stopping) =>
        {
            using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
            return await Run(input, output, stopping);
        });
        return command;
    }

    /// <summary>Screens every line in order. A line that cannot be screened gives an error in its place.</summary>
    /// <returns>0, or 1 where a line was in error: the exit status.</returns>
    internal static async Task<int> Run(TextReader input, TextWriter output, CancellationToken stopping)
    {
        var (number, status) = (0, 0);
        while (await input.ReadLineAsync(stopping) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            object answer;
            try
            {
                answer = Screen(line);
            }
            catch (Exception unreadable) when (unreadable is JsonException or FormatException or AggregateException)
            {
                status = 1;
                answer = new { error = $"Line {number}: {unreadable.Message}", line = number };
            }
            await output.WriteLineAsync(JsonSerializer.Serialize(answer, Writing).AsMemory(), stopping);
        }
        await output.FlushAsync(stopping);
        return status;
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
        var language = request.Lang ?? Languages.Guess(LetterText.Of(text));
        var screening = Screener.Screen(new ScreeningInput(text, author, language, request.Roster));
        return new Answer(request.Id, screening.Route.ToString().ToLowerInvariant(), language, [.. screening.Findings.Select(finding => new AnswerFinding(
            finding.Category, finding.Start, finding.Length, finding.Rule, finding.Strength,
            Explanations.Of(finding.Category, Reader.Reviewer, CultureInfo.InvariantCulture)))]);
    }

    sealed record Request(JsonElement? Id, string? Lang, string? Author, Roster? Roster, string? Text);
    sealed record Answer(JsonElement? Id, string Route, string Lang, IReadOnlyList<AnswerFinding> Findings);
    sealed record AnswerFinding(string Category, int Start, int Length, string Rule, double Strength, string Message);
}
