using LetterExchange.Data;

namespace LetterExchange.Benchmarks.Load;

/// <summary>One person of the play: signed in, and where their pages are.</summary>
/// <param name="Write">Where they write now.</param>
/// <param name="Free">Where they write free letters.</param>
sealed record Part(string Role, string Session, string Write = "", string Free = "", string Letter = "", string Story = "");

/// <summary>The people of the first program, signed in: half of those who write are mentors on their turn, half mentees who write freely.</summary>
static class Cast
{
    public static async Task<List<Part>> SignIn(IServiceProvider services, Database db, Crowd crowd)
    {
        var program = await db.Get<Guid>("SELECT id FROM programs ORDER BY id LIMIT 1");
        var parts = new List<Part>();
        foreach (var (person, pair, assignment, turn) in await Writers(db, program, crowd.Writers))
        {
            var letter = await db.Get<Guid>("SELECT id FROM letters WHERE pair_id = @pair AND reader_id = @person AND state IN ('Delivered', 'Read') ORDER BY delivered_at DESC LIMIT 1", new { pair, person });
            var free = $"/letters/to/{pair}";
            parts.Add(new("Writer", await SignedIn.Session(services, person), turn is null ? free : $"/turns/{turn}", free, $"/letters/{letter}", $"/assignments/{assignment}"));
        }
        foreach (var (role, count) in new[] { ("Reviewer", crowd.Reviewers), ("Coordinator", crowd.Coordinators) })
        {
            var people = await db.Query<Guid>("SELECT person_id FROM memberships WHERE program_id = @program AND role = @role ORDER BY id", new { program, role });
            for (var n = 0; n < count; n++) parts.Add(new(role, await SignedIn.Session(services, people[n % people.Count])));
        }
        return parts;
    }

    static async Task<List<(Guid Person, Guid Pair, Guid Assignment, Guid? Turn)>> Writers(Database db, Guid program, int count)
    {
        var open = await db.Query<(Guid Person, Guid Pair, Guid Assignment, Guid? Turn, Guid Mentee)>("""
            SELECT t.writer_id, t.pair_id, t.assignment_id, t.id, p.mentee_id
              FROM turns t JOIN pairs p ON p.id = t.pair_id
             WHERE t.state = 'Open' AND t.held_at IS NULL AND t.writer = 'Mentor' AND p.program_id = @program AND p.state = 'Active'
             ORDER BY t.id
            """, new { program });
        if (open.Count < count) throw new InvalidOperationException($"Only {open.Count} pairs can write: fewer users, or more letters.");
        return [.. open.Take(count).Select((one, n) => n % 2 == 0 ? (one.Person, one.Pair, one.Assignment, one.Turn) : (one.Mentee, one.Pair, one.Assignment, null))];
    }
}

/// <summary>How many of each kind: of 32 users 30 write, one reviews, one coordinates; at least one of each.</summary>
readonly record struct Crowd(int Writers, int Reviewers, int Coordinators)
{
    public static Crowd Of(int users)
    {
        var each = Math.Max(1, users / 32);
        return new(Math.Max(1, users - 2 * each), each, each);
    }
}
