using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>The training letters, and how far one has come with them.</summary>
public sealed class TrainingModel(TrainingLetters letters, TrainingStore training, CurrentProgram current, CurrentPerson me) : PageModel
{
    public IReadOnlyList<(TrainingLetter Letter, TrainingResult? Result)> Letters { get; private set; } = [];

    /// <summary>Whether the queue opens only after them.</summary>
    public bool IsDue { get; private set; }

    public TrainingLetter? Next => Letters.FirstOrDefault(one => one.Result is null).Letter;

    public async Task OnGet()
    {
        var results = await training.Of(me.Id);
        Letters = [.. letters.All.Select(letter => (letter, results.Find(result => result.Letter == letter.Name)))];
        IsDue = await training.IsDue(await current.Get(), me.Id);
    }
}
