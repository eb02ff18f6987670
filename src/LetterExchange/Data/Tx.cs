using System.Collections.Concurrent;
using System.Data.Common;
using System.Numerics;
using Dapper;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>One transaction, or one consistent read. Parameters are the properties of the arguments, spelt as in the SQL
/// (SQLite is case-sensitive); lists expand to (@x1, @x2, …).</summary>
public sealed class Tx(DbConnection connection, DbTransaction? transaction, Engine engine)
{
    /// <summary>How many ids fit into one word to the other processes, which PostgreSQL limits to 8,000 bytes.</summary>
    const int Said = 200;

    static readonly ConcurrentDictionary<(string Into, int Columns, int Count, string Conflict), string> Inserts = new();
    readonly List<Action> afterCommit = [];
    readonly Dictionary<string, (object Rows, Func<Task> Insert)> atEnd = [];
    readonly HashSet<Guid> told = [];

    public Engine Engine => engine;

    /// <summary>Locks the rows against a change until the end of the transaction; SQLite's single writer needs none.</summary>
    public string ForShare(string alias) => engine == Engine.Postgres ? $"FOR SHARE OF {alias}" : "";

    public string ForUpdate(string alias) => engine == Engine.Postgres ? $"FOR UPDATE OF {alias}" : "";

    /// <summary>Takes only rows that nobody else holds: what lets two machines share a sweep.</summary>
    public string ForUpdateSkipLocked(string alias) => engine == Engine.Postgres ? $"FOR UPDATE OF {alias} SKIP LOCKED" : "";

    public Task<int> Execute(string sql, object? args = null) =>
        connection.ExecuteAsync(sql, Arguments.Of(args, engine), transaction);

    /// <summary>All rows, in the order of the SQL.</summary>
    public async Task<List<T>> Query<T>(string sql, object? args = null) =>
        (await connection.QueryAsync<T>(sql, Arguments.Of(args, engine), transaction)).AsList();

    /// <summary>The first row, or nothing.</summary>
    public async Task<T?> Find<T>(string sql, object? args = null) =>
        await connection.QueryFirstOrDefaultAsync<T>(sql, Arguments.Of(args, engine), transaction);

    /// <summary>The first row as the things that it joins, or nothing; of what an outer join did not find, null.</summary>
    /// <param name="make">Gets them in the order of the columns.</param>
    /// <param name="splitOn">The first column of each thing but the first, parted by commas; never null in a thing that is there.</param>
    public async Task<T?> Find<T>(string sql, Type[] things, Func<object?[], T> make, string splitOn, object? args = null) =>
        (await connection.QueryAsync(sql, things, make!, Arguments.Of(args, engine), transaction, splitOn: splitOn)).FirstOrDefault();

    /// <summary>Exactly one row; anything else is an error.</summary>
    public async Task<T> Get<T>(string sql, object? args = null) =>
        await connection.QuerySingleAsync<T>(sql, Arguments.Of(args, engine), transaction);

    /// <summary>Runs the same statement for every row: one prepared statement on SQLite, one round trip on PostgreSQL.
    /// Returns how many rows were touched in all.</summary>
    public async Task<int> ExecuteMany<T>(string sql, IReadOnlyCollection<T> rows) where T : class
    {
        if (rows.Count == 0) return 0;
        return connection is NpgsqlConnection postgres ? await Batch(postgres, sql, rows) : await Repeat(sql, rows);
    }

    /// <summary>Inserts many rows, whose properties stand in the order of the columns: up to 64 rows a statement on SQLite, one statement with an array a column on PostgreSQL.</summary>
    /// <param name="into">Table and columns: <c>turns (id, …)</c>.</param>
    /// <param name="conflict">What becomes of rows that are there: <c>ON CONFLICT …</c>; without it they are an error.</param>
    public async Task Insert<T>(string into, IReadOnlyCollection<T> rows, string conflict = "") where T : class
    {
        if (rows.Count == 0) return;
        var names = Arguments.Names<T>();
        if (connection is not NpgsqlConnection)
            foreach (var some in rows.Chunk(Arguments.MostRows)) await Together(into, some, names.Count(), conflict);
        else await connection.ExecuteAsync($"INSERT INTO {into} SELECT * FROM UNNEST({string.Join(", ", names.Select(name => "@" + name))}) {conflict}", Arguments.Columns(rows, engine), transaction);
    }

    /// <summary>Inserts rows as the last thing of the transaction, all for one table together: for rows that nothing in it reads.</summary>
    /// <param name="into">Table and columns: <c>events (id, …)</c>.</param>
    public void InsertAtEnd<T>(string into, IReadOnlyCollection<T> rows) where T : class
    {
        if (atEnd.TryGetValue(into, out var kept))
        {
            ((List<T>)kept.Rows).AddRange(rows);
            return;
        }
        List<T> all = [.. rows];
        atEnd[into] = (all, () => Insert(into, all));
    }

    /// <summary>Does what was kept for the end.</summary>
    internal async Task Finish()
    {
        foreach (var (_, insert) in atEnd.Values) await insert();
    }

    /// <summary>Runs once the transaction has been committed, and not at all when it has not.</summary>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>Lets the other processes over the same database know, when this is committed, that something has changed for these people (<see cref="Peers.Told"/>).</summary>
    public void Tell(IReadOnlyCollection<Guid> people)
    {
        if (engine == Engine.Postgres) told.UnionWith(people);
    }

    /// <summary>Says what is to be heard with the commit.</summary>
    /// <param name="from">This process.</param>
    internal Task Say(string from) => told.Count == 0 ? Task.CompletedTask : Query<string>(
        "SELECT pg_notify(@Channel, said)::text FROM UNNEST(string_to_array(@words, '|')) AS said",
        new { Peers.Channel, words = string.Join('|', told.Chunk(Said).Select(some => $"{from} told {string.Join(',', some.Select(id => id.ToString("N")))}")) });

    internal void Committed()
    {
        foreach (var action in afterCommit) action();
    }

    /// <summary>As many rows in one statement as there are; of each size the database keeps one prepared, so the sizes are powers of two.</summary>
    async Task Together<T>(string into, T[] rows, int columns, string conflict) where T : class
    {
        for (var from = 0; from < rows.Length;)
        {
            var count = 1 << BitOperations.Log2((uint)(rows.Length - from));
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = Inserts.GetOrAdd((into, columns, count, conflict), static of => $"INSERT INTO {of.Into} VALUES {string.Join(", ", Enumerable.Range(0, of.Count).Select(row =>
                $"({string.Join(", ", Enumerable.Range(0, of.Columns).Select(column => "@" + Arguments.NameOf(row, column)))})"))} {of.Conflict}");
            for (var row = 0; row < count; row++) Arguments.BindRow(command, rows[from + row], row, engine);
            await command.ExecuteNonQueryAsync();
            from += count;
        }
    }

    async Task<int> Repeat<T>(string sql, IReadOnlyCollection<T> rows) where T : class
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        var touched = 0;
        foreach (var row in rows)
        {
            Arguments.Bind(command, row, engine);
            touched += await command.ExecuteNonQueryAsync();
        }
        return touched;
    }

    async Task<int> Batch<T>(NpgsqlConnection postgres, string sql, IReadOnlyCollection<T> rows) where T : class
    {
        await using var batch = new NpgsqlBatch(postgres, (NpgsqlTransaction?)transaction);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (name, value) in Arguments.Values(row, engine)) command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
            batch.BatchCommands.Add(command);
        }
        return await batch.ExecuteNonQueryAsync();
    }
}
