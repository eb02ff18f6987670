using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Pulse;

/// <summary>Who asks what needs a person: what they can do depends on it.</summary>
/// <param name="Reviews">Whether the review queue is open to them.</param>
public readonly record struct Asker(bool Reviews);

/// <summary>Finds what needs a person in a program. Each is asked by an index that holds only what it is about.</summary>
public sealed class ThingStore(Database db, TimeProvider clock)
{
    /// <summary>So many are named; all are counted.</summary>
    public const int Named = 3;

    static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    internal const string FindDanger = """
        SELECT l.id, l.review_since AS at,
               (SELECT MIN(d.at) FROM decisions d WHERE d.letter_id = l.id AND d.number = l.revision AND d.kind = 'Approve' AND d.ordinal > l.keys_after
                   AND NOT EXISTS (SELECT 1 FROM decisions v WHERE v.letter_id = d.letter_id AND v.kind <> 'Approve' AND v.ordinal > d.ordinal)) AS since
          FROM letters l WHERE l.program_id = @Id AND l.state = 'InReview' AND l.route = 'Safeguarding' ORDER BY l.review_since LIMIT 100
        """;

    internal const string FindWaiting = """
        SELECT p.cohort_id AS id, COUNT(*) AS many, SUM(CASE WHEN l.review_since < @limit THEN 1 ELSE 0 END) AS latest, MIN(l.review_since) AS at
          FROM letters l JOIN pairs p ON p.id = l.pair_id
         WHERE l.program_id = @Id AND l.state = 'InReview' GROUP BY p.cohort_id
        """;

    internal const string CountSigns = """
        SELECT s.kind, s.side, COUNT(*) AS many, MIN(s.at) AS at, MIN(s.until) AS until
          FROM pulse_signs s WHERE s.program_id = @Id AND s.kind IN ('Nothing', 'Silent', 'Later', 'Shorter', 'Rating') AND s.at <= @now GROUP BY s.kind, s.side
        """;

    internal const string FindSigns = """
        SELECT s.pair_id AS id, s.turn_id, s.at, s.since, s.latest, s.usual, s.many, CASE WHEN s.side = 'Mentee' OR s.kind = 'Nothing' THEN e.given_name ELSE o.given_name END AS name
          FROM pulse_signs s JOIN pairs p ON p.id = s.pair_id JOIN people e ON e.id = p.mentee_id JOIN people o ON o.id = p.mentor_id
         WHERE s.program_id = @Id AND s.kind = @kind AND s.at <= @now AND s.side IN @sides ORDER BY s.at, s.pair_id LIMIT 3
        """; // Named.

    internal const string FindMail = """
        SELECT h.id, h.given_name AS name, h.mail_broken_at AS at FROM people h
         WHERE h.mail_broken_at IS NOT NULL AND h.left_at IS NULL
           AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = h.id AND m.program_id = @Id AND m.ended_at IS NULL)
         ORDER BY h.mail_broken_at LIMIT 100
        """;

    internal const string FindAsked = """
        SELECT q.turn_id AS id, h.given_name AS name, q.asked_at AS at, q.days AS latest FROM time_requests q JOIN people h ON h.id = q.person_id
         WHERE q.program_id = @Id AND q.state = 'Asked' ORDER BY q.asked_at LIMIT 100
        """;

    /// <summary>All that needs a person now, the most pressing first.</summary>
    public Task<List<Thing>> Of(MentoringProgram program, Asker asker) => db.Read(tx => Of(tx, program, asker));

    public async Task<List<Thing>> Of(Tx tx, MentoringProgram program, Asker asker)
    {
        var now = clock.Now();
        List<Thing?> things = [.. await Danger(tx, program, asker, now), .. await Review(tx, program, asker, now), .. await Signs(tx, program, now), .. await Standing(tx, program, now), .. await Others(tx, program)];
        return [.. things.OfType<Thing>().Where(thing => thing.Count > 0).OrderBy(thing => thing.Kind)];
    }

    static async Task<Thing[]> Danger(Tx tx, MentoringProgram program, Asker asker, DateTimeOffset now)
    {
        var letters = await tx.Query<Found>(FindDanger, new { program.Id });
        var (second, first) = (letters.Where(letter => letter.Since is not null).OrderBy(letter => letter.Since).ToList(), letters.Where(letter => letter.Since is null && letter.At <= now.AddHours(-program.Policies.SafeguardingReviewHours)).ToList());
        return [Waiting(ThingKind.SecondKey, second, second.FirstOrDefault()?.Since), Waiting(ThingKind.Danger, first, first.FirstOrDefault()?.At)];

        Thing Waiting(ThingKind kind, List<Found> of, DateTimeOffset? at) => new()
        {
            Kind = kind, Count = of.Count, At = at, Link = asker.Reviews && of.Count > 0 ? $"/review/{of[0].Id}" : "/people/new-staff", Do = asker.Reviews ? "read" : "lead",
        };
    }

    static async Task<IEnumerable<Thing>> Review(Tx tx, MentoringProgram program, Asker asker, DateTimeOffset now)
    {
        var waiting = await tx.Query<Found>(FindWaiting, new { program.Id, limit = now.AddHours(-program.Policies.ReviewHours) });
        var covered = (await tx.Query<Covered>("""
            SELECT DISTINCT m.cohort_id FROM memberships m JOIN people h ON h.id = m.person_id
             WHERE m.program_id = @Id AND m.role IN ('Reviewer', 'Teacher') AND m.ended_at IS NULL AND h.left_at IS NULL
            """, new { program.Id })).ConvertAll(one => one.CohortId);
        var late = waiting.Where(cohort => cohort.Latest > 0).ToList();
        var names = await tx.Query<Found>("""
            SELECT c.id, c.name FROM cohorts c WHERE c.program_id = @Id AND EXISTS (SELECT 1 FROM pairs p WHERE p.cohort_id = c.id AND p.state = 'Active') ORDER BY c.name
            """, new { program.Id });
        var bare = covered.Contains(null) ? [] : names.Where(cohort => !covered.Contains(cohort.Id)).ToList();
        var there = waiting.Where(cohort => bare.Exists(one => one.Id == cohort.Id)).ToList();
        var worst = late.MaxBy(cohort => cohort.Latest);
        return
        [
            new()
            {
                Kind = ThingKind.Unreviewed, Count = bare.Count, Names = [.. bare.OrderByDescending(cohort => there.Find(one => one.Id == cohort.Id)?.Many ?? 0).Take(Named).Select(cohort => cohort.Name)],
                Latest = there.Sum(cohort => cohort.Many), Many = (int)there.Sum(cohort => cohort.Latest), At = there.Min(cohort => cohort.At), Link = "/people/new-staff", Do = "reviewer",
            },
            new()
            {
                Kind = ThingKind.Review, Count = (int)late.Sum(cohort => cohort.Latest), At = late.Min(cohort => cohort.At), Latest = worst?.Latest ?? 0,
                Names = worst is null ? [] : [names.Find(one => one.Id == worst.Id)?.Name ?? ""], Link = asker.Reviews ? "/review" : "/people/new-staff", Do = asker.Reviews ? "review" : "reviewer",
            },
        ];
    }

    static async Task<IEnumerable<Thing>> Signs(Tx tx, MentoringProgram program, DateTimeOffset now)
    {
        var counts = await tx.Query<Counted>(CountSigns, new { program.Id, now });
        var things = new List<Thing>();
        foreach (var group in counts.GroupBy(one => (one.Kind, Side: one.Kind == SignKind.Silent ? one.Side : Side.Mentor)))
        {
            Side[] sides = group.Key.Kind == SignKind.Silent ? [group.Key.Side] : [Side.Mentee, Side.Mentor];
            var first = await tx.Query<Found>(FindSigns, new { program.Id, kind = group.Key.Kind, now, sides = sides.Select(side => side.ToString()).ToList() });
            if (first.Count == 0) continue;
            var alone = group.Sum(one => one.Many) == 1;
            things.Add(new()
            {
                Kind = KindOf(group.Key.Kind, group.Key.Side), Count = group.Sum(one => one.Many), Names = [.. first.Select(one => one.Name)],
                At = group.Key.Kind == SignKind.Nothing ? group.Min(one => one.Until) : first[0].At, Since = first[0].Since, Latest = first[0].Latest, Usual = first[0].Usual, Many = first[0].Many,
                Link = alone && first[0].TurnId is { } turn ? $"/turns/{turn}/nudge" : alone ? $"/pairs/{first[0].Id}" : $"/pulse/signs?kind={group.Key.Kind}", Do = alone && first[0].TurnId is not null ? "nudge" : alone ? "pair" : "signs",
            });
        }
        return things;
    }

    static ThingKind KindOf(SignKind kind, Side side) => kind switch
    {
        SignKind.Nothing => ThingKind.Nothing,
        SignKind.Silent => side == Side.Mentor ? ThingKind.SilentMentors : ThingKind.SilentMentees,
        SignKind.Later => ThingKind.Later,
        SignKind.Shorter => ThingKind.Shorter,
        _ => ThingKind.Rating,
    };

    static async Task<IEnumerable<Thing>> Standing(Tx tx, MentoringProgram program, DateTimeOffset now)
    {
        const string Of = "FROM pairs p JOIN people e ON e.id = p.mentee_id WHERE p.program_id = @Id AND";
        var (unready, ending) = ($"{Of} p.state = 'Paused' AND p.paused_why = 'Standing'", $"{Of} p.state = 'Active' AND p.stands_until <= @soon");
        var things = new List<Thing>();
        foreach (var (kind, where, at, list) in new[] { (ThingKind.Unready, unready, "p.paused_at", "Unready"), (ThingKind.Ending, ending, "p.stands_until", "Ending") })
        {
            var first = await tx.Query<Found>($"SELECT p.id, e.given_name AS name, {at} AS at {where} ORDER BY {at} LIMIT {Named}", new { program.Id, soon = now + Soon });
            var count = first.Count < Named ? first.Count : await tx.Get<int>($"SELECT COUNT(*) {where}", new { program.Id, soon = now + Soon });
            things.Add(new() { Kind = kind, Count = count, Names = [.. first.Select(one => one.Name)], At = first.FirstOrDefault()?.At, Link = count == 1 ? $"/pairs/{first[0].Id}#standing" : $"/pairs?state={list}", Do = "standing" });
        }
        return things;
    }

    static async Task<IEnumerable<Thing>> Others(Tx tx, MentoringProgram program)
    {
        var (asked, mail) = (await tx.Query<Found>(FindAsked, new { program.Id }), await tx.Query<Found>(FindMail, new { program.Id }));
        return
        [
            new() { Kind = ThingKind.TimeAsked, Count = asked.Count, Names = [.. asked.Take(Named).Select(one => one.Name)], At = asked.FirstOrDefault()?.At, Latest = asked.FirstOrDefault()?.Latest ?? 0, Link = asked.Count > 0 ? $"/turns/{asked[0].Id}/dates" : "", Do = "answer" },
            new() { Kind = ThingKind.Mail, Count = mail.Count, Names = [.. mail.Take(Named).Select(one => one.Name)], At = mail.FirstOrDefault()?.At, Link = mail.Count > 0 ? $"/people/{mail[0].Id}" : "", Do = "address" },
        ];
    }

    sealed record Found
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public DateTimeOffset? At { get; init; }
        public DateTimeOffset? Since { get; init; }
        public Guid? TurnId { get; init; }
        public long Latest { get; init; }
        public long Usual { get; init; }
        public int Many { get; init; }
    }

    sealed record Covered
    {
        public Guid? CohortId { get; init; }
    }

    sealed record Counted
    {
        public SignKind Kind { get; init; }
        public Side Side { get; init; }
        public int Many { get; init; }
        public DateTimeOffset? At { get; init; }
        public DateTimeOffset? Until { get; init; }
    }
}
