using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Pulse;

/// <summary>All that happened to a pair, in one list by date.</summary>
public sealed class TimelineModel(Timelines timelines, ProgramStore programs, TimeProvider clock) : PageModel
{
    public Pair Pair { get; private set; } = null!;
    public IReadOnlyList<TimelineLine> Lines { get; private set; } = [];
    public TimelineKey? Next { get; private set; }
    public TimelineSort? Show { get; private set; }
    public bool IsFirstPage { get; private set; }
    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "";

    public async Task<IActionResult> OnGet(Guid id, string? show, string? before)
    {
        if (await programs.Pair(id) is not { } pair) return NotFound();
        Pair = pair;
        Show = Enum.TryParse<TimelineSort>(show, out var sort) && Enum.IsDefined(sort) ? sort : null;
        var from = TimelineKey.Read(before);
        IsFirstPage = from == TimelineKey.Start;
        (Lines, Next) = await timelines.Page(id, Show, from);
        Zone = (await programs.Find(pair.ProgramId))!.Zone;
        Times = PlainTime.In(Zone, clock.GetUtcNow());
        return Page();
    }

    /// <summary>The list narrowed in another way, or an older page of it.</summary>
    public string To(string? show, TimelineKey? before = null)
    {
        var query = QueryString.Empty;
        if (show is not null) query = query.Add("show", show);
        if (before is { } key) query = query.Add("before", key.ToString());
        return $"/pairs/{Pair.Id}/timeline{query}";
    }
}
