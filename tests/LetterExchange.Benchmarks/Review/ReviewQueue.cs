using LetterExchange.Data;

namespace LetterExchange.Benchmarks.Review;

/// <summary>A queue of so many letters in one program, of every route and age, a part of them in the hands of others.</summary>
static class ReviewQueue
{
    const int Batch = 2_000;

    /// <summary>Makes the queue anew, so long; what is left of the last one is stopped.</summary>
    public static async Task Make(Database db, Guid program, int letters)
    {
        await db.Execute("DELETE FROM claims WHERE letter_id IN (SELECT id FROM letters WHERE program_id = @program AND state = 'InReview')", new { program });
        await db.Execute("UPDATE letters SET state = 'Stopped', deliver_at = NULL WHERE program_id = @program AND turn_id IS NULL AND state IN ('InReview', 'Approved')", new { program });
        var pairs = await db.Query<(Guid Id, Guid Mentee, Guid Mentor)>("SELECT id, mentee_id, mentor_id FROM pairs WHERE program_id = @program AND state = 'Active' ORDER BY id", new { program });
        for (var first = 0; first < letters; first += Batch) await Add(db, program, pairs, first, Math.Min(Batch, letters - first));
        await db.Execute("ANALYZE letters");
    }

    static Task Add(Database db, Guid program, List<(Guid Id, Guid Mentee, Guid Mentor)> pairs, int first, int count) => db.Transact(async tx =>
    {
        var clock = new StandingClock(Store.Now);
        var rows = Enumerable.Range(first, count).Select(n =>
        {
            var (pair, byMentor) = (pairs[n * 7 % pairs.Count], n % 2 == 1);
            var since = Store.Now.AddMinutes(-(n * 13 % 1800)); // Up to thirty hours.
            var route = n % 100 == 7 ? "Safeguarding" : n % 5 == 0 ? "Attention" : "Standard";
            return new
            {
                Id = clock.New(), program, Pair = pair.Id, Writer = byMentor ? pair.Mentor : pair.Mentee, Reader = byMentor ? pair.Mentee : pair.Mentor, since,
                Until = since.AddHours(route == "Safeguarding" ? 1 : 24), route, Sha = $"{n:x64}", Text = Text, At = route == "Standard" ? 0 : 5,
            };
        }).ToList();
        await tx.ExecuteMany("INSERT INTO letters (id, program_id, pair_id, writer_id, reader_id, state, created_at) VALUES (@Id, @program, @Pair, @Writer, @Reader, 'Draft', @since)", rows);
        await tx.ExecuteMany("INSERT INTO revisions (letter_id, number, writer_id, reader_id, sha256, words, submitted_at) VALUES (@Id, 1, @Writer, @Reader, @Sha, 120, @since)", rows);
        await tx.ExecuteMany("INSERT INTO revision_texts (letter_id, number, salt, text) VALUES (@Id, 1, 'salt', @Text)", rows);
        await tx.ExecuteMany("UPDATE letters SET state = 'InReview', screened_by = 1, route = @route, revision = 1, submitted_at = @since, review_since = @since, review_until = @Until, review_by = @Until, version = 3 WHERE id = @Id", rows);
        await tx.ExecuteMany("INSERT INTO findings (letter_id, number, ordinal, category, start, length, rule, strength) VALUES (@Id, 1, 1, 'contact.phone', @At, 6, 'phone', 0.9)", rows.FindAll(row => row.At > 0));
    });

    static readonly string Text = "Dear friend,\n\n" + string.Concat(Enumerable.Repeat("Today the lighthouse was dark and it rained all day long, and I thought of what you wrote. ", 12)) + "\n\nYours";
}
