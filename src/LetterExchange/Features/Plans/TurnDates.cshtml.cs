using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>One turn's dates: more time, or an excuse.</summary>
public sealed class TurnDatesModel(Interventions interventions, Foresight foresight, ProgramStore programs, PlanStore plans, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts)
    : StepInPage(interventions, foresight, programs, plans, me, clock, texts)
{
    readonly Foresight turns = foresight;

    public Turn Turn { get; private set; } = null!;
    public Assignment Assignment { get; private set; } = null!;
    public bool IsLate => Turn.IsLate(Times.Now);

    public override IReadOnlyList<StepKind> Kinds =>
        Turn.State is not (TurnState.Open or TurnState.Waiting) ? [] : Turn.HeldAt is null ? [StepKind.Days, StepKind.Until, StepKind.Excuse] : [StepKind.Days, StepKind.Until];

    protected override string Onward => $"/turns/{Turn.Id}/dates";

    protected override async Task<Scope?> Load(Guid id)
    {
        if (await turns.Find(id) is not { } found) return null;
        (Turn, Assignment) = found;
        return new(Turn.ProgramId, TurnId: id);
    }
}
