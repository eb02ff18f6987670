using Microsoft.AspNetCore.Mvc;

namespace LetterExchange.Features.Letters;

/// <summary>The pictures that lie with the letter. The text that came with one is kept before the picture is looked at, so that nothing is lost by it.</summary>
public sealed partial class WriteModel
{
    /// <summary>Why a file does not lie with the letter.</summary>
    public PictureFault? Fault { get; private set; }

    public async Task<IActionResult> OnPostPicture()
    {
        if (await KeepText() is { } refused) return refused;
        var added = await pictures.Add(me.Id, Sheet, HttpContext.Features.Get<SentPicture>()?.Bytes ?? []);
        Fault = added.Fault;
        return await Answer(new Written(added.Refusal, added.LetterId), added.Moved ? "picture.added.still" : "picture.added");
    }

    /// <param name="picture">The one that is taken out again.</param>
    public async Task<IActionResult> OnPostTakeOut(Guid picture)
    {
        if (await KeepText() is { } refused) return refused;
        if (Paper.Letter is { } letter) await pictures.Remove(me.Id, letter.Id, picture);
        return await Answer(new Written(null, Paper.Letter?.Id ?? default), "picture.out");
    }

    /// <summary>A script sends no text along: it keeps that in another way.</summary>
    async Task<IActionResult?> KeepText()
    {
        if (await Lay() is { } nowhere) return nowhere;
        if (Text is null || (Paper.Letter is null && string.IsNullOrWhiteSpace(Text))) return null;
        var written = await writing.Keep(me.Id, Sheet, Written, Version ?? 0);
        if (written.Refusal is not null) return await Refuse(written);
        return await LayAgain(written);
    }

    /// <summary>A script is given the pictures as they lie now.</summary>
    async Task<IActionResult> Answer(Written written, string said)
    {
        if (written.Refusal == WritingRefusal.NotYours) return NotFound();
        var isDone = Fault is null && written.Refusal is null;
        if (isDone && !ByScript)
        {
            TempData["Said"] = texts[said, Paper.Reader].Value;
            return LocalRedirect(AddressOf(written) + "#pictures");
        }
        if (await LayAgain(written) is { } nowhere) return nowhere;
        if (!ByScript) return Page();
        if (isDone) Said = texts[said, Paper.Reader];
        return Partial("_Lying", this);
    }

    /// <summary>What a script tells of what was done.</summary>
    public string? Said { get; private set; }
}
