using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>Somebody who reviews for a program, and for how long on each day of the week.</summary>
public sealed record ReviewerHours(Guid Id, string Name, IReadOnlyDictionary<int, int> Minutes);

/// <summary>How fast somebody decides.</summary>
/// <param name="Minutes">A letter, in the middle.</param>
/// <param name="From">Of so many decisions; 0 where it is assumed.</param>
/// <param name="Own">Whether these are their own, not the program's.</param>
public sealed record Pace(double Minutes, int From, bool Own);

/// <summary>What a forecast stands on.</summary>
/// <param name="Waiting">Letters under review now.</param>
public sealed record ForecastBasis(IReadOnlyList<(ReviewerHours Who, Pace Pace)> Reviewers, Pace Program, int Waiting);

/// <summary>The hours that reviewers have said, and the forecast of the queue that follows from them, from their pace and from the plans.</summary>
public sealed class ReviewHours(Database db, TurnStore clocks, History history, TimeProvider clock)
{
    /// <summary>The longest day, in minutes.</summary>
    public const int Longest = 720;

    /// <summary>So far back decisions tell of a pace, and so many of them at the most.</summary>
    const int Season = 90, MostDecisions = 5000;

    /// <summary>The furthest that is forecast, in days.</summary>
    const int Furthest = 200;

    /// <summary>Everybody who reviews for a program.</summary>
    public Task<List<ReviewerHours>> All(Guid program) => db.Read(tx => All(tx, program));

    /// <summary>Keeps somebody's hours in the place of those before.</summary>
    /// <param name="minutes">By weekday, 1 for Monday; 0 and missing days are days without.</param>
    /// <exception cref="Refusal">They do not review for the program, or a day is longer than it can be.</exception>
    /// <exception cref="NotYours">They are another's, and the program is not one's own.</exception>
    public Task Keep(Guid program, Guid person, IReadOnlyDictionary<int, int> minutes, Guid by) => db.Transact(async tx =>
    {
        if (person != by) await Authority.OverProgram(tx, by, program);
        if (!(await All(tx, program)).Exists(one => one.Id == person)) throw new Refusal("hours.nobody");
        if (minutes.Any(day => day.Key is < 1 or > 7 || day.Value is < 0 or > Longest)) throw new Refusal("hours.wrong", "", Longest / 60);
        await tx.Execute("DELETE FROM review_hours WHERE program_id = @program AND person_id = @person", new { program, person });
        await tx.ExecuteMany("INSERT INTO review_hours (program_id, person_id, weekday, minutes) VALUES (@program, @person, @Weekday, @Minutes)",
            minutes.Where(day => day.Value > 0).Select(day => new { program, person, Weekday = day.Key, Minutes = day.Value }).ToList());
        await history.Record(tx, "review.hours", person, by, programId: program, codes: string.Create(CultureInfo.InvariantCulture, $"minutes={minutes.Values.Sum()}"));
    });

    /// <summary>How many pairs of a program are active.</summary>
    public Task<int> Pairs(Guid program) => db.Get<int>("SELECT COUNT(*) FROM pairs WHERE program_id = @program AND state = 'Active'", new { program });

    /// <summary>Forecasts a program's queue, with the plans that its pairs have and a sheet that so many more pairs would get.</summary>
    /// <param name="sheet">None for what is given already.</param>
    public Task<(Forecast Forecast, ForecastBasis Basis)> Ahead(Guid program, PlanSheet? sheet, int pairs) => db.Read(async tx =>
    {
        var (fair, now) = (await clocks.Clock(tx, program), clock.Now());
        var today = fair.Day(now);
        var basis = await Basis(tx, program, fair.Policies.ClaimMinutes, now);
        var arrivals = await Planned(tx, program, now, now.AddDays(Furthest));
        if (sheet is not null) arrivals.AddRange(sheet.Rounds.SelectMany(round => round.Turns).Select(turn => DaysOff.Read(turn.Due)).OfType<LocalDateTime>().Select(due => (At: fair.At(due), Letters: pairs)));
        var days = arrivals.Where(one => one.Letters > 0 && one.At > now).GroupBy(one => fair.Day(one.At)).ToDictionary(day => day.Key, day => day.Sum(one => one.Letters));
        var length = Math.Min(Furthest, days.Count == 0 ? 14 : Period.DaysBetween(today, days.Keys.Max()) + 15);
        var reviewers = basis.Reviewers.Select(one => (one.Who.Minutes, one.Pace.Minutes)).ToList();
        return (Capacity.Of(today, length, days, day => Capacity.Room(day, reviewers, fair.Holidays.Contains), basis.Waiting, fair.Policies.ReviewHours), basis);
    });

    async Task<ForecastBasis> Basis(Tx tx, Guid program, int longestGap, DateTimeOffset now)
    {
        var people = await All(tx, program);
        var gaps = people.Count == 0 ? [] : await tx.Query<(Guid Who, long Gap)>("""
            SELECT x.reviewer_id, x.gap
              FROM (SELECT d.reviewer_id, d.at, d.at - LAG(d.at) OVER (PARTITION BY d.reviewer_id ORDER BY d.at) AS gap
                      FROM decisions d JOIN letters l ON l.id = d.letter_id
                     WHERE d.reviewer_id IN @people AND d.at > @since AND l.program_id = @program AND d.kind IN ('Approve', 'Return', 'Withhold')) x
             WHERE x.gap > 0 AND x.gap <= @longest
             ORDER BY x.at DESC LIMIT @most
            """, new { people = people.ConvertAll(one => one.Id), since = now.AddDays(-Season), program, longest = longestGap * 60_000L, most = MostDecisions });
        var paces = gaps.ToLookup(one => one.Who, one => one.Gap / 60_000d);
        var whole = gaps.Count >= Capacity.Enough ? new Pace(Capacity.Median([.. gaps.Select(one => one.Gap / 60_000d)])!.Value, gaps.Count, false) : new Pace(Capacity.Assumed, 0, false);
        var waiting = await tx.Get<int>("SELECT COUNT(*) FROM letters WHERE program_id = @program AND state = 'InReview'", new { program });
        return new([.. people.Select(one => (one, paces[one.Id].Count() is >= Capacity.Enough and var count ? new Pace(Capacity.Median([.. paces[one.Id]])!.Value, count, true) : whole))], whole, waiting);
    }

    /// <summary>Letters that the plans of the program's pairs ask for, by the plans' dates.</summary>
    static Task<List<(DateTimeOffset At, int Letters)>> Planned(Tx tx, Guid program, DateTimeOffset from, DateTimeOffset to) => Rows(tx.Query<(long At, long Letters)>("""
        SELECT t.due_at, COUNT(*)
          FROM reading_plans g JOIN rounds r ON r.plan_id = g.id JOIN round_turns t ON t.round_id = r.id JOIN assignments a ON a.round_id = r.id
         WHERE g.program_id = @program AND g.state = 'Published' AND t.due_at > @from AND t.due_at <= @to AND a.state IN ('Scheduled', 'Open')
         GROUP BY t.due_at
        """, new { program, from, to }));

    static async Task<List<(DateTimeOffset, int)>> Rows(Task<List<(long At, long Letters)>> rows) => (await rows).ConvertAll(row => (DateTimeOffset.FromUnixTimeMilliseconds(row.At), (int)row.Letters));

    static async Task<List<ReviewerHours>> All(Tx tx, Guid program)
    {
        var people = await tx.Query<(Guid Id, string Name)>("""
            SELECT DISTINCT h.id, h.given_name || ' ' || h.surname FROM memberships m JOIN people h ON h.id = m.person_id
             WHERE m.program_id = @program AND m.role IN ('Reviewer', 'Teacher', 'SafeguardingLead') AND m.ended_at IS NULL AND h.left_at IS NULL
             ORDER BY 2, 1
            """, new { program });
        var hours = (await tx.Query<(Guid Person, long Weekday, long Minutes)>("SELECT person_id, weekday, minutes FROM review_hours WHERE program_id = @program", new { program })).ToLookup(row => row.Person);
        return people.ConvertAll(one => new ReviewerHours(one.Id, one.Name, hours[one.Id].ToDictionary(row => (int)row.Weekday, row => (int)row.Minutes)));
    }
}
