using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Imports;

/// <summary>Takes a list of people in, to be looked at.</summary>
public sealed class ImportModel(ImportStore imports, CurrentProgram program, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    const string Field = "File";

    /// <summary>The columns of the template: the whole name in one cell is understood, and not asked for.</summary>
    public static readonly IReadOnlyList<Column> Template = [.. Enum.GetValues<Column>().Where(column => column != Column.Name)];

    [BindProperty(Name = Field)] public IFormFile? Sent { get; set; }

    /// <summary>One of theirs that waits or runs.</summary>
    public RosterImport? Waiting { get; private set; }

    /// <summary>What the browser says itself, before it sends what would be refused.</summary>
    public string TooLarge => texts["fault.file.large", "…", RosterFile.MostBytes / 1_000_000];

    public async Task OnGet() => Waiting = await imports.Waiting(me.ProgramId, me.Id);

    public async Task<IActionResult> OnPost()
    {
        await OnGet();
        if (Sent is not { } file)
        {
            ModelState.Clear();
            ModelState.AddModelError(Field, texts["need.file"]);
            return Page();
        }
        var of = await program.Get();
        await using var stream = file.OpenReadStream();
        var rules = new RosterRules(Days.Of(clock.Now(), of.Zone), of.Language, of.Policies.MenteeMail);
        var read = await Task.Run(() => RosterFile.Read(stream, rules));
        if (!read.IsRefused) return Redirect($"/people/import/{await imports.Keep(of, read, me.Id)}");
        foreach (var fault in read.Faults.Where(fault => !fault.IsHint)) ModelState.AddModelError(Field, fault.Words(texts));
        return Page();
    }

    /// <summary>A table with nothing but its columns, as the spreadsheets of the reader's language open it.</summary>
    public IActionResult OnGetTemplate()
    {
        var semicolons = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "en";
        var header = string.Join(semicolons ? ';' : ',', Template.Select(column => texts[$"col.{column}"].Value));
        return File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(header + "\r\n")).ToArray(), "text/csv; charset=utf-8", texts["import.template.file"]);
    }
}

static class FaultWords
{
    /// <summary>What is wrong and what to do, in the reader's language.</summary>
    public static string Words(this Fault fault, IStringLocalizer texts) => texts[$"fault.{fault.Key}", [.. fault.With]];
}
