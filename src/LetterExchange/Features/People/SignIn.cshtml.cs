using LetterExchange.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.People;

/// <summary>The door: a name and three words for mentees, an e-mail address and a password for everybody else.</summary>
public sealed class SignInModel(Door door, Sessions sessions, SignInManager<Account> manager, CurrentPerson me, KeptForm kept, Database db) : PageModel
{
    public static readonly string[] Shapes = ["oa", "sa", "tua"];

    /// <summary>The tiles behind the name, taken over from the drawing of the look.</summary>
    public const string Field = "q3a ddc . . q4c . . / k3a soc q2a . oa hbc . / lfc tua k2c q3c soa q1c q4a / q2c q1a oc tda k3c soa lgc";

    public string? ProgramName { get; private set; }
    public string? Name { get; private set; }
    public string? Mail { get; private set; }
    public string? To { get; private set; }

    /// <summary>A form that waits, encrypted.</summary>
    public string? Kept { get; private set; }

    /// <summary>The key of the words of refusal.</summary>
    public string? Refused { get; private set; }
    public bool Adult { get; private set; }
    public int Minutes => (int)Door.LockedFor.TotalMinutes;

    public async Task<IActionResult> OnGet(string? to)
    {
        if (HttpContext.Items.TryGetValue(KeptForm.Wanted, out var waiting))
        {
            Kept = waiting as string;
            Response.StatusCode = 401;
        }
        else if (me.IsSignedIn && !Request.Query.ContainsKey("card")) return LocalRedirect(me.Home); // Who holds up a card wants in, whoever sat here before.
        To = to;
        return await Show();
    }

    public Task<IActionResult> OnPost(string? name, string[]? w, string? to, [FromForm(Name = KeptForm.KeptField)] string? kept)
    {
        (Name, To, Kept) = (name, to, kept);
        var typed = string.Join(' ', (w ?? []).Select(word => word?.Trim()).Where(word => !string.IsNullOrEmpty(word)));
        return Enter(name, name?.Contains('@') == true ? string.Join(' ', w ?? []).TrimEnd() : Card.Normal(typed));
    }

    public Task<IActionResult> OnPostAdult(string? mail, string? password, string? to, [FromForm(Name = KeptForm.KeptField)] string? kept)
    {
        (Adult, Mail, To, Kept) = (true, mail, to, kept);
        return Enter(mail, mail?.Contains('@') == true ? password : Card.Normal(password ?? ""));
    }

    /// <summary>The same page in the language of the button, which the address carries. Words that wait here are in the form, and go on waiting.</summary>
    public async Task<IActionResult> OnPostLanguage(string? to, [FromForm(Name = KeptForm.KeptField)] string? kept)
    {
        (To, Kept) = (to, kept);
        return string.IsNullOrEmpty(kept) ? LocalRedirect("/sign-in" + (string.IsNullOrEmpty(to) ? "" : QueryString.Create("to", to))) : await Show();
    }

    async Task<IActionResult> Enter(string? name, string? password)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrEmpty(password)) return await Refuse("in.empty");
        try
        {
            var (answer, account) = await door.Try(name, password);
            if (answer == SignInAnswer.Locked) return await Refuse("in.locked");
            if (answer == SignInAnswer.Wrong) return await Refuse(Adult ? "in.wrong.adult" : "in.wrong.child");
            await sessions.Start(HttpContext, manager, account!);
        }
        catch (TooBusy)
        {
            return await Refuse("in.busy");
        }
        return Onward();
    }

    /// <summary>Back to the form that waits (the browser sends it once more, to its own page), to the page that was asked for, or home.</summary>
    IActionResult Onward()
    {
        if (kept.Open(Kept) is { } form && form.Person == me.Id) return LocalRedirectPreserveMethod(form.Path);
        return LocalRedirect(Url.IsLocalUrl(To) ? To! : me.Home);
    }

    async Task<IActionResult> Refuse(string key)
    {
        Refused = key;
        return await Show();
    }

    async Task<IActionResult> Show()
    {
        var names = await db.Query<string>("SELECT name FROM programs ORDER BY created_at LIMIT 2");
        ProgramName = names.Count == 1 ? names[0] : null;
        return Page();
    }
}
