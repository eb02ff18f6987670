using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Archive;

/// <summary>Letters as files: what one asked for, how far it is, and what waits to be taken.</summary>
public sealed class ExportsPageModel(Exports exports, CurrentPerson me, CurrentProgram program, IStringLocalizer<Texts> texts) : AskingPage
{
    [BindProperty] public string? Form { get; set; }
    [BindProperty] public bool Roles { get; set; }
    [BindProperty] public bool Findings { get; set; }

    public IReadOnlyList<Export> All { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    /// <summary>What is asked for, in words, as it was typed.</summary>
    public IEnumerable<string> Asked => new[] { Q?.Trim(), Name, State is { } state ? texts[$"state.{state}"].Value : null, Round is { } round ? texts["list.in", round].Value : null, From is { } from ? $"≥ {from:yyyy-MM-dd}" : null, To is { } to ? $"≤ {to:yyyy-MM-dd}" : null }
        .OfType<string>().Where(part => part.Length > 0);

    public async Task OnGet() => await Load();

    public async Task<IActionResult> OnPost()
    {
        ModelState.Clear();
        if (!Enum.TryParse<ExportForm>(Form, out var form) || !Enum.IsDefined(form)) ModelState.AddModelError(nameof(Form), texts["export.wrong.form"]);
        else if (await exports.Ask(await program.Get(), me.Id, Q, Filter, form, !Roles, Findings) is null) ModelState.AddModelError("", texts["export.full", Exports.MostAtOnce]);
        if (ModelState.IsValid)
        {
            TempData["Said"] = texts["export.said"].Value;
            return LocalRedirect("/archive/exports");
        }
        await Load();
        return Page();
    }

    async Task Load()
    {
        Times = await program.Times();
        All = await exports.Of(me.Id, (await program.Get()).Id);
    }

    /// <summary>A size that says something.</summary>
    public static string Size(long bytes) => bytes < 1_000_000 ? $"{Math.Max(1, bytes / 1000)} kB" : $"{bytes / 1_000_000} MB";
}
