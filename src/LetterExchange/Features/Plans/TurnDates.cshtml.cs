using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>One turn's dates: more time, or an excuse.</summary>
public sealed class TurnDatesModel(MoreTime time, Interventions interventions, Foresight foresight, ProgramStore programs, PlanStore plans, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts)
    : StepInPage(interventions, foresight, programs, plans, me, clock, texts)
{
    readonly Foresight turns = foresight;
    readonly Guid coordinator = me.Id;
    readonly IStringLocalizer<Texts> words = texts;

    public Turn Turn { get; private set; } = null!;
    public Assignment Assignment { get; private set; } = null!;

    /// <summary>The writer's request for more time, while it waits.</summary>
    public TimeRequest? Asked { get; private set; }

    public bool IsLate => Turn.IsLate(Times.Now);

    public override IReadOnlyList<StepKind> Kinds =>
        Turn.State is not (TurnState.Open or TurnState.Waiting) ? [] : Turn.HeldAt is null ? [StepKind.Days, StepKind.Until, StepKind.Excuse] : [StepKind.Days, StepKind.Until];

    public Task<IActionResult> OnPostGrant(Guid id) => Decide(id, time.Grant, "asked.done.yes");

    public Task<IActionResult> OnPostDecline(Guid id) => Decide(id, time.Decline, "asked.done.no");

    async Task<IActionResult> Decide(Guid id, Func<Guid, Guid, Task<bool>> decision, string done)
    {
        if (await Load(id) is null) return NotFound();
        TempData["Said"] = words[await decision(id, coordinator) ? done : "asked.over"].Value;
        return LocalRedirect(Onward);
    }

    protected override string Onward => $"/turns/{Turn.Id}/dates";

    protected override async Task<Scope?> Load(Guid id)
    {
        if (await turns.Find(id) is not { } found) return null;
        (Turn, Assignment) = found;
        Asked = await time.Waiting(id);
        return new(Turn.ProgramId, TurnId: id);
    }
}
