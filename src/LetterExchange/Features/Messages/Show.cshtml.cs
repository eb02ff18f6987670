using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Messages;

/// <summary>One pair's thread. The two sides write; a safeguarding lead whom a concern leads here reads.</summary>
public sealed class ShowModel(MessageStore messages, CurrentProgram program, CurrentPerson me, KeptForm kept, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty] public string? Words { get; set; }

    public Thread Thread { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;

    /// <summary>Where one came from.</summary>
    public string Back => Thread.Side is null ? "/concerns" : "/messages";

    public bool IsMine(Message message) => message.WriterId == me.Id;

    public async Task<IActionResult> OnGet(Guid pair)
    {
        if (!await Load(pair)) return NotFound();
        Words = kept[nameof(Words)];
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid pair)
    {
        ModelState.Clear();
        var text = TextNormal.Of(Words ?? "").Trim();
        if (text.Length == 0) ModelState.AddModelError(nameof(Words), texts["wrong.none"]);
        else if (text.Length > Message.Longest) ModelState.AddModelError(nameof(Words), texts["wrong.long", Message.Longest, text.Length]);
        if (!ModelState.IsValid) return await Load(pair) ? Page() : NotFound();
        if (!await messages.Write(pair, me.Id, text)) return NotFound();
        TempData["Said"] = texts["sent"].Value;
        return Redirect($"/messages/{pair}");
    }

    /// <summary>A coordinator takes the words out of the thread for good.</summary>
    public async Task<IActionResult> OnPostErase(Guid pair, Guid message)
    {
        TempData["Said"] = texts[await messages.Erase(pair, message, me.Id) ? "erase.done" : "erase.not"].Value;
        return Redirect($"/messages/{pair}");
    }

    async Task<bool> Load(Guid pair)
    {
        if (await messages.Look(pair, me.Id) is not { } thread) return false;
        Thread = thread;
        Times = PlainTime.In((await program.Of(thread.Pair.ProgramId)).Zone, clock.GetUtcNow());
        return true;
    }
}
