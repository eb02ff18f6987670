using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Imports;

/// <summary>A list that was sent: line by line what would become of it, then how far it is, then what became of it.</summary>
public sealed class OneImportModel(ImportStore imports, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 100;

    static readonly (string Show, Func<RosterLine, bool> Wanted)[] shows =
    [
        ("mistakes", line => line.IsFaulty), ("hints", line => line.HasHints), ("Add", line => line.Action == LineAction.Add), ("Change", line => line.Action == LineAction.Change), ("Same", line => line.Action == LineAction.Same),
    ];

    [BindProperty] public string? Seen { get; set; }
    [BindProperty] public bool Skip { get; set; }
    [BindProperty] public bool Invite { get; set; }
    [BindProperty(SupportsGet = true)] public string? Show { get; set; }
    [BindProperty(SupportsGet = true)] public int Sheet { get; set; } = 1;

    public RosterImport Import { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public IReadOnlyList<Fault> Notes { get; private set; } = [];
    public IReadOnlyList<(string Show, int Count)> Tabs { get; private set; } = [];
    public IReadOnlyList<RosterLine> Lines { get; private set; } = [];
    public int Pages { get; private set; }

    /// <summary>Children whom it brought and who can't sign in yet.</summary>
    public int WithoutCard { get; private set; }

    public string Title => Import.State switch
    {
        ImportState.Preview => texts.Count("preview.title", Import.Lines),
        ImportState.Running => texts["run.title"],
        _ => texts["done.title"],
    };

    public async Task<IActionResult> OnGet(Guid id) => await Load(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (await imports.Find(id) is not { } import) return NotFound();
        var answer = await imports.Accept(await program.Of(import.ProgramId), id, Seen ?? "", Skip, Invite, me.Id);
        if (answer is Acceptance.Done) return Redirect($"/people/import/{id}");
        if (!await Load(id)) return NotFound();
        if (Import.State != ImportState.Preview) return Redirect($"/people/import/{id}"); // Sent twice.
        ModelState.Clear(); // What was looked at is not what stands here now.
        ModelState.AddModelError(answer == Acceptance.Faulty ? nameof(Skip) : "", answer switch
        {
            Acceptance.Stale => texts["accept.stale"], Acceptance.Faulty => texts["accept.faulty"], Acceptance.Nothing => texts["accept.nothing"], _ => texts["accept.gone"],
        });
        return Page();
    }

    public async Task<IActionResult> OnPostDrop(Guid id)
    {
        if (!await imports.Drop(id, me.Id)) return Redirect($"/people/import/{id}");
        TempData["Said"] = texts["accept.dropped"].Value;
        return Redirect("/people/import");
    }

    /// <summary>What they are, and where.</summary>
    public string Where(RosterLine line) => string.Join(", ", new[] { line.Role is { } role ? texts[$"role.{role}"].Value : null, line.Cohort, line.Email }.Where(part => part is not null));

    public string Does(RosterLine line) => string.Join(", ", line.Does.Select(does => texts[$"does.{does}"].Value));

    public static string Tag(LineAction action) => action switch { LineAction.Add => "good", LineAction.Change => "wait", LineAction.Skip => "alarm", _ => "plain" };

    async Task<bool> Load(Guid id)
    {
        if (await imports.Find(id) is not { } import) return false;
        (Import, Times) = (import, await program.Times());
        if (import.State == ImportState.Done) WithoutCard = await imports.WithoutCard(id);
        if (import.State != ImportState.Preview) return true;
        Notes = ImportStore.Notes(import);
        var lines = await imports.Lines(id);
        Tabs = [.. shows.Select(one => (one.Show, lines.Count(one.Wanted)))];
        Show = Tabs.Any(tab => tab.Show == Show) ? Show : Tabs.FirstOrDefault(tab => tab.Count > 0, Tabs[2]).Show;
        var shown = lines.Where(shows.First(one => one.Show == Show).Wanted).ToList();
        Pages = (shown.Count + PageSize - 1) / PageSize;
        Sheet = Math.Clamp(Sheet, 1, Math.Max(Pages, 1));
        Lines = [.. shown.Skip((Sheet - 1) * PageSize).Take(PageSize)];
        return true;
    }
}
