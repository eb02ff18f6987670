using System.CommandLine;
using System.Net.Sockets;
using LetterExchange.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Commands;

/// <summary>Where the data is: the options that every verb with a database takes, and what can be wrong with them, in words.</summary>
public static class DataOptions
{
    const string LockName = "serving.lock";

    public static Option<string> Directory() => new("--data")
    {
        Description = "The data directory.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LETTEREXCHANGE_DATA") ?? Path.Combine(Environment.CurrentDirectory, "data"),
    };

    public static Option<string?> Connection() => new("--database")
    {
        Description = "A PostgreSQL connection string; without it, SQLite in the data directory.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LETTEREXCHANGE_DATABASE"),
    };

    /// <summary>Opens the database, up to date and for this process alone where it is SQLite.</summary>
    /// <param name="check">Looks at it before anything is changed.</param>
    /// <param name="throwaway">Whether the data directory is deleted after its use, by a process that does one thing after the other.</param>
    /// <exception cref="CannotStart">In the administrator's words.</exception>
    public static OpenedData Open(string directory, string? connection, TimeProvider clock, Action<Database>? check = null, bool throwaway = false)
    {
        MakeWritable(directory);
        var held = string.IsNullOrWhiteSpace(connection) ? Hold(directory) : null;
        try
        {
            var database = Database.Open(connection, directory, throwaway);
            check?.Invoke(database);
            Migrations.Apply(database, clock);
            Write(database, clock);
            return new(database, held);
        }
        catch (Exception failure)
        {
            held?.Dispose();
            throw InWords(failure, directory);
        }
    }

    /// <summary>Opens a database that must be there as it is, beside whoever else uses it: for what only reads.</summary>
    /// <exception cref="CannotStart">In the administrator's words.</exception>
    public static Database OpenBeside(string directory, string? connection)
    {
        if (string.IsNullOrWhiteSpace(connection) && !File.Exists(Path.Combine(directory, Database.FileName)))
            throw new CannotStart($"There is no database in {directory}. Name the data directory with --data, or a PostgreSQL database with --database.");
        try
        {
            var database = Database.Open(connection, directory);
            using (database.Connect()) return database;
        }
        catch (Exception failure)
        {
            throw InWords(failure, directory);
        }
    }

    /// <summary>Makes the data directory where it is missing (for this user only), and keeps other processes off it.</summary>
    /// <exception cref="CannotStart">It can't be written to, or another process holds it.</exception>
    public static IDisposable HoldAlone(string directory)
    {
        MakeWritable(directory);
        return Hold(directory);
    }

    /// <summary>Whether another process holds the data directory now.</summary>
    public static bool IsHeld(string directory)
    {
        if (!File.Exists(Path.Combine(directory, LockName))) return false;
        try
        {
            using (Hold(directory)) return false;
        }
        catch (CannotStart)
        {
            return true;
        }
    }

    /// <summary>Runs a verb; what keeps it from its work is said in words.</summary>
    /// <returns>The exit status: the verb's own, or 1.</returns>
    public static async Task<int> InWords(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception failure) when (failure is CannotStart or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    static void MakeWritable(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(directory);
            else System.IO.Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(directory, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "x");
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException) // The last: a limit on the size of files.
        {
            throw new CannotStart($"The data directory {directory} can't be written to ({failure.Message}). Make room, or allow this user to write there, or name another with --data.");
        }
    }

    /// <summary>One row, so that what may only be read is found out now and not by the first letter.</summary>
    static void Write(Database database, TimeProvider clock)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"INSERT INTO installation (key, value) VALUES ('opened', '{clock.Now():O}') ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        command.ExecuteNonQuery();
    }

    static FileStream Hold(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new CannotStart($"Another LetterExchange is using {directory}. One process at a time may use a SQLite database: stop the other, or name another directory with --data.");
        }
    }

    internal static CannotStart InWords(Exception failure, string directory) => failure switch
    {
        CannotStart already => already,
        DatabaseTooNew => new(failure.Message),
        MigrationFailed { InnerException: SqliteException { SqliteErrorCode: 1 or 19 } or PostgresException { SqlState: not ("25006" or "28P01" or "28000" or "3D000") } } => new(failure.Message),
        ArgumentException or FormatException => new($"The database connection string can't be read: {failure.Message}"),
        PostgresException { SqlState: "28P01" or "28000" } => new("The database refused the user name or password of the connection string."),
        PostgresException { SqlState: "25006" } => new("The database of the connection string can only be read: it may be a standby. Name the one that takes writes."),
        PostgresException { SqlState: "3D000" } missing => new($"The database of the connection string does not exist: {missing.MessageText}. Make it with createdb, then start again."),
        NpgsqlException or SocketException => new($"The database can't be reached: {failure.Message}. Check host, port and that it is running."),
        SqliteException { SqliteErrorCode: 10 or 13 } => new($"The disk that holds {directory} is full, or it fails. Make room, then start again."),
        SqliteException { SqliteErrorCode: 8 or 14 } => new($"The database file letterexchange.db in {directory} can't be written to. Allow this user to write it."),
        SqliteException { SqliteErrorCode: 11 or 26 } => new($"The database file in {directory} is damaged or not a database. Restore the last backup."),
        SqliteException => new($"The database in {directory} can't be used: {failure.Message}"),
        _ when failure.InnerException is { } inner => InWords(inner, directory),
        _ => new($"The database can't be opened: {failure.Message}"),
    };
}

/// <summary>A database, and for SQLite the lock that keeps other processes off.</summary>
public sealed record OpenedData(Database Database, IDisposable? Held) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Held?.Dispose();
    }
}

/// <summary>Why the program can't start, in the administrator's words.</summary>
public sealed class CannotStart(string message) : Exception(message);
