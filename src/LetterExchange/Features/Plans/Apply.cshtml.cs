using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Plans;

/// <summary>Gives a published plan to cohorts or single pairs: says what will happen, then does it, then says what happened.</summary>
public sealed class ApplyModel(PlanStore plans, PlanWorks works, Takers takers, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The most pairs that are listed singly.</summary>
    public const int MostListed = 500;

    /// <summary>Ids of cohorts.</summary>
    [BindProperty]
    public List<Guid> Whole { get; set; } = [];

    /// <summary>Ids of pairs.</summary>
    [BindProperty]
    public List<Guid> Single { get; set; } = [];

    public ReadingPlan Plan { get; private set; } = null!;
    public IReadOnlyList<Taker> Cohorts { get; private set; } = [];

    /// <summary>The cohort whose pairs are listed.</summary>
    public Taker? Opened { get; private set; }

    public IReadOnlyList<PairTaker> Pairs { get; private set; } = [];

    /// <summary>What will happen, once somebody has been chosen.</summary>
    public Foretold? Foretold { get; private set; }

    public async Task<IActionResult> OnGet(Guid id, Guid? cohort) => await Load(id, cohort) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id, Guid? cohort, bool sure)
    {
        if (!await Load(id, cohort)) return NotFound();
        if (!ModelState.IsValid) return Refuse("apply.stranger");
        var chosen = new Chosen(Whole, Single);
        if (chosen.IsNobody) return Refuse("apply.none");
        try
        {
            if (sure) return Done(await works.Go((await works.Give(Plan, chosen, me.Id)).Id, PlanWorks.AtOnce));
            Foretold = await takers.Foretell(Plan, chosen);
            return Page();
        }
        catch (Refusal refused)
        {
            return refused.On(this, texts);
        }
    }

    async Task<bool> Load(Guid id, Guid? cohort)
    {
        if (await plans.Find(id) is not { State: PlanState.Published } plan) return false;
        Plan = plan;
        Cohorts = await takers.Cohorts(plan);
        Opened = Cohorts.FirstOrDefault(one => one.Id == cohort);
        if (Opened is not null) Pairs = await takers.Pairs(plan, Opened.Id, MostListed);
        return true;
    }

    PageResult Refuse(string key)
    {
        ModelState.Clear();
        ModelState.AddModelError("", texts[key]);
        return Page();
    }

    /// <summary>What takes longer is followed on the plan's page.</summary>
    RedirectResult Done(PlanWork work)
    {
        List<string> said = [work.IsUnderWay ? texts["work.begun"] : texts.Count("apply.done", work.Done)];
        if (!work.IsUnderWay && work.HadIt > 0) said.Add(texts["apply.had", work.HadIt]);
        if (!work.IsUnderWay && work.LeftOut > 0) said.Add(texts["apply.left", work.LeftOut]);
        TempData["Said"] = string.Join(' ', said);
        return Redirect($"/plans/{Plan.Id}");
    }
}
