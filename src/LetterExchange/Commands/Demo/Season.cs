using LetterExchange.Features.Plans;

namespace LetterExchange.Commands.Demo;

/// <summary>The plan of the demo: six rounds, each with stories for the younger and the older ones. When the demo begins, three lie behind.</summary>
static class Season
{
    public const string Name = "Six stories, autumn to spring";

    public static readonly IReadOnlyList<(string Opens, string[] Stories, string MenteeDue, string MenteeCutOff, string MentorDue, string MentorCutOff)> Rounds =
    [
        ("2026-09-22", ["who-called-the-sun", "a-knight-for-flat-nine", "second-hand-thunder"], "2026-09-29", "2026-10-02", "2026-10-06", "2026-10-09"),
        ("2026-10-13", ["eleven-ways-to-mend-a-kite", "la-tuba-ocupada", "the-night-bus-knows-my-name"], "2026-10-20", "2026-10-23", "2026-11-03", "2026-11-06"),
        ("2026-11-10", ["what-the-beekeeper-counted", "the-lighthouse-with-no-sea", "grey-letters"], "2026-11-17", "2026-11-20", "2026-11-24", "2026-11-27"),
        ("2027-01-05", ["lent-to-the-other-side", "la-luz-del-segundo-piso", "the-small-thing-on-line-two"], "2027-01-13", "2027-01-18", "2027-01-20", "2027-01-22"),
        ("2027-02-02", ["a-knight-for-flat-nine", "the-man-who-spoke-for-the-screen"], "2027-02-09", "2027-02-12", "2027-02-23", "2027-02-25"),
        ("2027-03-09", ["the-lighthouse-with-no-sea", "asanka-in-three-parts"], "2027-03-16", "2027-03-19", "2027-03-23", "2027-03-25"),
    ];

    public static PlanSheet Sheet => new()
    {
        Name = Name,
        Rounds = [.. Rounds.Select(round => new RoundSheet
        {
            Opens = round.Opens + "T08:30", Stories = [.. round.Stories],
            Turns =
            [
                new() { Writer = Side.Mentee, Due = round.MenteeDue + "T20:00", CutOff = round.MenteeCutOff + "T20:00" },
                new() { Writer = Side.Mentor, Due = round.MentorDue + "T20:00", CutOff = round.MentorCutOff + "T20:00" },
            ],
        })],
    };
}
