using LetterExchange.Data;
using Npgsql;

namespace LetterExchange.Tests.Faults;

/// <summary>A database of PostgreSQL's that takes no writes for a while, as a standby.</summary>
public static class Standby
{
    public static Task Begin(Database db) => Let(db, "SET default_transaction_read_only = on");

    public static Task End(Database db) => Let(db, "RESET default_transaction_read_only");

    static async Task Let(Database db, string set)
    {
        var own = new NpgsqlConnectionStringBuilder(db.ConnectionString);
        await using var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(db.ConnectionString) { Database = "postgres", Pooling = false, CommandTimeout = 30 }.ToString());
        await admin.OpenAsync();
        foreach (var sql in new[] { $"ALTER DATABASE \"{own.Database}\" {set}", $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{own.Database}'" })
        {
            await using var command = new NpgsqlCommand(sql, admin);
            await command.ExecuteNonQueryAsync();
        }
    }
}
