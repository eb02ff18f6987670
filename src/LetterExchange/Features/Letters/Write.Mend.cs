using Microsoft.AspNetCore.Mvc;

namespace LetterExchange.Features.Letters;

/// <summary>A letter that came back: what was marked in it, and one click to take it out.</summary>
public sealed partial class WriteModel
{
    /// <summary>Whether the passage stands on the paper as it is now.</summary>
    public bool Has(ReturnedPassage passage) => passage.PlaceIn(Writing.Storable(Written)) >= 0;

    /// <summary>Takes a marked passage out of what is on the paper, and keeps that.</summary>
    /// <param name="mend">The passage's ordinal.</param>
    public async Task<IActionResult> OnPostMend(int mend)
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Paper.Marked.FirstOrDefault(passage => passage.Ordinal == mend) is not { } marked) return await OnPostKeep();
        if (Text is null && Version is null) (Text, Version) = (Paper.Draft?.Text ?? "", Paper.Draft?.Version ?? 0);
        var without = marked.TakenOutOf(Writing.Storable(Written));
        ModelState.Remove(nameof(Text));
        Text = without ?? Text;
        return await Keep(texts[without is null ? "mend.nothing" : "mend.done"]);
    }
}
