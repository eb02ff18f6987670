using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Review;

/// <summary>The queue: what waits for this reviewer, what can still be taken back, what was withheld.</summary>
[TrainingFirst]
public sealed class IndexModel(QueueStore queue, PaceStore paces, CurrentProgram current, StoryLibrary stories, CurrentPerson me) : PageModel
{
    public IReadOnlyList<QueuedLetter> Letters { get; private set; } = [];
    public IReadOnlyList<Waiting> Waiting { get; private set; } = [];
    public IReadOnlyList<HeldLetter> OnTheirWay { get; private set; } = [];
    public IReadOnlyList<HeldLetter> Withheld { get; private set; } = [];
    public int DecidedToday { get; private set; }

    public Pace Pace { get; private set; }

    /// <summary>When all of it is read; nothing where nobody can say.</summary>
    public Forecast? Forecast { get; private set; }

    public Policies Policies { get; private set; } = new();

    /// <summary>Where reading begins.</summary>
    public Guid? First { get; private set; }

    /// <summary>Behind which the next page begins; nothing on the last.</summary>
    public QueuePlace? More { get; private set; }

    /// <summary>Whether this is not the queue's beginning.</summary>
    public bool IsFurther { get; private set; }

    /// <summary>What of the queue is shown, and what else can be.</summary>
    public QueueFilter Filter => QueueFilter.Of(Request.Query);
    public IReadOnlyList<CohortName> Cohorts { get; private set; } = [];

    public PlainTime Times { get; private set; } = null!;

    public Guid Me => me.Id;
    public int Total => Waiting.Sum(each => each.Letters);

    public Story? Story(string? id) => id is null ? null : stories.Find(id);

    public async Task OnGet(string? after)
    {
        var program = await current.Get();
        Times = await current.Times();
        var place = QueuePlace.Parse(after);
        IsFurther = place != QueuePlace.Start;
        var rows = await queue.List(program, me.Id, place, QueueStore.PageSize + 1, Filter);
        Letters = [.. rows.Take(QueueStore.PageSize)];
        More = rows.Count > QueueStore.PageSize ? Letters[^1].Place : null;
        Waiting = await queue.Count(program, me.Id, Filter);
        First = Letters.FirstOrDefault(letter => letter.IsFor(me.Id))?.Id;
        (Pace, Policies) = (await paces.Of(me.Id), program.Policies);
        if (Total is > 0 and <= PaceStore.Most && !Filter.IsAny) Forecast = await paces.Forecast(program, me.Id);
        Cohorts = await queue.Cohorts(program.Id, me.Id);
        OnTheirWay = await queue.OnTheirWay(program.Id, me.Id);
        Withheld = await queue.Withheld(program.Id, me.Id);
        DecidedToday = await queue.DecidedSince(me.Id, Days.Start(Days.Of(Times.Now, program.Zone), program.Zone));
    }
}
