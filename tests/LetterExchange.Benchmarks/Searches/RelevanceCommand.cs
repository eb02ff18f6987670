using System.CommandLine;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Benchmarks.Searches;

/// <summary><c>relevance</c>: how well a search by relevance finds what a test collection's judges found: nDCG at 10, on SQLite and on PostgreSQL. The documents are loaded as delivered
/// letters. The exit status is 1 when it is below <see cref="Least"/>.</summary>
static class RelevanceCommand
{
    const double Least = 0.40;

    public static Command Create()
    {
        var documents = new Option<string>("--documents") { Description = "JSON lines: _id, title, text.", Required = true };
        var queries = new Option<string>("--queries") { Description = "JSON lines: _id, text.", Required = true };
        var answers = new Option<string>("--answers") { Description = "Lines of query, document and grade (or trec_eval's four columns).", Required = true };
        var on = new Option<string>("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
        on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        var command = new Command("relevance", "How well a search finds what a test collection's judges found.") { documents, queries, answers, on };
        command.SetAction(async parsed =>
        {
            var collection = Collection.Read(parsed.GetRequiredValue(documents), parsed.GetRequiredValue(queries), parsed.GetRequiredValue(answers));
            var (engine, within) = (parsed.GetValue(on), true);
            if (engine != "postgres") within &= await StoredLetters.OnSqlite(null, folder => Measure(folder, null, collection));
            if (engine != "sqlite") within &= await StoredLetters.OnPostgres(null, (folder, connection) => Measure(folder, connection, collection));
            return within ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> Measure(string folder, string? connection, Collection collection)
    {
        await using var data = DataOptions.Open(folder, connection, new StandingClock(Store.Now));
        var (db, documents) = (data.Database, collection.Documents);
        // A few of the last letters are never delivered: there are to be enough before them.
        await Store.Fill(db, Math.Max(Store.Fewest, documents.Count * 5 / 4), inOne: true, n => n < documents.Count ? documents[(int)n].Text : null);
        var program = (await new ProgramStore(db).Find(await db.Get<Guid>("SELECT id FROM programs")))!;
        var numbers = (await db.Query<(Guid Letter, int Number)>("SELECT letter_id, number FROM search_letters")).ToDictionary(one => one.Letter, one => one.Number);
        if (numbers.Count != documents.Count) throw new InvalidOperationException($"{numbers.Count} of {documents.Count} documents are in the index.");
        var stories = StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory));
        var gains = new List<double>();
        foreach (var (id, text) in collection.Queries)
        {
            if (!collection.Answers.TryGetValue(id, out var grades) || !grades.Values.Any(grade => grade > 0)) continue;
            var page = await db.Read(tx => new Finding(tx, program, null, SearchOrder.Relevance, stories) { Size = 10 }.Page(SearchQuery.Parse(text), new ArchiveFilter(), null));
            gains.Add(Collection.Gain([.. page.Letters.Select(found => documents[Place(found.Letter.Id)].Id)], grades));
        }
        var gain = gains.DefaultIfEmpty().Average();
        Console.WriteLine($"{(await Storage.Look(db)).Name}: {documents.Count:N0} documents, {gains.Count:N0} queries, nDCG@10 {gain:0.0000}  {(gain >= Least ? "ok" : "below")} ({Least:0.00})");
        return gain >= Least;
    }

    // The n-th letter's key ends with n.
    static int Place(Guid letter) => Convert.ToInt32($"{letter:N}"[^8..], 16);
}
