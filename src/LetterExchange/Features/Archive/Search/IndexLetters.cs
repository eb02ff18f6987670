using LetterExchange.Data;
using LetterExchange.Features.Letters;

namespace LetterExchange.Features.Archive;

/// <summary>Brings letters that were delivered or withheld into the archive's index, and takes the words of those that left it out of it. Each letter once: its row in the
/// index is its key's, and a program's index is written by one at a time. What was erased or stopped meanwhile does not come in.</summary>
public sealed class IndexLetters(Database db, StuckRows stuck) : Sweep
{
    /// <summary>How many letters one transaction takes.</summary>
    internal int Batch { get; init; } = 500;

    /// <summary>On how many processors letters are read; on one, so that pages keep theirs.</summary>
    internal int Readers { get; init; } = 1;

    public override Due Due => Due.Index;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var run = await stuck.Begin(Due);
        var moved = await new ForgetWords(db).Run(run, stopping) + await Batches.Work(Find, Index, run, stopping);
        if (!stopping.IsCancellationRequested) await run.End();
        return moved;
    }

    Task<List<DueKey>> Find(DueKey? last) => db.Query<DueKey>($"""
        SELECT d.at, d.letter_id AS id FROM search_due d WHERE (d.at, d.letter_id) > (@at, @id) ORDER BY d.at, d.letter_id LIMIT {Batch}
        """, new { at = last?.At ?? DateTimeOffset.UnixEpoch, id = last?.Id ?? Guid.Empty });

    async Task<int> Index(IReadOnlyList<Guid> ids)
    {
        var letters = await db.Query<Waiting>("""
            SELECT d.letter_id, l.program_id, l.revision, g.languages, t.text,
                   COALESCE(l.delivered_at, (SELECT MAX(x.at) FROM decisions x WHERE x.letter_id = l.id AND x.kind = 'Withhold'), l.submitted_at) AS ended_at
              FROM search_due d JOIN letters l ON l.id = d.letter_id JOIN programs g ON g.id = l.program_id
                   LEFT JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
             WHERE d.letter_id IN @ids
             ORDER BY d.at, d.letter_id
            """, new { ids });
        var read = letters.AsParallel().AsOrdered().WithDegreeOfParallelism(Readers).Select(letter => (Letter: letter, Entry: letter.Text is { } text ? Entry.Of(text, letter.Languages.Split(' ')) : null)).ToList();
        return await db.Transact(async tx =>
        {
            var count = 0;
            foreach (var shelf in read.Where(one => one.Entry is not null).GroupBy(one => one.Letter.ProgramId).OrderBy(shelf => shelf.Key))
                count += await Shelve(tx, shelf.Key, [.. shelf.Select(one => (one.Letter, one.Entry!))]);
            await tx.Execute("DELETE FROM search_due WHERE letter_id IN @ids", new { ids });
            return count;
        });
    }

    static async Task<int> Shelve(Tx tx, Guid program, IReadOnlyList<(Waiting Letter, Entry Entry)> read)
    {
        await tx.Execute("INSERT INTO search_shelves (program_id, last, letters, words) VALUES (@program, -1, 0, 0) ON CONFLICT DO NOTHING", new { program });
        var last = await tx.Get<int>($"SELECT s.last FROM search_shelves s WHERE s.program_id = @program {tx.ForUpdate("s")}", new { program });
        var standing = await Standing(tx, [.. read.Select(one => one.Letter.LetterId)]);
        var fresh = read.Where(one => standing.TryGetValue(one.Letter.LetterId, out var revision) && revision == one.Letter.Revision)
            .Select((one, n) => (one.Letter, one.Entry, Number: last + 1 + n)).ToList();
        if (fresh.Count == 0) return 0;
        await tx.ExecuteMany("""
            INSERT INTO search_letters (letter_id, program_id, number, revision, ended_at, language, words)
            VALUES (@LetterId, @program, @Number, @Revision, @EndedAt, @Language, @Words)
            """, fresh.ConvertAll(one => new { one.Letter.LetterId, program, one.Number, one.Letter.Revision, one.Letter.EndedAt, one.Entry.Language, one.Entry.Words }));
        await Places.Append(tx, program, News(fresh));
        await tx.Execute("UPDATE search_shelves SET last = last + @count, letters = letters + @count, words = words + @words WHERE program_id = @program",
            new { program, count = fresh.Count, words = fresh.Sum(one => (long)one.Entry.Words) });
        return fresh.Count;
    }

    /// <summary>Those that may come in, with their revision: held as they are, so that an erasure or another move comes before or after and never between.</summary>
    static async Task<Dictionary<Guid, int>> Standing(Tx tx, IReadOnlyList<Guid> ids) => (await tx.Query<(Guid Id, int Revision)>($"""
        SELECT l.id, l.revision
          FROM letters l JOIN revision_texts t ON t.letter_id = l.id AND t.number = l.revision
         WHERE l.id IN @ids AND l.state IN ('Delivered', 'Read', 'Withheld') AND NOT EXISTS (SELECT 1 FROM search_letters s WHERE s.letter_id = l.id)
         ORDER BY l.id {tx.ForShare("l, t")}
        """, new { ids })).ToDictionary(one => one.Id, one => one.Revision);

    static List<(int Block, string Word, List<byte> Places)> News(IEnumerable<(Waiting Letter, Entry Entry, int Number)> fresh)
    {
        var news = new Dictionary<(int Block, string Word), List<byte>>();
        List<byte> Of(int block, string word) => news.TryGetValue((block, word), out var places) ? places : news[(block, word)] = [];
        foreach (var (_, entry, number) in fresh)
        {
            var block = Places.BlockOf(number);
            Places.AddLength(Of(block, Places.Lengths), entry.Words);
            foreach (var (word, times) in entry.Times) Places.Add(Of(block, word), number, times);
        }
        return [.. news.Select(one => (one.Key.Block, one.Key.Word, one.Value)).OrderBy(one => one.Block).ThenBy(one => one.Word, StringComparer.Ordinal)];
    }

    sealed record Waiting
    {
        public Guid LetterId { get; init; }
        public Guid ProgramId { get; init; }
        public int Revision { get; init; }
        public string Languages { get; init; } = "en";
        public string? Text { get; init; }
        public DateTimeOffset EndedAt { get; init; }
    }

    /// <summary>What the index keeps of a letter.</summary>
    sealed record Entry(string Language, int Words, Dictionary<string, int> Times)
    {
        public static Entry Of(string text, IReadOnlyList<string> languages)
        {
            var language = IndexWord.LanguageOf(text, languages);
            var words = IndexWord.Of(text, language);
            var times = new Dictionary<string, int>(words.Count);
            foreach (var word in words) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(times, word.Stem, out _)++;
            return new(language, words.Count, times);
        }
    }
}
