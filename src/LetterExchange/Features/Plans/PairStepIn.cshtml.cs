using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>Stepping in for one pair: more time or an excuse for its open letter, a pause, going on.</summary>
public sealed class PairStepInModel(Absences absences, Interventions interventions, Foresight foresight, ProgramStore programs, PlanStore plans, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts)
    : StepInPage(interventions, foresight, programs, plans, me, clock, texts)
{
    readonly (ProgramStore Programs, Foresight Foresight, Interventions Interventions) stores = (programs, foresight, interventions);

    public Pair Pair { get; private set; } = null!;
    public int OpenTurns { get; private set; }

    /// <summary>When the mentor is away, today or later.</summary>
    public IReadOnlyList<Absence> Away { get; private set; } = [];

    /// <summary>Whether a concern holds it: only a safeguarding lead lets it go on.</summary>
    public bool IsHeld { get; private set; }

    public bool CanGoOn => Pair.StandsUntil > Times.Now;

    public override IReadOnlyList<StepKind> Kinds => Pair.State switch
    {
        PairState.Closed => [],
        PairState.Paused when Pair.IsResting => [],
        PairState.Paused when IsHeld => Letters,
        PairState.Paused => [StepKind.Resume, .. Letters],
        _ => [.. Letters, StepKind.Pause],
    };

    StepKind[] Letters => OpenTurns == 0 ? [] : [StepKind.Days, StepKind.Until, StepKind.Excuse];

    protected override string Onward => $"/pairs/{Pair.Id}";

    protected override async Task<Scope?> Load(Guid id)
    {
        if (await stores.Programs.Pair(id) is not { } pair) return null;
        Pair = pair;
        IsHeld = pair.State == PairState.Paused && await stores.Interventions.IsHeld(id);
        var scope = new Scope(pair.ProgramId, PairId: id);
        Away = pair.State == PairState.Closed ? [] : await absences.Ahead(pair.MentorId, pair.ProgramId);
        OpenTurns = (await stores.Foresight.Count(scope)).Open;
        return scope;
    }
}
