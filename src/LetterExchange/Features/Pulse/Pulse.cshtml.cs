using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Pulse;

/// <summary>A coordinator's first page: what needs a person, how cohorts stand, who will receive nothing, and how the weeks went.</summary>
public sealed class PulseModel(ThingStore things, Heat heat, SignStore signs, PulseFigures figures, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>So many things that need a person are shown; the others are folded away.</summary>
    public const int Five = 5;

    /// <summary>So many children who will receive nothing are shown.</summary>
    public const int Seven = 7;

    public IReadOnlyList<Thing> Things { get; private set; } = [];
    public HeatMap Map { get; private set; } = null!;

    /// <summary>Children whose mentor owes the letter, and those whose letter waits in review past the limit.</summary>
    public IReadOnlyList<SignRow> Nothing { get; private set; } = [];

    public IReadOnlyList<HeldUp> HeldUp { get; private set; } = [];

    /// <summary>How many signs of each kind there are.</summary>
    public IReadOnlyDictionary<SignKind, int> Counts { get; private set; } = new Dictionary<SignKind, int>();

    public IReadOnlyList<Plot> Plots { get; private set; } = [];
    /// <summary>Of cohorts.</summary>
    public bool IsFirstPage { get; private set; }

    public DateTimeOffset? SeenAt { get; private set; }
    public MentoringProgram Program { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public ThingWords Words { get; private set; } = null!;

    /// <summary>Whether the review queue is open to the reader.</summary>
    public bool Reviews => me.IsIn(Role.Reviewer) || me.IsIn(Role.Teacher) || me.IsIn(Role.SafeguardingLead);

    public async Task OnGet(Guid? plan, string? after)
    {
        (Program, Times) = (await program.Get(), await program.Times());
        (Words, IsFirstPage) = (new(texts, Times, Program.Policies), after is null);
        Things = await things.Of(Program, new(Reviews));
        Map = await heat.Of(Program.Id, plan, after);
        Nothing = await signs.Of(Program.Id, SignKind.Nothing, SignKey.Start, Seven);
        HeldUp = await signs.InReview(Program, Seven);
        Counts = await signs.Counts(Program.Id);
        Plots = [.. Draw(await figures.Of(Program.Id, Program.Zone))];
        SeenAt = await signs.SeenAt();
    }

    public string To(string? after) => $"/pulse?plan={Map.Plan?.Id}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}#heat";

    IEnumerable<Plot> Draw(List<WeekFigures> weeks)
    {
        List<string> names = weeks.ConvertAll(week => Times.ShortDay(week.Monday));
        PlotLine Line(string name, bool first, Func<WeekFigures, double?> of) => new(texts[name], first, [.. weeks.Select(of)]);
        yield return Of("on-time", [Line("plot.mentors", true, week => week.Mentors), Line("plot.mentees", false, week => week.Mentees)], value => texts["plot.percent", value], most: 100, goal: 90);
        yield return Of("way", [Line("plot.way", true, week => week.Minutes / 60.0)], value => texts["plot.hours", value.ToString("0.#")]);
        yield return Of("letters", [Line("plot.letters", true, week => week.Letters)], value => $"{value:0}");
        yield return Of("waiting", [Line("plot.waiting", true, week => week.Waiting)], value => $"{value:0}");

        Plot Of(string id, PlotLine[] lines, Func<double, string> unit, double? most = null, double? goal = null) =>
            new(id, texts[$"plot.{id}.title"], string.Join(' ', lines.Select(line => Says(line, unit))), names, lines, unit, Most: most, Goal: goal);
    }

    /// <summary>"Mentors: from 92 % to 83 %."</summary>
    string Says(PlotLine line, Func<double, string> unit)
    {
        var known = line.Values.OfType<double>().ToList();
        return known.Count == 0 ? "" : texts["plot.says", line.Name, unit(known[0]), unit(known[^1])];
    }
}
