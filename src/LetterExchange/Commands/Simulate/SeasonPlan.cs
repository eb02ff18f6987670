using LetterExchange.Features.Plans;
using LetterExchange.Features.Stories;
using NodaTime;

namespace LetterExchange.Commands.Simulate;

/// <summary>The plan of a simulated season: rounds of three weeks, the mentee writes first.</summary>
public sealed class SeasonPlan(VirtualClock clock, Season season, PlanStore plans, PlanApplication application, StoryLibrary stories)
{
    /// <summary>Makes the plan, publishes it and gives it to every cohort.</summary>
    public async Task Apply(int rounds)
    {
        var fair = await plans.Clock(season.ProgramId);
        var pattern = new PlanPattern { Name = "Season", Rounds = rounds, Weeks = 3, DaysATurn = 8, From = fair.Day(clock.GetUtcNow()).Next(IsoDayOfWeek.Monday).ToDateOnly() };
        var library = stories.All.Select(story => story.Id).ToList();
        var sheet = pattern.Fill(fair, [.. Enumerable.Range(0, rounds).Select(round => library[round % library.Count])]);
        var (plan, outcome) = await plans.Create(season.ProgramId, sheet, season.Coordinator);
        if (outcome.IsDone) outcome = await plans.Publish(plan, 1, sheet, season.Coordinator);
        if (!outcome.IsDone) throw new InvalidOperationException($"The season's plan is wrong: {string.Join("; ", outcome.Problems)}");
        foreach (var cohort in season.Cohorts) await application.ToCohort(plan, cohort, season.Coordinator);
    }
}
