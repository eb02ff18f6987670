using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Data;

/// <summary>What can be wrong with the database itself: no row's fault, so that no other row would fare better until it is over.</summary>
public static class DatabaseTrouble
{
    /// <summary>Every code that <see cref="Of"/> gives.</summary>
    public static readonly IReadOnlyList<string> All = ["away", "commit", "damaged", "disk", "full", "locked", "overloaded", "readonly", "slow"];

    /// <summary>A code for it; nothing for a failure that is not the database's own.</summary>
    public static string? Of(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } => "locked",
        SqliteException { SqliteErrorCode: 8 } => "readonly",
        SqliteException { SqliteErrorCode: 10 } => "disk",
        SqliteException { SqliteErrorCode: 11 or 26 } => "damaged",
        SqliteException { SqliteErrorCode: 13 } => "full",
        SqliteException { SqliteErrorCode: 14 } => "away",
        SqliteException => null,
        CommitUnknown => "commit",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "readonly",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "full",
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => "damaged",
        PostgresException refused => Class(refused.SqlState),
        NpgsqlException { InnerException: TimeoutException } => "slow",
        NpgsqlException or SocketException => "away",
        _ => failure.InnerException is { } inner ? Of(inner) : null,
    };

    /// <summary>What it means and what to do, for the log and for whoever watches the health; the administrator's page says it in the reader's language.</summary>
    public static string InWords(string code) => code switch
    {
        "away" => "The database can't be reached. Start it, or mend the way to it; the service goes on by itself when it answers.",
        "commit" => "The connection to the database broke during a commit. What was cut off is looked at again.",
        "damaged" => "The database is damaged. Stop the service and restore the last backup.",
        "disk" => "The disk of the database fails. Look at the disk; restore the last backup on another if it is lost.",
        "full" => "The disk of the database is full, so nothing can be kept. Make room; the service goes on by itself.",
        "locked" => "Another process keeps the database locked. Find out which and end it; the service goes on by itself.",
        "overloaded" => "The database takes no more connections. End others, or let it take more (max_connections).",
        "readonly" => "The database can only be read: it may be a standby, or its file is protected. Let it take writes; the service goes on by itself.",
        _ => "The database has not answered in time. Look at its machine and what else it does.",
    };

    /// <summary>The sort of a failure: its type, and the database's codes. Never its words, which may quote a row.</summary>
    public static string CodeOf(Exception failure) => failure switch
    {
        PostgresException refused => $"PostgreSQL {refused.SqlState} {refused.ConstraintName ?? refused.Routine}".TrimEnd(),
        SqliteException refused => $"SQLite {refused.SqliteErrorCode} ({refused.SqliteExtendedErrorCode})",
        _ => failure.GetType().Name,
    };

    static string? Class(string state) => state[..2] switch
    {
        "08" => "away",
        "53" => "overloaded",
        "57" when state != PostgresErrorCodes.QueryCanceled => "away", // It shuts down, crashes or starts.
        "58" => "disk",
        _ => null,
    };
}
