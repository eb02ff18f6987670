using LetterExchange.Features.People;
using LetterExchange.Features.Screening;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>Each rule's record in this program, and whether its findings count for less or more.</summary>
public sealed class RulesModel(RuleRecord record, RuleSettings settings, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public RecordBy By { get; set; }
    [BindProperty(SupportsGet = true)] public bool Ever { get; set; }

    public IReadOnlyList<RuleStanding> Rules { get; private set; } = [];

    Dictionary<RuleOf, Loudness> loudness = [];

    public Task OnGet() => Load();

    public async Task<IActionResult> OnPost(string? category, string? rule, Loudness to)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(to)) return BadRequest();
        try
        {
            if (!await settings.Set(new(me.ProgramId, category ?? "", rule ?? ""), to, me.Id)) return BadRequest();
        }
        catch (Refusal refusal)
        {
            await Load();
            return refusal.On(this, texts);
        }
        TempData["Said"] = texts["rules.kept"].Value;
        return Redirect(Link(By, Ever));
    }

    public Loudness LoudnessOf(RuleCount rule) => loudness.GetValueOrDefault(new(me.ProgramId, rule.Category, rule.Rule), Loudness.AsItIs);

    /// <summary>A language as the reader of the page calls it.</summary>
    public static string NameOf(string language) => System.Globalization.CultureInfo.GetCultureInfo(language).DisplayName;

    /// <summary>This page, broken down and of the time as given.</summary>
    public static string Link(RecordBy by, bool ever) => $"/quality/rules?by={by}&ever={(ever ? "true" : "false")}";

    async Task Load()
    {
        loudness = await settings.Of([me.ProgramId]);
        Rules = await record.Of(me.ProgramId, By, Ever);
    }
}
