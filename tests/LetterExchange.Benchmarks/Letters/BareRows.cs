using System.Collections.Concurrent;
using System.Data.Common;
using LetterExchange.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Benchmarks.Letters;

/// <summary>The floor: the rows that letters on their way have left, committed once more into a copy of the database as it was before, with the same tables, indexes, keys and durability, and nothing
/// else: no trigger, no read, no rule, no mail. What a person does is a commit of its own, what a sweep does is committed in the sweep's batches.</summary>
sealed class BareRows : IAsyncDisposable
{
    const int Screened = 50, Delivered = 200, Claimed = 100;

    readonly Func<DbConnection> connect;
    readonly Func<ValueTask> remove;
    readonly bool oneWriter;

    BareRows(Func<DbConnection> connect, Func<ValueTask> remove, bool oneWriter) => (this.connect, this.remove, this.oneWriter) = (connect, remove, oneWriter);

    /// <summary>Copies the database as it is now.</summary>
    public static async Task<BareRows> Copy(Database db, string folder)
    {
        var copy = db.Engine == Engine.Sqlite ? await CopySqlite(db, folder) : await CopyPostgres(db);
        await using var connection = copy.connect();
        foreach (var statement in await Column(connection, db.Engine == Engine.Sqlite
            ? "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_master WHERE type = 'trigger'"
            : "SELECT 'ALTER TABLE \"' || relname || '\" DISABLE TRIGGER USER' FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
            await Exchange.Execute(connection, statement);
        return copy;
    }

    public ValueTask DisposeAsync() => remove();

    /// <summary>Letters a second.</summary>
    /// <param name="from">Where the letters of these turns have gone their way.</param>
    public async Task<double> Commit(Database from, List<(Guid Id, Guid Pair, Guid Writer)> turns, int writers, int reviewers)
    {
        List<Rows> letters;
        await using (var source = from.Connect()) letters = await Rows.Of(source, from.Engine, turns.ConvertAll(turn => turn.Id));
        if (letters.Count != turns.Count) throw new InvalidOperationException($"Of {turns.Count} letters only {letters.Count} have gone the whole way.");
        var began = TimeProvider.System.GetTimestamp();
        await Each(letters.Select(letter => letter.Submitted), writers);
        await Each(letters.Chunk(Screened).Select(some => some.SelectMany(letter => letter.Screened).ToList()), 1);
        await Each(letters.Select(letter => letter.Approved), reviewers);
        await Each(letters.Chunk(Delivered).Select(some => some.SelectMany(letter => letter.Delivered).ToList()), 1);
        await Each(letters.Chunk(Claimed).Select(some => some.SelectMany(letter => letter.Claimed).ToList()), 1);
        await Each(letters.Select(letter => letter.Mailed), 1);
        return letters.Count / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Each list in a commit of its own, over so many connections at once; SQLite has one writer.</summary>
    async Task Each(IEnumerable<List<Statement>> commits, int atOnce)
    {
        var left = new ConcurrentQueue<List<Statement>>(commits);
        await Task.WhenAll(Enumerable.Range(0, oneWriter ? 1 : atOnce).Select(_ => Task.Run(async () =>
        {
            await using var connection = connect();
            while (left.TryDequeue(out var statements))
            {
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var statement in statements) await Run(connection, transaction, statement);
                await transaction.CommitAsync();
            }
        })));
    }

    /// <summary>Both kinds of connection keep what they have prepared.</summary>
    static async Task Run(DbConnection connection, DbTransaction transaction, Statement statement)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (statement.Sql, transaction);
        for (var n = 0; n < statement.Values.Length; n++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{n}", statement.Values[n]);
            command.Parameters.Add(parameter);
        }
        await command.ExecuteNonQueryAsync();
    }

    static async Task<BareRows> CopySqlite(Database db, string folder)
    {
        var path = Path.Combine(folder, "bare.db");
        await using (var connection = db.Connect()) await Exchange.Execute(connection, $"VACUUM INTO '{path}'");
        var bare = new SqliteDatabase(path); // Opens connections as the service's are: same journal, same durability.
        return new(bare.Connect, bare.DisposeAsync, oneWriter: true);
    }

    static async Task<BareRows> CopyPostgres(Database db)
    {
        var of = new NpgsqlConnectionStringBuilder(db.ConnectionString);
        var (name, template) = ($"{of.Database}_bare", of.Database);
        NpgsqlConnection.ClearAllPools(); // Nobody may be connected to what is copied.
        await using (var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(of.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString))
        {
            await admin.OpenAsync();
            await Exchange.Execute(admin, $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{template}'");
            await Exchange.Execute(admin, $"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        }
        of.Database = name;
        of.MaxAutoPrepare = 100;
        var source = NpgsqlDataSource.Create(of);
        return new(source.OpenConnection, source.DisposeAsync, oneWriter: false);
    }

    static async Task<List<string>> Column(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync()) values.Add(reader.GetString(0));
        return values;
    }
}
