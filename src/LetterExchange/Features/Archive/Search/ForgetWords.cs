using LetterExchange.Data;

namespace LetterExchange.Features.Archive;

/// <summary>Takes the words of letters that left the index out of it. No search finds them any more as it is; this is so that nothing is kept of a text that was erased.
/// Goes through a block's words page by page, in short transactions; safe to run twice.</summary>
sealed class ForgetWords(Database db)
{
    const int MostLetters = 200, Page = 500;

    /// <returns>How many letters' words are gone.</returns>
    public async Task<int> Run(StuckRun run, CancellationToken stopping)
    {
        var (resting, done) = (run.Resting, 0);
        var gone = await db.Query<(Guid Program, int Number)>(
            $"SELECT program_id, number FROM search_gone {(resting.Count > 0 ? "WHERE program_id NOT IN @resting" : "")} ORDER BY program_id, number LIMIT {MostLetters}", new { resting });
        foreach (var program in gone.GroupBy(one => one.Program)) done += await run.Alone(program.Key, () => Forget(program.Key, [.. program.Select(one => one.Number)], stopping));
        run.LeaveResting();
        return done;
    }

    async Task<int> Forget(Guid program, IReadOnlyList<int> gone, CancellationToken stopping)
    {
        foreach (var block in gone.GroupBy(Places.BlockOf))
        {
            var numbers = block.ToList();
            var within = numbers.Select(number => number % Places.Block).ToHashSet();
            for (var after = Places.Lengths; after is not null && !stopping.IsCancellationRequested;) after = await Turn(program, block.Key, after, within);
            if (!stopping.IsCancellationRequested) await Close(program, numbers);
        }
        return gone.Count;
    }

    /// <summary>One page of words. The last one of it, or nothing when there are no more.</summary>
    Task<string?> Turn(Guid program, int block, string after, HashSet<int> within) => db.Transact(async tx =>
    {
        await Hold(tx, program);
        var words = await tx.Query<Row>($"""
            SELECT word, places FROM search_words WHERE program_id = @program AND block = @block AND word > @after ORDER BY word LIMIT {Page}
            """, new { program, block, after });
        var changed = words.Select(row => (row.Word, Before: row.Places, Now: Places.Without(row.Places, within))).Where(row => row.Now.Length < row.Before.Length).ToList();
        await tx.ExecuteMany("UPDATE search_words SET places = @Now, letters = @letters WHERE program_id = @program AND block = @block AND word = @Word",
            changed.Where(row => row.Now.Length > 0).Select(row => new { row.Now, letters = row.Now.Length / Places.Width, program, block, row.Word }).ToList());
        await tx.ExecuteMany("DELETE FROM search_words WHERE program_id = @program AND block = @block AND word = @Word",
            changed.Where(row => row.Now.Length == 0).Select(row => new { program, block, row.Word }).ToList());
        return words.Count < Page ? null : words[^1].Word;
    });

    Task Close(Guid program, List<int> numbers) => db.Transact(async tx =>
    {
        await Hold(tx, program);
        var count = await tx.Execute("DELETE FROM search_gone WHERE program_id = @program AND number IN @numbers", new { program, numbers });
        await tx.Execute("""
            UPDATE search_shelves
               SET words = CASE WHEN letters > @count THEN words - words / letters * @count ELSE 0 END, letters = CASE WHEN letters > @count THEN letters - @count ELSE 0 END
             WHERE program_id = @program
            """, new { program, count });
    });

    static Task<int> Hold(Tx tx, Guid program) => tx.Get<int>($"SELECT s.last FROM search_shelves s WHERE s.program_id = @program {tx.ForUpdate("s")}", new { program });

    sealed record Row
    {
        public string Word { get; init; } = "";
        public byte[] Places { get; init; } = [];
    }
}
