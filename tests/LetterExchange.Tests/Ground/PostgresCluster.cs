using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace LetterExchange.Tests.Ground;

/// <summary>A PostgreSQL server of our own in a temporary folder, on loopback only. One serves the whole run; it stops with the run, whatever ends it.
/// Where PostgreSQL is missing, whoever asks for it fails in clear words: nothing is skipped.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    static readonly Lazy<Task<PostgresCluster>> shared = new(() => Start());

    readonly PostgresBinaries programs;
    readonly string[] settings;
    readonly Child? janitor;
    readonly string admin;
    readonly ConcurrentDictionary<string, Lazy<Task<Template>>> templates = new();
    Child server;
    int databases;

    PostgresCluster(Child server, PostgresBinaries programs, string[] settings, Child? janitor, string folder, int port)
    {
        (this.server, this.programs, this.settings, this.janitor, Folder, Port) = (server, programs, settings, janitor, folder, port);
        admin = ConnectionString("postgres");
    }

    /// <summary>The run's own server, started at its first use. It does not wait for the disk (fsync off): for tests that pull a plug, start a durable one.</summary>
    public static Task<PostgresCluster> Shared => shared.Value;

    public int Port { get; }

    public int ProcessId => server.Id;

    /// <summary>Holds data and the Unix socket.</summary>
    public string Folder { get; }

    /// <summary>What the server has logged so far.</summary>
    public string Log => server.Output;

    /// <summary>Starts a server. <paramref name="durable"/> keeps fsync on; <paramref name="bin"/> is the folder of initdb and postgres, by default the newest that is installed.
    /// One that is <paramref name="restartable"/> keeps its data when it is stopped with <see cref="Stop"/>.</summary>
    public static async Task<PostgresCluster> Start(bool durable = false, string? bin = null, bool restartable = false)
    {
        var programs = PostgresBinaries.Find(bin);
        for (var tries = 1; ; tries++)
        {
            var folder = await programs.NewFolder();
            await using (var setup = await programs.Run("initdb", ["-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]))
                if (await setup.Exit() != 0) throw new InvalidOperationException($"initdb failed.\n{setup.Output}");
            var port = FreePort();
            string[] settings = ["-D", $"{folder}/data", .. Settings(folder, port, durable)];
            var janitor = restartable ? await Child.Start("sleep", ["infinity"], folder: folder) : null;
            var server = await programs.Run("postgres", settings, signal: "INT", restartable ? null : folder);
            try
            {
                await server.Line(IsReady);
                return new PostgresCluster(server, programs, settings, janitor, folder, port);
            }
            catch (InvalidOperationException) when (tries < 5 && server.Output.Contains("could not bind")) { } // Somebody took the port: take another.
        }
    }

    /// <summary>Stops the run's own server if anything started it.</summary>
    internal static async Task StopShared()
    {
        if (shared.IsValueCreated && shared.Value.IsCompletedSuccessfully) await shared.Value.Result.DisposeAsync();
    }

    /// <summary>A fresh database without a table. Returns its connection string.</summary>
    public Task<string> NewDatabase() => Create("template1");

    /// <summary>A fresh copy of a database that <paramref name="prepare"/> makes once a run for each <paramref name="template"/> name (for example by
    /// applying the migrations), or one that was given back. Returns the copy's connection string.</summary>
    public async Task<string> NewDatabase(string template, Func<string, Task> prepare)
    {
        var made = await templates.GetOrAdd(template, _ => new Lazy<Task<Template>>(() => Prepare(prepare))).Value;
        return made.Spare.TryTake(out var spare) ? spare : await Create(made.Name);
    }

    /// <summary>Takes back a copy of a template for the next who asks, as it was when it was new: that is far less work than another copy.
    /// Where its tables, triggers or functions are not the template's any more, it is removed.</summary>
    public async Task GiveBack(string template, string connectionString)
    {
        var made = await templates[template].Value;
        using (var pool = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pool);
        bool same;
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            await Execute(connection, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            same = await Shape(connection) == made.Shape;
            if (same) await Execute(connection, made.Restore);
        }
        if (same) made.Spare.Add(connectionString);
        else await Drop(connectionString);
    }

    /// <summary>Removes a database that <see cref="NewDatabase()"/> gave, with whatever is still connected to it.</summary>
    public async Task Drop(string connectionString)
    {
        using (var pool = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pool);
        await Execute($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");
    }

    /// <summary>Stops the server, at once and with whoever is connected.</summary>
    public ValueTask Stop() => server.DisposeAsync();

    /// <summary>Starts it again at the same port with the same data.</summary>
    public async Task Restart()
    {
        server = await programs.Run("postgres", settings, signal: "INT");
        await server.Line(IsReady);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
        if (janitor is not null) await janitor.DisposeAsync();
    }

    static bool IsReady(string line) => line.Contains("database system is ready to accept connections");

    async Task<Template> Prepare(Func<string, Task> prepare)
    {
        var connectionString = await NewDatabase();
        await prepare(connectionString);
        var (shape, restore) = await Describe(connectionString);
        using (var pool = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pool);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        // A database that anyone is connected to can't be copied.
        await Execute($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false");
        await Execute($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
        return new(name, shape, restore, []);
    }

    /// <summary>The template's shape, and what makes a used copy like it again: every table is emptied, and the few rows that the template had are put back.</summary>
    static async Task<(string Shape, string Restore)> Describe(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var restore = new StringBuilder("SET session_replication_role = replica; BEGIN;"); // No trigger and no foreign key has a say.
        foreach (var table in await Names(connection, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"))
        {
            restore.Append($"DELETE FROM \"{table}\";");
            if ((await Names(connection, $"SELECT '' FROM \"{table}\" LIMIT 1")).Count == 0) continue;
            await Execute(connection, $"CREATE SCHEMA IF NOT EXISTS at_first; CREATE TABLE at_first.\"{table}\" AS TABLE \"{table}\"");
            restore.Append($"INSERT INTO \"{table}\" SELECT * FROM at_first.\"{table}\";");
        }
        return (await Shape(connection), restore.Append("COMMIT").ToString());
    }

    /// <summary>Differs as soon as any table, column, index, constraint, trigger or function has been made, changed or dropped.</summary>
    static async Task<string> Shape(NpgsqlConnection connection) => string.Join(' ', await Names(connection, string.Join(" UNION ALL ",
        ShapeOf.Select(catalog => $"SELECT count(*) || '/' || coalesce(max(xmin::text::bigint), 0) FROM {catalog} WHERE {(catalog == "pg_attribute" ? "attrelid" : "oid")} > 16383"))));

    static readonly string[] ShapeOf = ["pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc", "pg_namespace"];

    static async Task<List<string>> Names(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }

    async Task<string> Create(string template)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Execute($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" STRATEGY FILE_COPY");
        return ConnectionString(name);
    }

    async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        await Execute(connection, sql);
    }

    static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Port, Username = "postgres", Database = database, MaxPoolSize = 30, IncludeErrorDetail = true,
    }.ConnectionString;

    static IEnumerable<string> Settings(string folder, int port, bool durable)
    {
        string[] always =
        [
            $"port={port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={folder}", "max_connections=200",
            "timezone=UTC", "logging_collector=off", "log_destination=stderr", "lc_messages=C",
        ];
        string[] hasty = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];
        return (durable ? always : [.. always, .. hasty]).SelectMany(setting => new[] { "-c", setting });
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <param name="Name">The database that is copied.</param>
    /// <param name="Shape">By which a used copy is known to have its tables, triggers and functions still.</param>
    /// <param name="Restore">The SQL that makes a used copy what a new one is.</param>
    /// <param name="Spare">Connection strings of copies that were given back.</param>
    sealed record Template(string Name, string Shape, string Restore, ConcurrentBag<string> Spare);
}
