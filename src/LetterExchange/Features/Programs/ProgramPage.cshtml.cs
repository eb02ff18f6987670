using LetterExchange.Features.People;
using LetterExchange.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Programs;

/// <summary>What a program sets for itself.</summary>
public sealed class ProgramPageModel(Settings settings, ProgramStore programs, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Most days that are added as a holiday at once.</summary>
    const int LongestHoliday = 100;

    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Zone { get; set; }
    [BindProperty] public string? Language { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public PolicyForm Policy { get; set; } = new();
    [BindProperty] public string? ContactName { get; set; }
    [BindProperty] public string? ContactHow { get; set; }
    [BindProperty] public DateOnly? HolidayFrom { get; set; }
    [BindProperty] public DateOnly? HolidayTo { get; set; }
    [BindProperty] public string? HolidayName { get; set; }

    public MentoringProgram Program { get; private set; } = null!;
    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];
    public IReadOnlyList<HelpContact> Contacts { get; private set; } = [];
    public int Leads { get; private set; }
    public bool IsCurrent => me.HasProgram && me.ProgramId == Program.Id;

    /// <summary>Whether something of this form needs another look.</summary>
    public bool Failed(string form) => ModelState.Any(entry => entry.Key.StartsWith(form, StringComparison.Ordinal) && entry.Value!.Errors.Count > 0);

    public async Task<IActionResult> OnGet(Guid id) => await Load(id) ? Page() : NotFound();

    public Task<IActionResult> OnPost(Guid id) => Do(id, async () =>
    {
        var policies = Policy.Read(ModelState, texts);
        if (Typed.Line(Name) is not { Length: <= Typed.LongestName }) ModelState.AddModelError(nameof(Name), texts["program.need.name", Typed.LongestName]);
        if (!Days.IsZone(Typed.Line(Zone))) ModelState.AddModelError(nameof(Zone), texts["program.zone", Zone ?? ""]);
        var language = ModelState.ReadLanguage(nameof(Language), Language, Program.Language, texts["program.need.language"]);
        if (!ModelState.IsValid) return null;
        var changed = Program with { Name = Typed.Line(Name)!, Zone = Typed.Line(Zone)!, Languages = string.Join(' ', Program.Languages.Split(' ').Prepend(language).Distinct()), Version = Version };
        return await settings.Save(changed, policies, me.Id) ? texts["program.saved"] : throw new Refusal("program.first");
    });

    public Task<IActionResult> OnPostContact(Guid id) => Do(id, async () =>
    {
        if (Typed.Line(ContactName) is not { Length: <= Typed.LongestName } name) throw new Refusal("program.need.name", nameof(ContactName), Typed.LongestName);
        if (Typed.Line(ContactHow) is not { Length: <= Typed.LongestLine } how) throw new Refusal("program.need.how", nameof(ContactHow), Typed.LongestLine);
        await settings.AddHelpContact(id, name, how, me.Id);
        return texts["program.help.added"];
    });

    public Task<IActionResult> OnPostRemoveContact(Guid id, Guid contact) => Do(id, async () =>
    {
        await settings.RemoveHelpContact(id, contact, me.Id);
        return texts["program.removed"];
    });

    public Task<IActionResult> OnPostHoliday(Guid id) => Do(id, async () =>
    {
        if (HolidayFrom is not { } from) throw new Refusal("program.need.day", nameof(HolidayFrom));
        if (Typed.Line(HolidayName) is not { Length: <= Typed.LongestName } name) throw new Refusal("program.need.name", nameof(HolidayName), Typed.LongestName);
        var to = HolidayTo ?? from;
        if (to < from || to > from.AddDays(LongestHoliday)) throw new Refusal("program.need.to", nameof(HolidayTo), LongestHoliday);
        await settings.AddHolidays(id, from, to, name, me.Id);
        return texts["program.holiday.added"];
    });

    public Task<IActionResult> OnPostRemoveHoliday(Guid id, DateOnly from, DateOnly to) => Do(id, async () =>
    {
        await settings.RemoveHolidays(id, from, to, me.Id);
        return texts["program.removed"];
    });

    /// <summary>Does it and says what came of it, or says beside the box why not.</summary>
    async Task<IActionResult> Do(Guid id, Func<Task<LocalizedString?>> deed)
    {
        if (!await Load(id)) return NotFound();
        ModelState.Unreadable(texts["program.unreadable"]);
        try
        {
            if (await deed() is not { } said) return Page();
            TempData["Said"] = said.Value;
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        return Redirect($"/programs/{id}");
    }

    async Task<bool> Load(Guid id)
    {
        if (await programs.Find(id) is not { } found) return false;
        Program = found;
        Holidays = await settings.Holidays(id);
        Contacts = await settings.HelpContacts(id);
        Leads = (await settings.WithoutTwoLeads()).FirstOrDefault(of => of.Id == id)?.Leads ?? 2;
        if (Request.HasFormContentType && Request.Form.ContainsKey(nameof(Name))) return true;
        (Name, Zone, Language, Version, Policy) = (found.Name, found.Zone, found.Language, found.Version, PolicyForm.Of(found.Policies));
        return true;
    }
}
