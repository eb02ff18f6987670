using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Announcements;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Tests;

/// <summary>What sweeps cost, as SQLite's planner sees it: it plans without having counted, so an empty table is planned for as a full one.
/// How long a look takes with a million letters is what the benchmark <c>sweeps</c> measures.</summary>
public sealed class JobsTests() : LetterTest(Engine.Sqlite)
{
    // What may be read from its first row to its last, by its name in the statement.
    static readonly Dictionary<string, string> brief = new()
    {
        ["unsealed_events"] = "holds only what waits for its seal",
        ["u"] = "the same",
        ["search_due"] = "holds only what waits for the index",
        ["search_gone"] = "holds only what waits to leave it",
        ["waiting"] = "two rows: the first notice and the first mail",
        ["notice"] = "one row",
        ["mail"] = "one row",
        ["CONSTANT"] = "no table",
        ["protection_keys"] = "a few in years",
        ["g"] = "programs: a few",
    };

    [Test]
    public async Task No_sweep_reads_through_a_table_whether_something_is_due_or_not()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-jobs-").FullName;
        await using var heard = new Heard(Db);
        await using (var app = Hosting.Build(new ServeOptions { DataDirectory = folder, Work = false }, heard, Clock))
        {
            var sweeps = app.Services.GetServices<Sweep>().Where(sweep => sweep.Due != Due.Backup).OrderBy(sweep => sweep.Due).ToList();
            await Run(sweeps);
            await MakeAllDue();
            heard.Statements.Clear();
            foreach (var (due, moved) in await Run(sweeps)) Assert.That(moved, Is.Positive, $"{due} should have had something to do.");
        }
        var slow = new List<string>();
        foreach (var sql in heard.All)
            foreach (var step in await heard.Plan(sql))
                if (step.Split(' ') is ["SCAN", var table, ..] && !brief.ContainsKey(table) && !step.EndsWith("VALUES CLAUSE", StringComparison.Ordinal) && !step.EndsWith("memberships_administrators", StringComparison.Ordinal)) slow.Add($"{step}: {sql}");
        Assert.That(slow, Is.Empty);
        Assert.That(heard.All, Has.Count.GreaterThan(60), "So many were heard when this was written.");
        Directory.Delete(folder, recursive: true);
    }

    static async Task<List<(Due, int)>> Run(List<Sweep> sweeps)
    {
        var moved = new List<(Due, int)>();
        foreach (var sweep in sweeps)
        {
            moved.Add((sweep.Due, await sweep.Run(CancellationToken.None)));
            await sweep.Next();
        }
        return moved;
    }

    /// <summary>Something for every sweep.</summary>
    async Task MakeAllDue()
    {
        await Given.Coordinator();
        await Given.Address("Mentor", "Reviewer", "Coordinator");
        var held = await InReview();
        await Get<ClaimStore>().Take(held.Id, Ruth);
        await Given.OpenTurn(Now.AddDays(2), pair: await Given.Pair()); // To be reminded of,
        await Given.OpenTurn(Now.AddHours(25), pair: await Given.Pair()); // late,
        await Given.OpenTurn(Now.AddHours(2), Now.AddHours(25), await Given.Pair()); // and to lapse.
        await Given.Assignments([await Given.Pair()], await Given.Round(), Now.AddHours(25), (Side.Mentee, Now.AddDays(9), Now.AddDays(10)));
        await Given.Pair(standsUntil: Now.AddHours(25));
        var ending = (await Given.Pair()).Id;
        await Db.Execute("INSERT INTO pair_endings (pair_id, announced_at, last_at, close_at, why, by_id) SELECT id, @Now, @at, @at, 'finished', mentor_id FROM pairs WHERE id = @ending", new { ending, Now, at = Now.AddHours(25) });
        var delivered = await Send(await Given.Pair());
        await Screen();
        var letter = await Fresh(delivered);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Omar), Is.EqualTo(Decided.Done));
        await Send(await Given.Pair());
        await Get<AnnouncementStore>().Publish(new() { ProgramId = (await Given.Program()).Id, Title = "A meeting", Text = "On Friday.", ToMentors = true, FromAt = Now, UntilAt = Now.AddDays(9) }, Omar);
        Clock.Advance(TimeSpan.FromHours(26));
        var adult = await Given.Person("Coordinator", name: "Ada");
        await Db.Execute("""
            INSERT INTO roster_imports (id, program_id, by_id, kind, state, uploaded_at, due_at, sha256, lines, adds, adults, changes, same, faulty)
            SELECT @adult, program_id, @adult, 'Table', 'Preview', @Now, @Now, '', 0, 0, 0, 0, 0, 0 FROM memberships WHERE person_id = @adult
            """, new { adult, Now });
        await Db.Execute("UPDATE people SET email = 'ada@example.org', sign_in_name = 'ada@example.org' WHERE id = @adult", new { adult });
        await Get<LinkMails>().Forgotten("ada@example.org");
        await Get<PlanWorks>().Give((await Get<PlanStore>().Find(await Given.Plan()))!, new([await Given.Cohort()], []), adult);
        await Get<ArchiveScreenings>().Begin(Pair.ProgramId, adult);
        await Get<PhraseStore>().Add(Pair.ProgramId, new(PhraseKind.Watched, "xylophone", LetterExchange.Features.Screening.Category.Place, false), adult);
        await Parts.With(new ExportFolder("")).Get<Exports>().Ask(await Given.Program(), adult, "lighthouse", new(), ExportForm.Csv, true, true);
    }

    async Task<Guid> Send(LetterExchange.Features.Programs.Pair pair)
    {
        var turn = await Given.OpenTurn(pair: pair);
        var sent = await Writing.Submit(pair.MenteeId, new(pair.Id, turn.Id, null), Safe);
        Assert.That(sent.Refusal, Is.Null);
        return sent.LetterId;
    }

    /// <summary>The database of a test, with an ear on every statement. One connection: sweeps run one after the other here.</summary>
    sealed class Heard : Database
    {
        readonly SqliteConnection connection;

        public Heard(Database of)
        {
            (ConnectionString, connection) = (of.ConnectionString, (SqliteConnection)of.Connect());
            SQLitePCL.raw.sqlite3_trace(connection.Handle, (_, sql) => Statements.Add(sql), null);
        }

        public override Engine Engine => Engine.Sqlite;

        public override string ConnectionString { get; }

        public HashSet<string> Statements { get; } = [];

        public List<string> All => [.. Statements.Where(sql => sql.Split(' ', '\n')[0] is "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "WITH")];

        public override async Task<T> Read<T>(Func<Tx, Task<T>> work)
        {
            await using var transaction = connection.BeginTransaction(deferred: true);
            return await work(new Tx(connection, transaction, Engine));
        }

        public override Task<T> One<T>(Func<Tx, Task<T>> statement) => statement(new Tx(connection, null, Engine));

        public override async Task<T> Transact<T>(Func<Tx, Task<T>> work)
        {
            await using var transaction = connection.BeginTransaction();
            var tx = new Tx(connection, transaction, Engine);
            var result = await work(tx);
            await transaction.CommitAsync();
            tx.Committed();
            return result;
        }

        public async Task<List<string>> Plan(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + sql;
            await using var reader = await command.ExecuteReaderAsync();
            var steps = new List<string>();
            while (await reader.ReadAsync()) steps.Add(reader.GetString(3));
            return steps;
        }

        public override System.Data.Common.DbConnection Connect() => connection;

        public override ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
