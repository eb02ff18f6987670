using LetterExchange.Data;
using LetterExchange.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>What the service knows of oneself, and what one can do about it. Names are not changed here: the other of a pair reads them, so they are staff's to change.</summary>
public sealed class MeModel(
    Door door, Passwords passwords, Roster roster, Sessions sessions, SignInManager<Account> manager, UserManager<Account> accounts, CurrentPerson me, Database db, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Old { get; set; }
    [BindProperty] public string? Password { get; set; }
    [BindProperty] public string? Language { get; set; }

    public Person Me => me.Person;
    public bool IsMentee => Me.Memberships.Any(m => m.Role == Role.Mentee);
    public bool IsOfPair => me.Side is not null;
    public bool IsMentor => me.IsIn(Role.Mentor);
    public Guid? ProgramId => me.HasProgram ? me.ProgramId : null;
    public IReadOnlyList<(Guid Id, string Name)> Programs { get; private set; } = [];

    /// <summary>What is kept about somebody like this, as keys of sentences.</summary>
    public IEnumerable<string> Kept =>
        IsMentee ? ["mentee.name", "mentee.yes", "mentee.letters", "mentee.readers", "mentee.history", "mentee.ask"]
        : Me.Memberships.Any(m => m.Role == Role.Mentor) ? ["adult.name", "mentor.checks", "mentor.letters", "adult.history", "adult.ask"]
        : ["adult.name", "staff.looks", "adult.history", "adult.ask"];

    public async Task OnGet() => await Load();

    public async Task<IActionResult> OnPostPassword()
    {
        await Load();
        if (IsMentee) return NotFound();
        try
        {
            if (await Change() is { } account)
            {
                await sessions.Start(HttpContext, manager, account);
                TempData["Said"] = texts["me.password.done"].Value;
                return Redirect("/me");
            }
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        catch (TooBusy)
        {
            return new Refusal("in.busy", nameof(Old)).On(this, texts);
        }
        return Page();
    }

    /// <summary>From now on the person's pages and mails are in this language; so is what is said of it.</summary>
    public async Task<IActionResult> OnPostLanguage()
    {
        await Load();
        try
        {
            await roster.Speak(me.Id, Language ?? "", me.Id);
        }
        catch (Refusal refusal)
        {
            return refusal.On(this, texts);
        }
        using var speaking = new Speaking(Language, IsMentee);
        TempData["Said"] = texts["me.language.done"].Value;
        return Redirect("/me");
    }

    /// <summary>Ends every session, this one too: whoever sits at another device can't stay by being quick.</summary>
    public async Task<IActionResult> OnPostSignOut()
    {
        await roster.SignOutEverywhere(me.Id, me.Id);
        return LocalRedirect("/sign-in");
    }

    /// <summary>The account with its new password. The old one is asked at the door, where tries are counted.</summary>
    async Task<Account?> Change()
    {
        var (answer, account) = await door.Try(Me.SignInName ?? "", Old ?? "");
        if (answer == SignInAnswer.Locked) throw new Refusal("in.locked", nameof(Old), (int)Door.LockedFor.TotalMinutes);
        if (answer == SignInAnswer.Wrong) throw new Refusal("me.password.wrong", nameof(Old));
        if (!await passwords.Change(Me, account!, Password)) throw new Refusal("person.first", nameof(Old));
        return await accounts.FindByIdAsync(me.Id.ToString());
    }

    async Task Load()
    {
        if (me.Programs.Count > 1)
            Programs = await db.Query<(Guid, string)>("SELECT id, name FROM programs WHERE id IN @programs ORDER BY name, id", new { programs = me.Programs });
    }
}
