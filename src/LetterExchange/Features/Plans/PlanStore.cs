using LetterExchange.Data;
using LetterExchange.Features.Stories;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>What became of a plan that was kept or published: its problems, or that somebody else had changed it meanwhile.</summary>
public sealed record PlanOutcome(IReadOnlyList<PlanProblem> Problems, bool ChangedElsewhere = false)
{
    public static readonly PlanOutcome Done = new([]);

    public bool IsDone => Problems.Count == 0 && !ChangedElsewhere;
}

/// <summary>Plans: drafted, checked, published, copied. What is applied to pairs is <see cref="PlanApplication"/>.</summary>
public sealed class PlanStore(Database db, TurnStore clocks, StoryLibrary stories, History history, TimeProvider clock)
{
    const string Columns = "g.id, g.program_id, g.name, g.state, g.created_at, g.published_at, g.version";

    public Task<ReadingPlan?> Find(Guid id) => db.Read(tx => Find(tx, id));

    /// <summary>The program's plans, the newest first, without their rounds.</summary>
    public Task<List<PlanLine>> All(Guid programId) => db.Query<PlanLine>("""
        SELECT g.id, g.name, g.state, g.created_at,
               (SELECT COUNT(*) FROM rounds r WHERE r.plan_id = g.id) AS rounds,
               (SELECT MIN(r.opens_at) FROM rounds r WHERE r.plan_id = g.id) AS opens_at,
               (SELECT MAX(t.cut_off_at) FROM rounds r JOIN round_turns t ON t.round_id = r.id WHERE r.plan_id = g.id) AS ends_at,
               (SELECT COUNT(DISTINCT a.pair_id) FROM rounds r JOIN assignments a ON a.round_id = r.id WHERE r.plan_id = g.id) AS pairs
          FROM reading_plans g
         WHERE g.program_id = @programId
         ORDER BY g.created_at DESC, g.id DESC
        """, new { programId });

    /// <summary>How many pairs have the plan, by cohort.</summary>
    public Task<List<Holders>> HeldBy(Guid id) => db.Query<Holders>("""
        SELECT c.id, c.name, COUNT(DISTINCT p.id) AS pairs
          FROM rounds r JOIN assignments a ON a.round_id = r.id JOIN pairs p ON p.id = a.pair_id JOIN cohorts c ON c.id = p.cohort_id
         WHERE r.plan_id = @id
         GROUP BY c.id, c.name
         ORDER BY c.name
        """, new { id });

    /// <summary>The plan as its form has it. A title that is only its stories' is left empty there, so that it follows when they are changed.</summary>
    public PlanSheet Sheet(ReadingPlan plan)
    {
        var sheet = plan.Sheet;
        foreach (var round in sheet.Rounds.Where(round => round.Title == Titles(round.Chosen, stories.Find))) round.Title = null;
        return sheet;
    }

    /// <summary>The clock by which a program's plans are made.</summary>
    public Task<FairClock> Clock(Guid programId) => db.Read(tx => clocks.Clock(tx, programId));

    /// <summary>How many mentors of the program are away, by day, from the first date of a sheet to the last.</summary>
    public async Task<IReadOnlyDictionary<LocalDate, int>> Away(Guid programId, PlanSheet sheet)
    {
        var dates = sheet.Rounds.SelectMany(round => round.Turns.SelectMany(turn => new[] { turn.Due, turn.CutOff }).Append(round.Opens)).Select(DaysOff.Read).OfType<LocalDateTime>().ToList();
        if (dates.Count == 0) return new Dictionary<LocalDate, int>();
        var (first, last) = (dates.Min().Date, dates.Max().Date);
        var absences = await db.Query<Absence>("""
            SELECT id, first_day, last_day FROM absences WHERE program_id = @programId AND last_day >= @first AND first_day <= @last AND cancelled_at IS NULL
            """, new { programId, first = first.ToDateOnly(), last = last.ToDateOnly() });
        return absences.SelectMany(one => Enumerable.Range(0, one.LastDay.DayNumber - one.FirstDay.DayNumber + 1).Select(n => LocalDate.FromDateOnly(one.FirstDay.AddDays(n))))
            .GroupBy(day => day).ToDictionary(day => day.Key, day => day.Count());
    }

    /// <summary>Everything that is wrong with a sheet, were it published now.</summary>
    public Task<List<PlanProblem>> Check(Guid programId, PlanSheet sheet) => db.Read(tx => Check(tx, programId, sheet));

    /// <summary>Keeps a new draft; nothing when it cannot be read.</summary>
    public Task<(Guid Id, PlanOutcome Outcome)> Create(Guid programId, PlanSheet sheet, Guid by) => db.Transact(async tx =>
    {
        if (PlanCheck.Unreadable(sheet) is { Count: > 0 } unreadable) return (Guid.Empty, new PlanOutcome(unreadable));
        return (await Insert(tx, programId, sheet, by), PlanOutcome.Done);
    });

    /// <summary>Keeps a draft as typed, whatever is wrong with its dates as long as they can be read.</summary>
    public Task<PlanOutcome> Keep(Guid id, int version, PlanSheet sheet, Guid by) => Change(id, version, sheet, by, publish: false);

    /// <summary>Keeps the sheet and publishes it, or neither.</summary>
    public Task<PlanOutcome> Publish(Guid id, int version, PlanSheet sheet, Guid by) => Change(id, version, sheet, by, publish: true);

    /// <summary>A new draft with the same rounds and dates.</summary>
    /// <param name="name">Of the copy; cut to the longest name.</param>
    public Task<Guid> Copy(Guid id, string name, Guid by) => db.Transact(async tx =>
    {
        var plan = await Find(tx, id) ?? throw new InvalidOperationException($"There is no plan {id}.");
        var sheet = Sheet(plan);
        sheet.Name = name.Length > PlanCheck.LongestName ? name[..PlanCheck.LongestName] : name;
        return await Insert(tx, plan.ProgramId, sheet, by);
    });

    /// <summary>Throws a draft away, with its rounds and dates. False when it has changed since it was read, or is no draft any more.</summary>
    public Task<bool> Discard(Guid id, int version, Guid by) => db.Transact(async tx =>
    {
        if (await Find(tx, id) is not { } plan) return false;
        // The row is taken first, so that nobody keeps or publishes beside this.
        var taken = await tx.Execute("UPDATE reading_plans SET version = version + 1 WHERE id = @id AND version = @version AND state = 'Draft'", new { id, version });
        if (taken == 0) return false;
        await Clear(tx, id);
        await tx.Execute("DELETE FROM reading_plans WHERE id = @id", new { id });
        await history.Record(tx, "plan.discard", id, by, programId: plan.ProgramId, codes: $"rounds={plan.Rounds.Count}");
        return true;
    });

    internal static async Task<ReadingPlan?> Find(Tx tx, Guid id)
    {
        if (await tx.Find<ReadingPlan>($"SELECT {Columns} FROM reading_plans g WHERE g.id = @id", new { id }) is not { } plan) return null;
        var offers = (await tx.Query<Offer>("""
            SELECT s.round_id, s.story_id FROM round_stories s JOIN rounds r ON r.id = s.round_id WHERE r.plan_id = @id ORDER BY s.round_id, s.ordinal
            """, new { id })).ToLookup(offer => offer.RoundId, offer => offer.StoryId);
        var turns = (await tx.Query<RoundTurn>("""
            SELECT t.round_id, t.ordinal, t.writer, t.due_local, t.due_at, t.cut_off_local, t.cut_off_at
              FROM round_turns t JOIN rounds r ON r.id = t.round_id WHERE r.plan_id = @id ORDER BY t.round_id, t.ordinal
            """, new { id })).ToLookup(turn => turn.RoundId);
        var rounds = await tx.Query<Round>("SELECT id, plan_id, ordinal, title, opens_local, opens_at, dropped_at FROM rounds WHERE plan_id = @id ORDER BY ordinal", new { id });
        return plan with { Rounds = [.. rounds.Select(round => round with { Stories = [.. offers[round.Id]], Turns = [.. turns[round.Id]] })] };
    }

    Task<PlanOutcome> Change(Guid id, int version, PlanSheet sheet, Guid by, bool publish) => db.Transact(async tx =>
    {
        if (await Find(tx, id) is not { State: PlanState.Draft } plan) return new([], ChangedElsewhere: true);
        var problems = publish ? await Check(tx, plan.ProgramId, sheet) : PlanCheck.Unreadable(sheet);
        if (problems.Count > 0) return new(problems);
        var now = clock.Now();
        var changed = await tx.Execute("""
            UPDATE reading_plans SET name = @name, state = @state, published_at = @published, version = version + 1
             WHERE id = @id AND version = @version AND state = 'Draft'
            """, new { id, version, name = sheet.Name!.Trim(), state = publish ? PlanState.Published : PlanState.Draft, published = publish ? now : (DateTimeOffset?)null });
        if (changed == 0) return new([], ChangedElsewhere: true);
        await Rewrite(tx, plan, sheet);
        await history.Record(tx, publish ? "plan.publish" : "plan.change", id, by, programId: plan.ProgramId, codes: $"rounds={sheet.Rounds.Count}");
        return PlanOutcome.Done;
    });

    async Task<List<PlanProblem>> Check(Tx tx, Guid programId, PlanSheet sheet) =>
        new PlanCheck(await clocks.Clock(tx, programId), await stories.Of(tx, programId), clock.Now()).Problems(sheet);

    async Task<Guid> Insert(Tx tx, Guid programId, PlanSheet sheet, Guid by)
    {
        var plan = new ReadingPlan { Id = clock.New(), ProgramId = programId };
        await tx.Execute("INSERT INTO reading_plans (id, program_id, name, state, created_at) VALUES (@Id, @programId, @name, 'Draft', @now)",
            new { plan.Id, programId, name = sheet.Name!.Trim(), now = clock.Now() });
        await Rewrite(tx, plan, sheet);
        await history.Record(tx, "plan.draft", plan.Id, by, programId: programId, codes: $"rounds={sheet.Rounds.Count}");
        return plan.Id;
    }

    /// <summary>A draft's rounds are written anew: nothing refers to them yet. A story that has been mended meanwhile is taken as it is now.</summary>
    async Task Rewrite(Tx tx, ReadingPlan plan, PlanSheet sheet)
    {
        await Clear(tx, plan.Id);
        var (zone, shelf) = (await clocks.Clock(tx, plan.ProgramId), await stories.Of(tx, plan.ProgramId));
        var rounds = sheet.Rounds.Select((round, n) => (Id: clock.New(), Ordinal: n + 1, Sheet: round, Opens: FairClock.Parse(round.Opens!))).ToList();
        await tx.ExecuteMany("INSERT INTO rounds (id, plan_id, ordinal, title, opens_local, opens_at) VALUES (@Id, @Plan, @Ordinal, @Title, @Local, @At)",
            rounds.Select(round => new { round.Id, Plan = plan.Id, round.Ordinal, Title = Title(round.Sheet, shelf), Local = FairClock.Format(round.Opens), At = zone.At(round.Opens) }).ToList());
        await tx.ExecuteMany("INSERT INTO round_stories (round_id, story_id, ordinal) VALUES (@Id, @Story, @Ordinal)",
            rounds.SelectMany(round => round.Sheet.Chosen.Select(shelf.Newest).Distinct().Select((story, n) => new { round.Id, Story = story, Ordinal = n + 1 })).ToList());
        await tx.ExecuteMany("""
            INSERT INTO round_turns (round_id, ordinal, writer, due_local, due_at, cut_off_local, cut_off_at)
            VALUES (@RoundId, @Ordinal, @Writer, @DueLocal, @DueAt, @CutOffLocal, @CutOffAt)
            """, rounds.SelectMany(round => round.Sheet.Turns.Select((turn, n) => Planned(zone, round.Id, n + 1, turn))).ToList());
    }

    static async Task Clear(Tx tx, Guid plan)
    {
        await tx.Execute("DELETE FROM round_stories WHERE round_id IN (SELECT id FROM rounds WHERE plan_id = @plan)", new { plan });
        await tx.Execute("DELETE FROM round_turns WHERE round_id IN (SELECT id FROM rounds WHERE plan_id = @plan)", new { plan });
        await tx.Execute("DELETE FROM rounds WHERE plan_id = @plan", new { plan });
    }

    static RoundTurn Planned(FairClock zone, Guid round, int ordinal, TurnSheet turn)
    {
        var (due, cutOff) = (FairClock.Parse(turn.Due!), FairClock.Parse(turn.CutOff!));
        return new()
        {
            RoundId = round, Ordinal = ordinal, Writer = turn.Writer, DueLocal = FairClock.Format(due), DueAt = zone.At(due),
            CutOffLocal = FairClock.Format(cutOff), CutOffAt = zone.At(cutOff),
        };
    }

    static string Title(RoundSheet round, Shelf shelf) => string.IsNullOrWhiteSpace(round.Title) ? Titles(round.Chosen, shelf.Find) : round.Title.Trim();

    static string Titles(IEnumerable<string> chosen, Func<string, Story?> find) => string.Join(" / ", chosen.Select(id => find(id)?.Title ?? id));

    sealed record Offer
    {
        public Guid RoundId { get; init; }
        public string StoryId { get; init; } = "";
    }
}

/// <summary>A plan in the list of plans.</summary>
public sealed record PlanLine
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public PlanState State { get; init; }
    public int Rounds { get; init; }
    public DateTimeOffset? OpensAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public int Pairs { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Pairs of a cohort that have a plan.</summary>
public sealed record Holders
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public int Pairs { get; init; }
}
