using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;

namespace LetterExchange.Commands.Simulate;

/// <summary>The reviewers, leads and the coordinator of a simulation. Half of the reviewers look at the queue every half hour of their working day,
/// the others once a day; the first is away for four days and nobody stands in, so that letters pass their time one after the other and all who are told are told again within the
/// hour. A number is returned, danger is read by two, some letters are withheld, some approvals are taken back. Some mentors go away. When a letter
/// comes again, somebody approves it from the page that they still have open from the last time. Who asks for time has it the next morning.</summary>
public sealed class Staff(
    Database db, VirtualClock clock, Agenda agenda, Season season, Writers writers, Random chance, ClaimStore claims, Decisions decisions, LetterStore letters,
    Interventions interventions, Absences absences, ReminderSteps reminders, PairClosing closing)
{
    /// <summary>Which revision each reviewer has read of which letter.</summary>
    public HashSet<(Guid Reviewer, Guid Letter, int Revision)> Read { get; } = [];

    readonly Dictionary<Guid, (int Version, Guid Reviewer)> pages = [];
    (DateTimeOffset From, DateTimeOffset To) away;

    /// <summary>Begins the half-hourly round.</summary>
    public void Begin()
    {
        away = (clock.GetUtcNow().AddDays(8), clock.GetUtcNow().AddDays(12));
        agenda.After(TimeSpan.FromMinutes(30), Round);
        agenda.After(TimeSpan.FromDays(1), Morning);
        for (var i = 0; i < season.Pairs.Count; i++)
        {
            if (i % 12 == 5) PlanPause(season.Pairs[i]);
            if (i % 9 == 2) PlanAbsence(season.Pairs[i], TimeSpan.FromDays(4 + i % 40));
            if (i % 7 == 3) PlanReminders(season.Pairs[i], TimeSpan.FromDays(3 + i % 25));
            if (i % 100 == 50) PlanClosing(season.Pairs[i]);
        }
    }

    async Task Morning()
    {
        agenda.After(TimeSpan.FromDays(1), Morning);
        foreach (var turn in writers.TimeAskedFor)
            await interventions.Extend(new Scope(season.ProgramId, TurnId: turn), new Extension(3 + chance.Next(5), null), "They asked for it.", season.Coordinator);
        writers.TimeAskedFor.Clear();
    }

    async Task Round()
    {
        agenda.After(TimeSpan.FromMinutes(30), Round);
        var now = clock.GetUtcNow();
        if (now.Hour is < 13 or >= 22) return;
        foreach (var group in (await Waiting()).GroupBy(letter => letter.CohortId)) await Review(group.Key, [.. group], now);
    }

    async Task Review(Guid cohort, IReadOnlyList<Queued> queue, DateTimeOffset now)
    {
        var reviewer = season.ReviewerOf[cohort];
        var isAway = reviewer == season.ReviewerOf[season.Cohorts[0]] && now >= away.From && now < away.To;
        var isQuick = season.PlaceOf[cohort] / 2 % 2 == 0;
        if (!isAway && (isQuick || (now.Hour == 14 && now.Minute < 30)))
            foreach (var letter in queue.Take(40)) await Decide(letter, reviewer);
        foreach (var letter in queue.Where(letter => letter.Route == Route.Safeguarding)) await Decide(letter, season.Leads[chance.Next(season.Leads.Count)]);
    }

    async Task Decide(Queued queued, Guid reviewer)
    {
        if (pages.Remove(queued.Id, out var page)) await decisions.Approve(queued.Id, page.Version, page.Reviewer);
        if (!await claims.Take(queued.Id, reviewer) || await letters.Find(queued.Id) is not { State: LetterState.InReview } letter) return;
        Read.Add((reviewer, letter.Id, letter.Revision));
        pages[letter.Id] = (letter.Version, reviewer);
        if (queued.Contacts > 0 && letter.Route != Route.Safeguarding) await decisions.Return(letter.Id, letter.Version, reviewer, "Please leave out the number.");
        else if (chance.Next(60) == 0) await decisions.Withhold(letter.Id, letter.Version, reviewer, "Not for this reader.", concern: chance.Next(2) == 0);
        else if (chance.Next(200) == 0) await decisions.Reroute(letter.Id, letter.Version, reviewer, Route.Safeguarding, null);
        else await Approve(letter, reviewer);
    }

    async Task Approve(Letter letter, Guid reviewer)
    {
        var decided = await decisions.Approve(letter.Id, letter.Version, reviewer);
        if (decided == Decided.Done && chance.Next(40) == 0) await TakeBack(letter.Id, reviewer);
        else if (decided is not (Decided.Done or Decided.FirstKey)) await claims.Release(letter.Id, reviewer);
    }

    async Task TakeBack(Guid letter, Guid reviewer)
    {
        if (await letters.Find(letter) is { State: LetterState.Approved } approved) await decisions.TakeBack(letter, approved.Version, reviewer);
    }

    void PlanPause(Guid pair)
    {
        var from = TimeSpan.FromDays(5 + chance.Next(60));
        var scope = new Scope(season.ProgramId, PairId: pair);
        agenda.After(from, () => interventions.Pause(scope, "The family is away.", season.Coordinator));
        agenda.After(from + TimeSpan.FromHours(20 + chance.Next(300)), () => interventions.Resume(scope, "They are back.", season.Coordinator));
    }

    /// <summary>The two of a pair choose by which steps they are reminded: the mentor by the last but one alone, the mentee by none save the one that always comes. Later one wants all again.</summary>
    void PlanReminders(Guid pair, TimeSpan after) => agenda.After(after, async () =>
    {
        var (mentor, mentee) = await db.Get<(Guid, Guid)>("SELECT mentor_id, mentee_id FROM pairs WHERE id = @pair", new { pair });
        await reminders.Choose(mentor, [72]);
        await reminders.Choose(mentee, []);
        agenda.After(TimeSpan.FromDays(20), () => reminders.Choose(mentor, [168, 72, 24]));
    });

    /// <summary>The pair's mentor says in the morning that they are away from the day after tomorrow on, for twelve days; some find that they are there after all.</summary>
    void PlanAbsence(Guid pair, TimeSpan after) => agenda.After(after, async () =>
    {
        var mentor = await db.Get<Guid>("SELECT mentor_id FROM pairs WHERE id = @pair", new { pair });
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(2);
        if ((await absences.Ahead(mentor, season.ProgramId)).Count > 0) return;
        await absences.Note(mentor, season.ProgramId, first, first.AddDays(11));
        if (after.Days % 4 == 0)
            agenda.After(TimeSpan.FromDays(5), async () => await absences.Cancel(mentor, season.ProgramId, (await absences.Ahead(mentor, season.ProgramId))[0].Id));
    });

    void PlanClosing(Guid pair) =>
        agenda.After(TimeSpan.FromDays(20 + chance.Next(60)), () => closing.Close(pair, "moved", "The family has moved.", season.Coordinator));

    Task<List<Queued>> Waiting() => db.Query<Queued>("""
        SELECT l.id, p.cohort_id, l.route,
               (SELECT COUNT(*) FROM findings f WHERE f.letter_id = l.id AND f.number = l.revision AND f.category LIKE 'contact.%') AS contacts
          FROM letters l JOIN pairs p ON p.id = l.pair_id
         WHERE l.program_id = @ProgramId AND l.state = 'InReview'
         ORDER BY l.review_since, l.id
        """, new { season.ProgramId });

    sealed record Queued
    {
        public Guid Id { get; init; }
        public Guid CohortId { get; init; }
        public Route Route { get; init; }
        public int Contacts { get; init; }
    }
}
