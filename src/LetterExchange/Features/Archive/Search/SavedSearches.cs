using LetterExchange.Data;

namespace LetterExchange.Features.Archive;

/// <summary>A search that somebody keeps under a name.</summary>
public sealed record SavedSearch
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>What stands behind the ? of the archive's address.</summary>
    public string Address { get; init; } = "";
}

/// <summary>Everybody's own saved searches.</summary>
public sealed class SavedSearches(Database db, TimeProvider clock)
{
    /// <summary>How many one may keep in a program.</summary>
    public const int Most = 30;

    public const int LongestName = 60;

    public Task<List<SavedSearch>> Of(Guid person, Guid program) => db.Query<SavedSearch>($"""
        SELECT s.id, s.name, s.address FROM saved_searches s WHERE s.person_id = @person AND s.program_id = @program ORDER BY s.name, s.id LIMIT {Most}
        """, new { person, program });

    /// <summary>Keeps it; one of the same name is replaced. False when there are <see cref="Most"/> already.</summary>
    public Task<bool> Save(Guid person, Guid program, string name, string address) => db.Transact(async tx =>
    {
        var names = await tx.Query<string>("SELECT s.name FROM saved_searches s WHERE s.person_id = @person AND s.program_id = @program", new { person, program });
        if (names.Count >= Most && !names.Contains(name)) return false;
        await tx.Execute("""
            INSERT INTO saved_searches (id, person_id, program_id, name, address, saved_at) VALUES (@id, @person, @program, @name, @address, @now)
                ON CONFLICT (person_id, program_id, name) DO UPDATE SET address = excluded.address, saved_at = excluded.saved_at
            """, new { id = clock.New(), person, program, name, address, now = clock.Now() });
        return true;
    });

    /// <summary>Lets one of one's own go; another's stays.</summary>
    public Task Forget(Guid person, Guid id) => db.Execute("DELETE FROM saved_searches WHERE id = @id AND person_id = @person", new { id, person });
}
