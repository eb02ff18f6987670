using System.Data.Common;
using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Benchmarks;

/// <summary>A year of letters as an installation would have them: twelve rounds behind every pair, the thirteenth under way, a few letters under review, a few held by
/// a pause, and all that is to happen still ahead of <see cref="Now"/>. Every row passes the schema's own keys, checks and triggers. The hash chain is as long as
/// a real one, and not one: what is due does not depend on it.</summary>
/// <remarks>Letter n is the (n / pairs)-th of pair n % pairs, and the same n is its turn's; so what belongs together is found by counting.</remarks>
static class Store
{
    public const int Fewest = 2500;

    /// <summary>Letters of a pair: two in each of twelve rounds, one in the thirteenth.</summary>
    const int LettersOfPair = 25;

    const long Hour = 3_600_000, Day = 24 * Hour, Round = 21 * Day;
    static readonly DateTimeOffset Begins = new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Ten days into the thirteenth round.</summary>
    public static readonly DateTimeOffset Now = Begins.AddMilliseconds(12 * Round + 10 * Day);

    static readonly long T0 = Begins.ToUnixTimeMilliseconds(), T = Now.ToUnixTimeMilliseconds();

    /// <summary>Fills an empty database; one that has been filled before is left as it is.</summary>
    /// <exception cref="InvalidOperationException">There is something else in it.</exception>
    /// <param name="inOne">Whether one program has them all, instead of a thousand pairs each.</param>
    /// <param name="text">The n-th letter's text, where it is not to be made up; a letter without one has none.</param>
    public static async Task Fill(Database db, int letters, bool inOne = false, Func<long, string?>? text = null)
    {
        var mark = $"{letters}{(inOne ? " in one" : "")}";
        if (await db.Find<string>("SELECT value FROM installation WHERE key = 'benchmark'") is { } filled)
        {
            if (filled != mark) throw new InvalidOperationException($"This database was filled with {filled} letters.");
            return;
        }
        if (await db.Get<int>("SELECT COUNT(*) FROM programs") > 0) throw new InvalidOperationException("This database is in use: a benchmark needs an empty one.");
        await db.Transact(tx => OwnRules.Upgraded(tx, Screener.Version)); // This build's rules screened all that follows.
        var began = TimeProvider.System.GetTimestamp();
        await using var writers = await Writers.Open(db);
        var connection = writers.First;
        var k = new StoreText(db.Engine, letters / LettersOfPair, inOne);
        foreach (var (rows, sql) in Statements(k))
        {
            await writers.Share(rows, (writer, from, to) => Execute(writer, sql(from, to)));
            if (db.Engine == Engine.Postgres && rows >= letters / 2) await Execute(connection, "ANALYZE"); // The triggers' plans are made for what was counted last.
        }
        await writers.Share(LettersOfPair * k.Pairs - k.Few, (writer, from, to) => StoreWords.Write(writer, from, to, n => k.IdOf("letter", n), text));
        await Execute(connection, db.Engine == Engine.Sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "ANALYZE");
        await new IndexLetters(db, new StuckRows(db, TimeProvider.System, NullLogger<StuckRows>.Instance)) { Batch = Places.Block, Readers = Environment.ProcessorCount }.Run(CancellationToken.None); // Each block is written once.
        await Execute(connection, $"INSERT INTO installation (key, value) VALUES ('benchmark', '{mark}')");
        // What PostgreSQL does by itself sooner or later.
        await Execute(connection, db.Engine == Engine.Sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "VACUUM ANALYZE");
        Console.WriteLine($"Filled in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s.");
    }

    static async Task Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The connections that fill: one to SQLite, which has one writer, and one a processor to PostgreSQL.</summary>
    sealed class Writers : IAsyncDisposable
    {
        /// <summary>How many rows one takes at a time.</summary>
        const long Range = 50_000;

        readonly List<DbConnection> all = [];

        public DbConnection First => all[0];

        public static async Task<Writers> Open(Database db)
        {
            var writers = new Writers();
            for (var n = 0; n < (db.Engine == Engine.Sqlite ? 1 : Environment.ProcessorCount); n++)
            {
                writers.all.Add(db.Connect());
                await Execute(writers.all[n], db.Engine == Engine.Sqlite ? "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;" : "SET synchronous_commit = off; SET jit = off; SET plan_cache_mode = force_generic_plan;");
            }
            return writers;
        }

        /// <summary>Does a number of rows range by range, each writer taking the next that nobody has.</summary>
        public async Task Share(long rows, Func<DbConnection, long, long, Task> write)
        {
            var taken = -Range;
            await Task.WhenAll(all.Select(async writer =>
            {
                while (Interlocked.Add(ref taken, Range) is var from && from < rows) await write(writer, from, Math.Min(from + Range, rows));
            }));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var writer in all) await writer.DisposeAsync();
        }
    }

    /// <summary>Each statement with the number of rows that it makes or moves; it is run range by range.</summary>
    static IEnumerable<(long Rows, Func<long, long, string> Sql)> Statements(StoreText k) => [.. People(k), .. Plans(k), .. Letters(k), .. Told(k)];

    static IEnumerable<(long, Func<long, long, string>)> People(StoreText k)
    {
        yield return (k.Programs, k.Insert("programs (id, name, zone, languages, policies, created_at)",
            $"{k.Key("program", "n")}, 'Program ' || n, CASE n % 2 WHEN 0 THEN 'Europe/Paris' ELSE 'America/New_York' END, 'en', '{{}}', {T0}"));
        yield return (k.Cohorts, k.Insert("cohorts (id, program_id, name, created_at)", $"{k.Key("cohort", "n")}, {k.Key("program", $"n / {k.CohortsOfProgram}")}, 'Cohort ' || n, {T0}"));
        foreach (var (role, count, program, cohort) in new[]
        {
            ("Mentor", k.Pairs, k.ProgramOf("n"), "NULL"), ("Mentee", k.Pairs, k.ProgramOf("n"), k.Key("cohort", "n / 100")), ("Reviewer", k.Cohorts, $"n / {k.CohortsOfProgram}", k.Key("cohort", "n")),
            ("SafeguardingLead", 2 * k.Programs, "n / 2", "NULL"), ("Coordinator", k.Programs, "n", "NULL"),
        })
        {
            yield return (count, k.Insert("people (id, given_name, surname, email, security_stamp, created_at)",
                $"{k.Key(role, "n")}, '{role}' || n, 'Tester', '{role}' || n || '@example.org', 'stamp', {T0}"));
            yield return (count, k.Insert("memberships (id, person_id, program_id, cohort_id, role, since)", $"{k.Key($"{role} of", "n")}, {k.Key(role, "n")}, {k.Key("program", program)}, {cohort}, '{role}', {T0}"));
        }
        yield return (k.Pairs, k.Insert("pairs (id, program_id, cohort_id, mentor_id, mentee_id, state, stands_until, created_at)",
            $"{k.Key("pair", "n")}, {k.Key("program", k.ProgramOf("n"))}, {k.Key("cohort", "n / 100")}, {k.Key("Mentor", "n")}, {k.Key("Mentee", "n")}, 'Active', {T + 90 * Day} + n * 60000, {T0}"));
        yield return (k.Pairs, k.Insert("consents (id, mentee_id, kind, given_by, how, given_at, until, recorded_at)",
            $"{k.Key("consent", "n")}, {k.Key("Mentee", "n")}, 'Guardian', 'A parent', 'On paper', {T0}, {T + 90 * Day} + n * 60000, {T0}"));
        yield return (k.Pairs, k.Insert("clearances (id, mentor_id, kind, cleared_at, until, recorded_at)",
            $"{k.Key("clearance", "n")}, {k.Key("Mentor", "n")}, 'Background check', {T0}, {T + 400 * Day}, {T0}"));
        yield return (2 * k.Pairs, k.Insert("link_mails (id, person_id, kind, asked_at, tries, sent_at)",
            $"{k.Key("link", "n")}, CASE WHEN n % 2 = 0 THEN {k.Key("Mentor", "n / 2")} ELSE {k.Key("Mentee", "n / 2")} END, 'Invitation', {T0}, 1, {T0} + 900"));
    }

    static IEnumerable<(long, Func<long, long, string>)> Plans(StoreText k)
    {
        yield return (k.Programs, k.Insert("reading_plans (id, program_id, name, state, created_at, published_at)", $"{k.Key("plan", "n")}, {k.Key("program", "n")}, 'The year', 'Published', {T0}, {T0}"));
        yield return (14 * k.Programs, k.Insert("rounds (id, plan_id, ordinal, title, opens_local, opens_at)",
            $"{k.Key("round", "n")}, {k.Key("plan", "n / 14")}, n % 14 + 1, 'Round ' || n, '2026-02-02T10:00', {T0} + n % 14 * {Round}"));
        yield return (14 * k.Programs, k.Insert("round_stories (round_id, story_id, ordinal)", $"{k.Key("round", "n")}, 'the-lighthouse-with-no-sea', 1"));
        // Round of it: n / pairs. Every fourth pair has lost the thirteenth, and waits for the fourteenth to open.
        var (pair, lapsed) = ($"n % {k.Pairs}", $"n % {k.Pairs} % 4 = 0 AND n % {k.Pairs} < {k.Pairs - k.Few * 3}");
        yield return (14 * k.Pairs, k.Insert("assignments (id, pair_id, plan_id, round_id, line, state, opens_at, release_at, story_id, opened_at, closed_at)", $"""
            {k.Key("assignment", "n")}, {k.Key("pair", pair)}, {k.Key("plan", k.ProgramOf(pair))}, {k.Key("round", $"{k.ProgramOf(pair)} * 14 + n / {k.Pairs}")}, n / {k.Pairs} + 1,
            CASE WHEN n / {k.Pairs} < 12 THEN 'Complete' WHEN n / {k.Pairs} = 13 THEN 'Scheduled' WHEN {lapsed} THEN 'ClosedIncomplete' ELSE 'Open' END,
            {T0} + n / {k.Pairs} * {Round}, CASE WHEN n / {k.Pairs} = 13 AND {lapsed} THEN {T0 + 13 * Round} END, CASE WHEN n / {k.Pairs} < 13 THEN 'the-lighthouse-with-no-sea' END,
            CASE WHEN n / {k.Pairs} < 13 THEN {T0} + n / {k.Pairs} * {Round} END, CASE WHEN n / {k.Pairs} < 12 OR (n / {k.Pairs} = 12 AND {lapsed}) THEN {T0} + n / {k.Pairs} * {Round} + 9 * {Day} END
            """));
        yield return (28 * k.Pairs, Turns(k, pair, lapsed));
    }

    static Func<long, long, string> Turns(StoreText k, string pair, string lapsed)
    {
        var (at, open) = (k.At("n", T0, Round, Day), k.Pairs - k.Few * 3); // From this pair on the thirteenth round's first letter is not delivered yet.
        var state = $"""
            CASE WHEN n < {24 * k.Pairs + open} THEN 'Answered' WHEN n < {25 * k.Pairs} THEN 'Open' WHEN n >= {26 * k.Pairs} OR {pair} >= {open} THEN 'Waiting'
                 WHEN {lapsed} THEN 'Lapsed' ELSE 'Open' END
            """;
        return k.Insert("turns (id, assignment_id, pair_id, ordinal, writer, writer_id, reader_id, state, due_at, cut_off_at, opened_at, held_at, submitted_at, remind_at, enforce_at, closed_at)", $"""
            {k.Key("turn", "n")}, {k.Key("assignment", $"n / {2 * k.Pairs} * {k.Pairs} + {pair}")}, {k.Key("pair", pair)}, n / {k.Pairs} % 2 + 1,
            {k.BySide("n", "'Mentee'", "'Mentor'")}, {k.BySide("n", k.Key("Mentee", pair), k.Key("Mentor", pair))}, {k.BySide("n", k.Key("Mentor", pair), k.Key("Mentee", pair))}, {state},
            CASE {state} WHEN 'Open' THEN {T + 4 * Day} + {pair} * 1000 WHEN 'Lapsed' THEN {at} + {Day} ELSE {at} + {4 * Day} END,
            CASE {state} WHEN 'Open' THEN {T + 7 * Day} + {pair} * 1000 WHEN 'Lapsed' THEN {at} + {2 * Day} ELSE {at} + {7 * Day} END,
            CASE WHEN {state} <> 'Waiting' THEN {at} - {Day} END,
            CASE WHEN n >= {24 * k.Pairs + open} AND n < {25 * k.Pairs - k.Few} THEN {T - 3 * Hour} END,
            CASE WHEN {state} = 'Answered' THEN {at} + {Hour} WHEN n >= {24 * k.Pairs + open} AND n < {25 * k.Pairs - k.Few} THEN {T - 3 * Hour} END,
            CASE WHEN {state} = 'Open' AND n >= {25 * k.Pairs - k.Few} THEN {T + Day} + {pair} * 1000 END,
            CASE WHEN {state} = 'Open' AND n >= {25 * k.Pairs - k.Few} THEN {T + 4 * Day} + {pair} * 1000 + 1 END,
            CASE {state} WHEN 'Answered' THEN {at} + {2 * Hour} WHEN 'Lapsed' THEN {at} + {2 * Day} END
            """);
    }

    /// <summary>The way of every letter: draft, submitted, in review, approved, delivered. Of the last ones a few stay on it at each step.</summary>
    static IEnumerable<(long, Func<long, long, string>)> Letters(StoreText k)
    {
        var (all, pair, at) = (LettersOfPair * k.Pairs, $"n % {k.Pairs}", k.At("n", T0, Round, Day));
        yield return (all, k.Insert("letters (id, program_id, pair_id, turn_id, writer_id, reader_id, state, created_at)", $"""
            {k.Key("letter", "n")}, {k.Key("program", k.ProgramOf(pair))}, {k.Key("pair", pair)}, {k.Key("turn", "n")},
            {k.BySide("n", k.Key("Mentee", pair), k.Key("Mentor", pair))}, {k.BySide("n", k.Key("Mentor", pair), k.Key("Mentee", pair))}, 'Draft', {at}
            """));
        yield return (k.Few, k.Insert("drafts (letter_id, text, kept_at)", $"{k.Key("letter", $"n + {all - k.Few}")}, 'Dear friend, today the lighthouse', {T - Hour}"));
        yield return (all - k.Few, (from, to) => $"""
            INSERT INTO revisions (letter_id, number, writer_id, reader_id, sha256, words, submitted_at)
            SELECT l.id, 1, l.writer_id, l.reader_id, {k.Hex("l.created_at")}, {StoreWords.OfLetter}, l.created_at + {Hour} FROM letters l WHERE {k.Between("l.id", "letter", from, to)};
            UPDATE letters SET state = 'InReview', screened_by = 1, revision = 1, submitted_at = created_at + {Hour}, review_since = {T - 3 * Hour}, review_until = {T + 21 * Hour}, review_by = {T + 21 * Hour}, version = 3
             WHERE {k.Between("id", "letter", from, to)};
            """);
        yield return (all - 2 * k.Few, k.Insert("decisions (id, letter_id, number, ordinal, reviewer_id, kind, at)",
            $"{k.Key("decision", "n")}, {k.Key("letter", "n")}, 1, 1, {k.Key("Reviewer", $"{pair} / 100")}, 'Approve', {at} + {2 * Hour}"));
        yield return (all - 2 * k.Few, k.Insert("releases (id, letter_id, revision, sha256, route, writer_id, reader_id, first_decision_id, first_reviewer_id, standing, at)", $"""
            {k.Key("release", "n")}, {k.Key("letter", "n")}, 1, {k.Hex(at)}, 'Standard', {k.BySide("n", k.Key("Mentee", pair), k.Key("Mentor", pair))}, {k.BySide("n", k.Key("Mentor", pair), k.Key("Mentee", pair))},
            {k.Key("decision", "n")}, {k.Key("Reviewer", $"{pair} / 100")}, 1, {at} + {2 * Hour}
            """));
        yield return (all - 2 * k.Few, (from, to) => $"UPDATE letters SET state = 'Approved', deliver_at = created_at + {2 * Hour} + 60000, review_by = NULL, version = 4 WHERE {k.Between("id", "letter", from, to)}");
        yield return (all - 3 * k.Few, k.Insert("deliveries (letter_id, revision, sha256, route, standing, at)", $"{k.Key("letter", "n")}, 1, {k.Hex(at)}, 'Standard', 1, {at} + {2 * Hour} + 60000"));
        yield return (all - 3 * k.Few, (from, to) => $"""
            UPDATE letters SET state = CASE created_at / 60000 % 4 WHEN 0 THEN 'Delivered' ELSE 'Read' END, deliver_at = NULL, delivered_at = created_at + {2 * Hour} + 60000,
                   read_at = CASE created_at / 60000 % 4 WHEN 0 THEN NULL ELSE created_at + {5 * Hour} END, version = 5
             WHERE {k.Between("id", "letter", from, to)}
            """);
        // Approved letters of paused pairs: due, and held.
        yield return (k.Few, (from, to) => $"UPDATE pairs SET state = 'Paused', paused_at = {T - Hour}, paused_why = 'Coordinator' WHERE {k.Between("id", "pair", k.Pairs - 3 * k.Few + from, k.Pairs - 3 * k.Few + to)}");
        yield return (k.Few / 10, k.Insert("claims (letter_id, reviewer_id, taken_at, until)", $"{k.Key("letter", $"n + {all - 2 * k.Few}")}, {k.Key("Reviewer", "n / 100")}, {T}, {T + Hour / 3}"));
        yield return (all / 10, k.Insert("findings (letter_id, number, ordinal, category, start, length, rule, strength)", $"{k.Key("letter", "n * 9")}, 1, 1, 'Place', 12, 5, 'place', 0.5"));
    }

    /// <summary>History, notices and mails.</summary>
    static IEnumerable<(long, Func<long, long, string>)> Told(StoreText k)
    {
        var (sent, pair, at) = (LettersOfPair * k.Pairs - 3 * k.Few, $"n % {k.Pairs}", k.At("n", T0, Round, Day));
        foreach (var (kind, place) in new[] { ("submit", 0), ("approve", 1), ("deliver", 2) })
        {
            yield return (sent, k.Insert("events (id, at, actor_id, kind, subject, subject_id, pair_id, program_id, codes)", $"""
                {k.Key("event", $"n * 3 + {place}")}, {at} + {(place + 1) * Hour}, {k.Key("Reviewer", $"{pair} / 100")}, 'letter.{kind}', 'letter', {k.Key("letter", "n")}, {k.Key("pair", pair)},
                {k.Key("program", k.ProgramOf(pair))}, 'revision=1'
                """));
        }
        yield return (3 * sent, k.Insert("seals (number, event_id, hash)", $"n + 1, {k.Key("event", "n")}, {k.Hex("n")}"));
        yield return (3 * sent, (from, to) => $"DELETE FROM unsealed_events WHERE {k.Between("event_id", "event", from, to)}");
        yield return (1, (_, _) => $"UPDATE seal_head SET number = {3 * sent}, hash = {k.Hex($"{3 * sent - 1}")}");
        var letter = k.At($"(n / {k.Pairs} * {2 * k.Pairs} + {pair})", T0, Round, Day); // Of the mentees' letters: it is the mentors who get mail.
        yield return (13 * k.Pairs - 3 * k.Few, k.Insert("mails (id, person_id, message_id, state, claimed_at, tries, sent_at)",
            $"{k.Key("mail", "n")}, {k.Key("Mentor", pair)}, n || '@example.org', 'Sent', {letter} + {3 * Hour}, 1, {letter} + {3 * Hour} + 500"));
        yield return (k.Few / 10, k.Insert("mails (id, person_id, message_id, state, claimed_at, tries, retry_at, error)",
            $"{k.Key("tried mail", "n")}, {k.Key("Mentor", "n")}, n || '@tried.example.org', 'Retry', {T - Hour}, 5, {T + Hour}, '451'"));
        // The reader is told that it has come, the writer that it has been delivered.
        yield return (sent, k.Insert("notices (id, person_id, program_id, pair_id, kind, subject_id, occasion, arguments, link, created_at, read_at, mail_id)", $"""
            {k.Key("arrived", "n")}, {k.BySide("n", k.Key("Mentor", pair), k.Key("Mentee", pair))}, {k.Key("program", k.ProgramOf(pair))}, {k.Key("pair", pair)}, 'LetterArrived',
            {k.Key("letter", "n")}, '1', '["Ada"]', '/letters/1', {at} + {3 * Hour}, {at} + {5 * Hour}, {k.BySide("n", k.Key("mail", $"n / {2 * k.Pairs} * {k.Pairs} + {pair}"), "NULL")}
            """));
        yield return (sent, k.Insert("notices (id, person_id, program_id, pair_id, kind, subject_id, occasion, arguments, link, created_at)", $"""
            {k.Key("delivered", "n")}, {k.BySide("n", k.Key("Mentee", pair), k.Key("Mentor", pair))}, {k.Key("program", k.ProgramOf(pair))}, {k.Key("pair", pair)}, 'LetterDelivered',
            {k.Key("letter", "n")}, '1', '["Ada"]', '/letters/1', {at} + {3 * Hour}
            """));
        yield return (k.Pairs / 4, k.Insert("notices (id, person_id, program_id, pair_id, kind, subject_id, occasion, arguments, link, created_at, mail_at)", $"""
            {k.Key("waiting", "n")}, {k.Key("Mentor", "n")}, {k.Key("program", k.ProgramOf("n"))}, {k.Key("pair", "n")}, 'Reminder', {k.Key("turn", $"n + {25 * k.Pairs}")}, '1/72', '["Ada"]', '/turns/1',
            {T - Hour}, {T + 11 * Hour}
            """));
        yield return (300 * k.Programs, k.Insert("lapse_digests (program_id, day, lapses)", $"{k.Key("program", "n / 300")}, 'day ' || (n % 300), 3"));
    }
}
