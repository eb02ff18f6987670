using LetterExchange.Data;

namespace LetterExchange.Features.Demo;

/// <summary>Whose people a database holds.</summary>
public enum Holding { Nobody, Demo, HalfADemo, RealPeople }

/// <summary>That a database is a demo is written into it when it is made, and never afterwards: demo and real people do not meet.</summary>
public static class DemoMark
{
    const string Filling = "filling", Filled = "filled";

    /// <summary>Whose people these are. It changes nothing, so it may be asked of any database, whatever its version.</summary>
    public static async Task<Holding> Of(Database db)
    {
        if (await db.Get<int>(TableExists(db.Engine)) == 0) return Holding.Nobody;
        return await db.Find<string>("SELECT value FROM installation WHERE key = 'demo'") switch
        {
            Filled => Holding.Demo,
            not null => Holding.HalfADemo,
            null when await db.Get<long>("SELECT (SELECT COUNT(*) FROM people) + (SELECT COUNT(*) FROM programs)") == 0 => Holding.Nobody,
            null => Holding.RealPeople,
        };
    }

    /// <summary>Marks an empty database, before the first person is written.</summary>
    public static Task Begin(Database db) => db.Execute("INSERT INTO installation (key, value) VALUES ('demo', @Filling)", new { Filling });

    /// <summary>Whole from here on: with its cast, and the time at which it begins.</summary>
    public static Task Finish(Database db, DemoCast cast, DateTimeOffset now) => db.Transact(async tx =>
    {
        await tx.Execute("INSERT INTO installation (key, value) VALUES ('demo.cast', @cast), ('demo.time', @now)", new { cast = cast.ToJson(), now = now.ToString("O") });
        await tx.Execute("UPDATE installation SET value = @Filled WHERE key = 'demo'", new { Filled });
    });

    static string TableExists(Engine engine) => engine == Engine.Sqlite
        ? "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'installation'"
        : "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'installation'";
}
