using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>One training letter: read, answered, and then what the programme expected and why.</summary>
public sealed class TrainingLetterModel(TrainingLetters letters, TrainingStore training, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    public TrainingLetter Letter { get; private set; } = null!;
    public TrainingResult? Result { get; private set; }

    /// <summary>The next one that is not answered.</summary>
    public TrainingLetter? Next { get; private set; }

    public int Place { get; private set; }
    public int Count { get; private set; }

    [BindProperty]
    public string? Answer { get; set; }

    public async Task<IActionResult> OnGet(string name) => await Load(name) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(string name)
    {
        if (!await Load(name)) return NotFound();
        if (!Enum.TryParse<TrainingAnswer>(Answer, out var answer) || !Enum.IsDefined(answer))
        {
            ModelState.AddModelError(nameof(Answer), texts["training.need"]);
            return Page();
        }
        await training.Answer(me.Id, Letter, answer);
        return Redirect($"/review/training/{name}");
    }

    async Task<bool> Load(string name)
    {
        if (letters.Find(name) is not { } letter) return false;
        var results = await training.Of(me.Id);
        (Letter, Result, Count) = (letter, results.Find(result => result.Letter == name), letters.All.Count);
        Place = TrainingLetters.Names.ToList().IndexOf(name) + 1;
        Next = letters.All.FirstOrDefault(other => other.Name != name && !results.Exists(result => result.Letter == other.Name));
        return true;
    }
}
