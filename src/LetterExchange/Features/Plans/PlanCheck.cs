using System.Globalization;
using LetterExchange.Features.Stories;
using NodaTime;

namespace LetterExchange.Features.Plans;

/// <summary>One thing that is wrong with a plan, and where.</summary>
/// <param name="Field">The field's name in the form, such as <c>Sheet.Rounds[2].Turns[0].Due</c>.</param>
/// <param name="Round">From 1; none where it is about the plan itself.</param>
/// <param name="Code">The key of its words in Texts.resx (<c>problem.code</c>): {0} the round's number, then the arguments.</param>
public sealed record PlanProblem(string Field, int? Round, string Code, params string[] Arguments)
{
    /// <summary>The key and arguments of its words.</summary>
    public (string Key, object[] Arguments) Words => ($"problem.{Code}", [Round?.ToString(CultureInfo.InvariantCulture) ?? "", .. Arguments]);
}

/// <summary>What must be right before a plan is published: a pure function of the sheet, the program's clock and the time.</summary>
public sealed class PlanCheck(FairClock clock, Shelf stories, DateTimeOffset now)
{
    public const int MostRounds = 30, MostTurns = 8, LongestName = 100;

    readonly List<PlanProblem> problems = [];

    /// <summary>What hinders keeping it even as a draft: what cannot be read, or is too much.</summary>
    public static List<PlanProblem> Unreadable(PlanSheet sheet)
    {
        var unreadable = new List<PlanProblem>();
        if (string.IsNullOrWhiteSpace(sheet.Name)) unreadable.Add(new("Sheet.Name", null, "name.missing"));
        else if (sheet.Name.Length > LongestName) unreadable.Add(new("Sheet.Name", null, "name.long"));
        if (sheet.Rounds.Count > MostRounds) unreadable.Add(new("Sheet.Name", null, "rounds.many"));
        foreach (var (n, round) in sheet.Rounds.Index())
        {
            var field = $"Sheet.Rounds[{n}]";
            if (round.Title?.Length > LongestName) unreadable.Add(new(field + ".Title", n + 1, "title.long"));
            if (round.Turns.Count > MostTurns) unreadable.Add(new(field + ".Opens", n + 1, "turns.many"));
            Date(field + ".Opens", round.Opens, "opens");
            foreach (var (t, turn) in round.Turns.Index())
            {
                Date($"{field}.Turns[{t}].Due", turn.Due, "due");
                Date($"{field}.Turns[{t}].CutOff", turn.CutOff, "cut");
            }

            void Date(string name, string? typed, string code)
            {
                if (string.IsNullOrWhiteSpace(typed)) unreadable.Add(new(name, n + 1, code + ".missing"));
                else if (!FairClock.TryParse(typed, out var local) || local.Year is < 2000 or > 2200) unreadable.Add(new(name, n + 1, code + ".unreadable"));
            }
        }
        return unreadable;
    }

    /// <summary>All that is wrong, in the order of the form.</summary>
    public List<PlanProblem> Problems(PlanSheet sheet)
    {
        if (Unreadable(sheet) is { Count: > 0 } unreadable) return unreadable;
        if (sheet.Rounds.Count == 0) problems.Add(new("Sheet.Name", null, "rounds.none"));
        DateTimeOffset? before = null;
        foreach (var (n, round) in sheet.Rounds.Index()) before = Check($"Sheet.Rounds[{n}]", n + 1, round, before);
        return problems;
    }

    /// <summary>Returns when the round's last letter is due.</summary>
    DateTimeOffset Check(string field, int number, RoundSheet round, DateTimeOffset? before)
    {
        var opens = Date(field + ".Opens", number, round.Opens!, "opens");
        if (opens < before) problems.Add(new(field + ".Opens", number, "opens.early"));
        Stories(field, number, [.. round.Chosen]);
        if (round.Turns.Count == 0) problems.Add(new(field + ".Opens", number, "turns.none"));
        var start = opens;
        foreach (var (t, turn) in round.Turns.Index()) start = Check($"{field}.Turns[{t}]", number, t, turn, start);
        return start;
    }

    void Stories(string field, int number, List<string> chosen)
    {
        if (chosen.Count == 0) problems.Add(new(field + ".Stories[0]", number, "story.none"));
        foreach (var (i, story) in chosen.Index())
        {
            if (stories.Find(story) is not { } known) problems.Add(new($"{field}.Stories[{i}]", number, "story.unknown", story));
            else if (!stories.Offers(story)) problems.Add(new($"{field}.Stories[{i}]", number, "story.retired", known.Title));
            else if (chosen.IndexOf(story) < i) problems.Add(new($"{field}.Stories[{i}]", number, "story.twice"));
        }
    }

    /// <param name="start">When the turn opens at the latest by plan: the round's opening, or the due date before.</param>
    DateTimeOffset Check(string field, int number, int turnIndex, TurnSheet turn, DateTimeOffset start)
    {
        var letter = (turnIndex + 1).ToString(CultureInfo.InvariantCulture);
        var due = Date(field + ".Due", number, turn.Due!, "due", letter);
        var cutOff = Date(field + ".CutOff", number, turn.CutOff!, "cut", letter);
        if (due <= start) problems.Add(new(field + ".Due", number, turnIndex == 0 ? "due.order.first" : "due.order", letter));
        else if (due - start < TimeSpan.FromHours(clock.Policies.MinimumTurnHours))
            problems.Add(new(field + ".Due", number, "due.short", letter, clock.Policies.MinimumTurnHours.ToString(CultureInfo.InvariantCulture)));
        if (cutOff <= due) problems.Add(new(field + ".CutOff", number, "cut.order", letter));
        return due; // What follows is measured by what was typed, so that one slip is named once.
    }

    DateTimeOffset Date(string field, int number, string typed, string code, params string[] letter)
    {
        var local = FairClock.Parse(typed);
        var at = clock.At(local);
        if (at < now) problems.Add(new(field, number, code + ".past", letter));
        else if (clock.Holidays.Contains(local.Date)) problems.Add(new(field, number, code + ".holiday", letter));
        return at;
    }
}
