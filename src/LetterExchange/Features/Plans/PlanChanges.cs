using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Plans;

/// <summary>Changes of a published plan: what they would do, and doing it. Dates move for all pairs that have it or for cohorts; stories come and rounds go for all.</summary>
public sealed class PlanChanges(Database db, TurnStore clocks, PlanWorks works, StoryLibrary stories, History history, TimeProvider clock)
{
    /// <summary>What is wrong with a changed sheet and was not wrong before, in the order of the form.</summary>
    public Task<List<PlanProblem>> Check(ReadingPlan plan, PlanSheet sheet) => db.Read(tx => Check(tx, plan, sheet));

    /// <summary>Changes the plan, and begins to let its pairs follow.</summary>
    /// <param name="version">Of the plan that the change was made for.</param>
    /// <param name="cohorts">Whose pairs follow; none for all: then the plan itself changes too.</param>
    /// <returns>The work, or why not.</returns>
    /// <exception cref="Refusal">Nothing would change, only dates change for cohorts, or something else is being done to the pairs of this plan.</exception>
    public Task<(PlanWork? Work, PlanOutcome Outcome)> Make(Guid id, int version, PlanSheet sheet, IReadOnlyCollection<int> dropped, IReadOnlyList<Guid> cohorts, string reason, Guid by) => db.Transact<(PlanWork?, PlanOutcome)>(async tx =>
    {
        if (await PlanStore.Find(tx, id) is not { State: PlanState.Published } plan || plan.Version != version) return (null, new([], ChangedElsewhere: true));
        if (await Check(tx, plan, sheet) is { Count: > 0 } problems) return (null, new(problems));
        var change = PlanChange.Between(plan, sheet, dropped);
        if (change.IsNothing) throw new Refusal("change.nothing");
        if (cohorts.Count > 0 && change.Stories.Count + change.Dropped.Count > 0) throw new Refusal("change.dates.only", "Cohorts");
        // Whoever gives the plan shares its row, so nobody gives the old one after this.
        if (await tx.Execute("UPDATE reading_plans SET version = version + 1 WHERE id = @id AND version = @version", new { id, version }) == 0) return (null, new([], ChangedElsewhere: true));
        if (cohorts.Count == 0) await Rewrite(tx, plan, change);
        var work = await works.Begin(tx, plan, WorkKind.Change, new() { Change = change, Cohorts = cohorts }, reason, by);
        await history.Record(tx, "plan.change", id, by, programId: plan.ProgramId,
            codes: string.Create(CultureInfo.InvariantCulture, $"work={work.Id} dates={change.Dates.Count} stories={change.Stories.Count} dropped={change.Dropped.Count} cohorts={cohorts.Count}"));
        return (work, PlanOutcome.Done);
    });

    async Task<List<PlanProblem>> Check(Tx tx, ReadingPlan plan, PlanSheet sheet)
    {
        if (sheet.Rounds.Count != plan.Rounds.Count || sheet.Rounds.Zip(plan.Rounds).Any(two => two.First.Turns.Count != two.Second.Turns.Count)) return [new("Sheet.Name", null, "shape")];
        var (fair, shelf, now) = (await clocks.Clock(tx, plan.ProgramId), await stories.Of(tx, plan.ProgramId), clock.Now());
        var before = new PlanCheck(fair, shelf, now).Problems(plan.Sheet).Select(problem => (problem.Field, problem.Code)).ToHashSet();
        return [.. new PlanCheck(fair, shelf, now).Problems(sheet).Where(problem => !before.Contains((problem.Field, problem.Code)))];
    }

    /// <summary>The plan's own dates, for those who get it from now on.</summary>
    async Task Rewrite(Tx tx, ReadingPlan plan, PlanChange change)
    {
        var (fair, shelf) = (await clocks.Clock(tx, plan.ProgramId), await stories.Of(tx, plan.ProgramId));
        await tx.ExecuteMany("UPDATE rounds SET opens_local = @To, opens_at = @At WHERE id = @RoundId",
            change.Dates.Where(date => date.Turn == 0).Select(date => new { date.To, At = fair.At(date.To), date.RoundId }).ToList());
        await tx.ExecuteMany("UPDATE round_turns SET due_local = @To, due_at = @At, cut_off_local = @ToCut, cut_off_at = @CutAt WHERE round_id = @RoundId AND ordinal = @Turn",
            change.Dates.Where(date => date.Turn > 0).Select(date => new { date.To, At = fair.At(date.To), date.ToCut, CutAt = fair.At(date.ToCut!), date.RoundId, date.Turn }).ToList());
        await tx.ExecuteMany("INSERT INTO round_stories (round_id, story_id, ordinal) VALUES (@RoundId, @StoryId, (SELECT COALESCE(MAX(s.ordinal), 0) + 1 FROM round_stories s WHERE s.round_id = @RoundId))",
            change.Stories.Select(story => new { story.RoundId, StoryId = shelf.Newest(story.StoryId) }).ToList());
        await tx.ExecuteMany("UPDATE rounds SET dropped_at = @now WHERE id = @RoundId", change.Dropped.Select(round => new { now = clock.Now(), round.RoundId }).ToList());
    }
}
