using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>Whole copies of a SQLite database by its online backup, which only reads: whoever writes goes on meanwhile, in this process or another.</summary>
static class SqliteCopy
{
    /// <summary>Copies one consistent state of the source into a new file that only this user may read, and forces it to the disk.</summary>
    /// <param name="path">Where to; what lies there is replaced.</param>
    public static void Take(SqliteConnection source, string path)
    {
        foreach (var end in new[] { "", "-wal", "-shm" }) File.Delete(path + end);
        Private(path);
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            copy.Open();
            source.BackupDatabase(copy);
            using var alone = copy.CreateCommand();
            alone.CommandText = "PRAGMA journal_mode = DELETE"; // One file, without a log beside it.
            alone.ExecuteNonQuery();
        }
        using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    /// <summary>Reads a whole copy: every page by SQLite's own check, then what is in it.</summary>
    /// <exception cref="IOException">It is damaged, or no database.</exception>
    public static CopyFacts Read(string path)
    {
        try
        {
            using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            copy.Open();
            if (Texts(copy, "PRAGMA integrity_check(1)").First() is var found and not "ok") throw new IOException($"The copy {path} is damaged: {found}");
            return Facts(copy);
        }
        catch (SqliteException failure)
        {
            throw new IOException($"The copy {path} can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>How much is in a database, by what only ever grows.</summary>
    public static CopyFacts Facts(SqliteConnection database)
    {
        var tables = Texts(database, "SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet();
        return new()
        {
            Engine = Engine.Sqlite, Tables = tables,
            Migrations = tables.Contains("SchemaVersions") ? Texts(database, "SELECT ScriptName FROM SchemaVersions ORDER BY ScriptName") : [],
            Revisions = Count("revisions"), Events = Count("events"),
        };

        long Count(string table) => tables.Contains(table) ? long.Parse(Texts(database, $"SELECT COUNT(*) FROM {table}")[0], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Makes an empty file that other accounts of this machine can't read.</summary>
    public static void Private(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var made = new FileStream(path, options);
    }

    static List<string> Texts(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }
}

/// <summary>What a copy of a database holds.</summary>
public sealed record CopyFacts
{
    /// <summary>Which database it can be restored into.</summary>
    public Engine Engine { get; init; }

    /// <summary>The names of its tables.</summary>
    public IReadOnlySet<string> Tables { get; init; } = new HashSet<string>();

    /// <summary>The migrations that it has seen, in their order.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    /// <summary>How many revisions of letters are in it; none ever goes.</summary>
    public long Revisions { get; init; }

    /// <summary>How many lines of history are in it; none ever goes.</summary>
    public long Events { get; init; }

    /// <summary>Whether it is a database of this program at all.</summary>
    public bool IsOurs => Migrations.Count > 0 && Tables.Contains("installation");

    /// <summary>Makes sure that all that another look had found, before this one, is here.</summary>
    /// <exception cref="IOException">Something is missing.</exception>
    public void Has(CopyFacts earlier)
    {
        if (earlier.Tables.Except(Tables).ToList() is { Count: > 0 } missing) throw new IOException($"The copy lacks {string.Join(", ", missing)}.");
        if (Revisions < earlier.Revisions || Events < earlier.Events)
            throw new IOException($"The copy has {Revisions} revisions and {Events} events; there were {earlier.Revisions} and {earlier.Events} before it was taken.");
    }
}
