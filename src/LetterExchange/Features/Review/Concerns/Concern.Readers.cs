using Microsoft.AspNetCore.Mvc;

namespace LetterExchange.Features.Review;

/// <summary>Who may read a concern, and whether it holds its pair.</summary>
public sealed partial class ConcernModel
{
    /// <summary>Whether only chosen leads may read it.</summary>
    [BindProperty]
    public bool ReadersChosen { get; set; }

    [BindProperty]
    public List<Guid> ReadersLeads { get; set; } = [];

    [BindProperty]
    public List<Guid> ReadersCoordinators { get; set; } = [];

    /// <summary>Whether leads have been chosen, so that others can't read it.</summary>
    public bool IsRestricted => People.Any(one => one is { IsLead: true, IsChosen: true });

    /// <summary>Those who may read it now.</summary>
    public IEnumerable<ConcernReader> MayRead => People.Where(one => one.IsChosen || (one.IsLead && !IsRestricted));

    public Task<IActionResult> OnPostReaders(Guid id)
    {
        if (ReadersChosen && ReadersLeads.Count == 0) ModelState.AddModelError(nameof(ReadersLeads), texts["readers.need"]);
        return Do(id, "said.readers", async concern =>
            await readers.Choose(concern, me.Id, ReadersChosen ? [.. ReadersLeads.Distinct()] : [], [.. ReadersCoordinators.Distinct()]) ? ConcernMoved.Done : ConcernMoved.SomebodyWasFirst);
    }

    public Task<IActionResult> OnPostHold(Guid id) => Do(id, "said.held", async concern => await holds.Hold(concern, me.Id) ? ConcernMoved.Done : ConcernMoved.SomebodyWasFirst);

    public async Task<IActionResult> OnPostLetGo(Guid id)
    {
        if (await concerns.Find(id) is not { } concern) return NotFound();
        var goesOn = await holds.LetGo(concern with { Version = Version }, me.Id);
        if (goesOn is not null) return Said(id, texts[goesOn.Value ? "said.letgo" : "said.letgo.stays"]);
        Refused = "SomebodyWasFirst";
        return await Show(id);
    }

    /// <summary>What the boxes show: as typed, where the form has come back; otherwise as it is.</summary>
    void Keep()
    {
        if (ModelState.ContainsKey(nameof(ReadersChosen)) || ModelState.ContainsKey(nameof(ReadersLeads))) return;
        ReadersChosen = IsRestricted;
        ReadersLeads = [.. People.Where(one => one.IsLead && (one.IsChosen || !IsRestricted)).Select(one => one.Id)];
        ReadersCoordinators = [.. People.Where(one => one is { IsLead: false, IsChosen: true }).Select(one => one.Id)];
    }
}
