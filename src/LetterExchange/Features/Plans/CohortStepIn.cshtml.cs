using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>Stepping in for a whole cohort: what is done is done for all of it or for none.</summary>
public sealed class CohortStepInModel(Interventions interventions, Foresight foresight, ProgramStore programs, PlanStore plans, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts)
    : StepInPage(interventions, foresight, programs, plans, me, clock, texts)
{
    readonly Foresight counts = foresight;

    public Cohort Cohort { get; private set; } = null!;
    public int OpenTurns { get; private set; }
    public int Active { get; private set; }
    public int Paused { get; private set; }

    public override bool IsMany => true;

    public override IReadOnlyList<StepKind> Kinds =>
    [
        .. OpenTurns > 0 ? [StepKind.Days, StepKind.Until, StepKind.Excuse] : Array.Empty<StepKind>(),
        .. Active > 0 ? [StepKind.Pause] : Array.Empty<StepKind>(),
        .. Paused > 0 ? [StepKind.Resume] : Array.Empty<StepKind>(),
    ];

    protected override string Onward => $"/cohorts/{Cohort.Id}/step-in";

    protected override async Task<Scope?> Load(Guid id)
    {
        if (await counts.Cohort(id) is not { } cohort) return null;
        Cohort = cohort;
        var scope = new Scope(cohort.ProgramId, CohortId: id);
        (OpenTurns, Active, Paused) = await counts.Count(scope);
        return scope;
    }
}
