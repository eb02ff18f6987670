using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Ratings;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Desk;

/// <summary>What a mentee or mentor finds on signing in, of the program that they work in.</summary>
public sealed class IndexModel(DeskStore desks, RatingStore ratings, Settings settings, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    public PlainTime Times { get; private set; } = null!;
    public DeskWords Words { get; private set; } = null!;

    /// <summary>For a mentee.</summary>
    public MenteeDesk? Mentee { get; private set; }

    /// <summary>For a mentor.</summary>
    public MentorDesk? Mentor { get; private set; }

    /// <summary>Whether the program lets pairs have their letters as a book.</summary>
    public bool HasBook { get; private set; }

    /// <summary>What one is asked about a pair; nothing for most.</summary>
    public Ask? Ask { get; private set; }

    /// <summary>The program's; asked for only where the desk names them.</summary>
    public IReadOnlyList<HelpContact> Help { get; private set; } = [];

    public async Task OnGet()
    {
        var of = await program.Get();
        HasBook = of.Policies.BookNames != BookNames.NoBook;
        (Times, Words) = (await program.Times(), new DeskWords(texts, await program.Times()));
        var side = me.Side ?? throw new InvalidOperationException("The access table lets only the two of a pair come here.");
        var (seasons, closed) = await desks.Of(me.Id, side, of);
        if (side == Side.Mentee) Mentee = MenteeDesk.Of(seasons, Times.Now);
        else Mentor = MentorDesk.Of(seasons, closed, of.Zone, Times);
        Ask = await ratings.Asked(me.Id, side, of.Id);
        if (Mentee?.NamesHelp ?? Mentor!.NamesHelp) Help = await settings.HelpContacts(of.Id);
    }
}

/// <summary>A mentee's desk: one pair, one thing to do now.</summary>
/// <param name="Season">Nothing before the first mentor is found.</param>
public sealed record MenteeDesk(Season? Season, Situation? Now, IReadOnlyList<Next> Next)
{
    public bool NamesHelp => Season is null || Now is { IsStill: true } or { State: DeskState.Withheld } || Season.LastSent?.State == LetterState.Withheld;

    internal static MenteeDesk Of(IReadOnlyList<Season> seasons, DateTimeOffset now)
    {
        if (seasons.Count == 0) return new(null, null, []);
        var situation = Situation.Of(seasons[0], now);
        return new(seasons[0], situation, Upcoming.Of(seasons[0], situation));
    }
}

/// <summary>One mentee on a mentor's desk.</summary>
public sealed record MentorRow(Season Season, Situation Now);

/// <summary>A mentor's desk: all mentees, the most urgent first.</summary>
/// <param name="Closed">Pairs whose letters can still be read.</param>
public sealed record MentorDesk(IReadOnlyList<MentorRow> Rows, IReadOnlyList<Pair> Closed, Fortnight Fortnight, string Place)
{
    public bool NamesHelp => Rows.Count == 0 || Rows.Any(row => row.Now.State is DeskState.Paused or DeskState.Ended or DeskState.Withheld);

    /// <summary>Whether no letter has been sent to anybody yet.</summary>
    public bool IsNew => Closed.Count == 0 && Rows.All(row => row.Season.LastSent is null);

    internal static MentorDesk Of(IReadOnlyList<Season> seasons, IReadOnlyList<Pair> closed, string zone, PlainTime times)
    {
        var rows = seasons.Where(season => season.Pair.State != PairState.Closed).Select(season => new MentorRow(season, Situation.Of(season, times.Now)))
            .OrderBy(row => Urgency(row.Now)).ThenBy(row => When(row.Now)).ThenBy(row => row.Season.PartnerName, StringComparer.CurrentCulture).ToList();
        return new(rows, closed, Fortnight.Of(rows.Select(row => row.Season), times), PlainTime.City(zone));
    }

    /// <summary>What is due comes first, whatever it is; then what can be done, what others do, what is far, what stands still.</summary>
    static int Urgency(Situation now) => now switch
    {
        { Due: not null } => 0,
        { IsToDo: true } => 1,
        { State: DeskState.Withheld } => 2,
        { State: DeskState.Travelling or DeskState.Theirs } => 3,
        { IsStill: true } => 5,
        _ => 4,
    };

    static DateTimeOffset When(Situation now) => now.Due ?? (now.State is DeskState.Theirs ? now.Turn!.DueAt : now.Letter?.DeliveredAt ?? now.Round?.OpensAt ?? DateTimeOffset.MaxValue);
}
