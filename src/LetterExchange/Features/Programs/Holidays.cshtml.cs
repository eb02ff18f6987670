using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Programs;

/// <summary>Days off from a calendar file: shows what each entry would add, and adds what is chosen. Nothing of the file itself is kept.</summary>
public sealed class HolidaysModel(Settings settings, ProgramStore programs, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>What was chosen: first day, last day and name, parted by slashes.</summary>
    [BindProperty] public List<string> Take { get; set; } = [];

    public MentoringProgram Program { get; private set; } = null!;
    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    /// <summary>The file's entries, once there is one.</summary>
    public IReadOnlyList<HolidayLine>? Lines { get; private set; }

    public async Task<IActionResult> OnGet(Guid id) => await Load(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id, IFormFile? file)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        try
        {
            if (file is not { Length: > 0 }) throw new Refusal("ics.missing", "File");
            if (file.Length > HolidayFile.MostBytes) throw new Refusal("ics.large", "File", HolidayFile.MostBytes / 1024);
            using var read = new MemoryStream();
            await file.CopyToAsync(read);
            Lines = HolidayFile.Read(read.ToArray(), Days.Of(clock.Now(), Program.Zone), Holidays.Select(day => day.Day).ToHashSet());
            return Page();
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
    }

    public async Task<IActionResult> OnPostAdd(Guid id)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Clear();
        var spans = Take.Select(Read).ToList();
        if (spans.Count == 0 || spans.Count > HolidayFile.MostEntries || spans.Contains(null))
        {
            ModelState.AddModelError("File", texts["ics.chosen"]);
            return Page();
        }
        var added = await settings.AddHolidays(id, [.. spans.Select(span => span!.Value)], me.Id);
        TempData["Said"] = texts.Count("ics.added", added).Value;
        return Redirect($"/programs/{id}/holidays");
    }

    public async Task<IActionResult> OnPostRemove(Guid id, DateOnly from, DateOnly to)
    {
        if (!await Load(id)) return NotFound();
        await settings.RemoveHolidays(id, from, to, me.Id);
        TempData["Said"] = texts["program.removed"].Value;
        return Redirect($"/programs/{id}/holidays");
    }

    /// <summary>A line as its box holds it.</summary>
    public string Box(HolidayLine line) => FormattableString.Invariant($"{line.From:yyyy-MM-dd}/{line.To:yyyy-MM-dd}/{Name(line)}");

    public string Name(HolidayLine line) => line.Name.Length > 0 ? line.Name : texts["ics.nameless"];

    async Task<bool> Load(Guid id)
    {
        if (await programs.Find(id) is not { } found) return false;
        (Program, Holidays) = (found, await settings.Holidays(id));
        return true;
    }

    static (DateOnly From, DateOnly To, string Name)? Read(string box) =>
        box.Split('/', 3) is [var first, var last, var typed] && Typed.Line(typed) is { Length: <= Typed.LongestName } name && Day(first) is { } from && Day(last) is { } to && to >= from && to < from.AddDays(HolidayFile.Longest)
            ? (from, to, name) : null;

    static DateOnly? Day(string typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
