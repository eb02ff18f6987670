using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange search</c>: finds delivered and withheld letters by their words, as the archive's page does. Each letter that it shows is a look, and an event.</summary>
public static class SearchCommand
{
    static readonly JsonSerializerOptions Writing = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var query = new Argument<string[]>("query")
        {
            Description = "Words, \"phrases\", beginnings*, -without, this OR that, from:Name pair:Name round:2 story:title state:withheld finding:contact after:2027-01-31 before: on:. After -- what begins with a dash.",
            Arity = ArgumentArity.OneOrMore,
        };
        var program = new Option<string?>("--program") { Description = "The program's name; without it every program is searched." };
        var by = new Option<string>("--by") { Description = "relevance or date.", DefaultValueFactory = _ => "relevance" };
        by.AcceptOnlyFromAmong("relevance", "date");
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var (data, connection) = (DataOptions.Directory(), DataOptions.Connection());
        var command = new Command("search", "Find letters that were delivered or withheld, by their words. Each letter shown is recorded as looked at.") { query, program, by, json, data, connection };
        command.SetAction(async parsed =>
        {
            try
            {
                await using var opened = DataOptions.Open(parsed.GetValue(data)!, parsed.GetValue(connection), TimeProvider.System);
                var order = parsed.GetValue(by) == "date" ? SearchOrder.Date : SearchOrder.Relevance;
                return await Run(opened.Database, TimeProvider.System, string.Join(' ', parsed.GetRequiredValue(query)), parsed.GetValue(program), order, parsed.GetValue(json), Console.Out);
            }
            catch (CannotStart reason)
            {
                await Console.Error.WriteLineAsync(reason.Message);
                return 1;
            }
        });
        return command;
    }

    /// <summary>Searches, after what waits for the index has come into it.</summary>
    /// <returns>0, or 1 where nothing was found: the exit status.</returns>
    /// <exception cref="CannotStart">There is no such program.</exception>
    internal static async Task<int> Run(Database db, TimeProvider clock, string query, string? name, SearchOrder order, bool json, TextWriter output)
    {
        var programs = (await All(db)).FindAll(one => name is null || string.Equals(one.Name, name.Trim(), StringComparison.CurrentCultureIgnoreCase));
        if (programs.Count == 0) throw new CannotStart(name is null ? "There is no program yet: letterexchange setup makes the first." : $"There is no program named {name}.");
        await new IndexLetters(db, new StuckRows(db, clock, NullLogger<StuckRows>.Instance)).Run(CancellationToken.None);
        var search = new Search(db, new History(clock), StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)));
        var found = new List<(MentoringProgram Program, FoundLetter Letter)>();
        foreach (var program in programs)
            found.AddRange((await search.Find(program, null, query, new ArchiveFilter(), order)).Letters.Select(letter => (program, letter)));
        var sorted = order == SearchOrder.Date ? found.OrderByDescending(one => one.Letter.EndedAt) : found.OrderByDescending(one => one.Letter.Score);
        foreach (var (program, letter) in sorted) await output.WriteLineAsync(json ? Line(program, letter) : Plain(program, letter));
        return found.Count > 0 ? 0 : 1;
    }

    static async Task<List<MentoringProgram>> All(Database db)
    {
        var (store, programs) = (new ProgramStore(db), new List<MentoringProgram>());
        foreach (var id in await db.Query<Guid>("SELECT id FROM programs ORDER BY name, id")) programs.Add((await store.Find(id))!);
        return programs;
    }

    static string Line(MentoringProgram program, FoundLetter found) => JsonSerializer.Serialize(new
    {
        found.Letter.Id, Score = Math.Round(found.Score, 4), Date = found.EndedAt, From = found.Letter.WriterName, To = found.Letter.ReaderName, Program = program.Name,
        State = found.Letter.State.ToString().ToLowerInvariant(), found.HasAll,
        Passages = found.Passages.Select(passage => passage.Pieces.Select(piece => new { piece.Text, piece.IsMarked })),
    }, Writing);

    static string Plain(MentoringProgram program, FoundLetter found) => $"""
        {found.EndedAt:yyyy-MM-dd}  {found.Letter.WriterName} to {found.Letter.ReaderName}  ({program.Name}, {found.Letter.State.ToString().ToLowerInvariant()}, {found.Score:0.00})
        {found.Letter.Id}
        {string.Join("\n", found.Passages.Select(passage => "    " + string.Concat(passage.Pieces.Select(piece => piece.IsMarked ? $"*{piece.Text}*" : piece.Text))))}

        """;
}
