using LetterExchange.Data;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Tests.Faults;

/// <summary>A SQLite file that may not grow any more, and has no free page.</summary>
public static class SmallDisk
{
    public static async Task Fill(Database db)
    {
        await db.Execute("PRAGMA max_page_count = 1"); // Never less than there are.
        for (var n = 0; ; n++)
        {
            try
            {
                await db.Execute("INSERT INTO installation (key, value) VALUES (@key, @value)", new { key = $"filler {n}", value = new string('x', 3000) });
            }
            catch (SqliteException full) when (DatabaseTrouble.Of(full) == "full")
            {
                return;
            }
        }
    }

    /// <summary>There is room again.</summary>
    public static Task Free(Database db) => db.Execute("PRAGMA max_page_count = 1000000");
}
