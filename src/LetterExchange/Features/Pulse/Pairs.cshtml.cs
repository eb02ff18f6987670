using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Pulse;

/// <summary>What a coordinator finds on signing in: every pair with where it stands, those that need a person first.</summary>
public sealed class PairsModel(PairBoard board, Settings settings, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>The stands that the list can be narrowed to.</summary>
    public static readonly IReadOnlyList<Stand> Filters =
        [Stand.Silent, Stand.Late, Stand.Lapsed, Stand.Unready, Stand.Unplanned, Stand.Ending, Stand.Review, Stand.Paused, Stand.Closed];

    /// <summary>All that needs a person, as a filter.</summary>
    public const string NeedFilter = "need";

    public Board Board { get; private set; } = null!;
    public IReadOnlyList<Cohort> Cohorts { get; private set; } = [];
    public Cohort? Cohort { get; private set; }

    /// <summary>The name of a stand, or <see cref="NeedFilter"/>; nothing for all.</summary>
    public string? State { get; private set; }

    public bool IsFirstPage { get; private set; }
    public PlainTime Times { get; private set; } = null!;
    public MentoringProgram Program { get; private set; } = null!;

    public async Task OnGet(Guid? cohort, string? state, string? after)
    {
        (Program, Times) = (await program.Get(), await program.Times());
        Cohorts = await settings.Cohorts(me.ProgramId);
        Cohort = Cohorts.FirstOrDefault(one => one.Id == cohort);
        Stand? stand = Enum.TryParse<Stand>(state, out var named) && Filters.Contains(named) ? named : null;
        State = stand?.ToString() ?? (state == NeedFilter ? NeedFilter : null);
        var from = BoardKey.Read(after);
        IsFirstPage = from == BoardKey.Start;
        Board = await board.Of(new BoardFilter(me.ProgramId, Cohort?.Id, State == NeedFilter, stand), from);
    }

    /// <summary>The list narrowed in another way.</summary>
    public string To(string? state, string? after = null)
    {
        var query = QueryString.Empty;
        if (Cohort is not null) query = query.Add("cohort", Cohort.Id.ToString());
        if (state is not null) query = query.Add("state", state);
        if (after is not null) query = query.Add("after", after);
        return "/pairs" + query;
    }

    /// <summary>In a sentence or two, where the pair stands.</summary>
    public string Words(BoardRow row)
    {
        var who = row.Need?.Writer ?? row.Writer;
        var name = who is { } side ? row.NameOf(side) : "";
        string First(DateTimeOffset? at) => at is { } moment ? texts["at", Times.ShortDate(moment), Times.Clock(moment)] : "";
        string Day(DateTimeOffset? at) => at is { } moment ? Times.ShortDate(moment) : "";
        string line = row.Stand switch
        {
            Stand.Silent => texts["line.Silent", name, Day(row.Need!.Since)],
            Stand.Late => texts["line.Late", name, First(row.DueAt), First(row.CutOffAt)],
            Stand.Lapsed => texts["line.Lapsed", name, Day(row.Need!.Since)],
            Stand.Unready => texts["line.Unready", Day(row.PausedAt)],
            Stand.Ending => texts["line.Ending", Day(row.StandsUntil)],
            Stand.Review => texts[row.Letter is Letters.LetterState.Approved ? "line.Review.way" : "line.Review", name, First(row.HeldAt)],
            Stand.Waiting => texts[row.Letter is Letters.LetterState.Returned ? "line.Waiting.back" : "line.Waiting", name, First(row.DueAt)],
            Stand.Between => texts["line.Between", First(row.NextAt)],
            Stand.Paused => texts[row.PausedWhy == PauseReason.Concern ? "line.Paused.Concern" : "line.Paused", Day(row.PausedAt)],
            Stand.Closed => texts["line.Closed", Day(row.ClosedAt)],
            Stand.Unplanned => texts["line.Unplanned"],
            _ => texts["line.Free"],
        };
        return row is { Stand: Stand.Silent or Stand.Lapsed or Stand.Ending, Writer: { } next, HeldAt: null } ? $"{line} {texts["line.now", row.NameOf(next), First(row.DueAt)]}" : line;
    }

    /// <summary>What one would do first about it; nothing where nothing is to be done.</summary>
    public (string Href, string Text)? Step(BoardRow row) => row.Stand switch
    {
        Stand.Late => ($"/turns/{row.TurnId}/dates", texts["step.time"]),
        Stand.Silent or Stand.Lapsed => ($"/pairs/{row.Id}/step-in", texts["step.in"]),
        Stand.Paused => ($"/pairs/{row.Id}/step-in", texts["step.on"]),
        Stand.Unready or Stand.Ending => ($"/pairs/{row.Id}#standing", texts["step.standing"]),
        Stand.Unplanned => ("/plans", texts["step.plan"]),
        _ => null,
    };
}
