using System.Text.RegularExpressions;
using static LetterExchange.Features.People.Rights;

namespace LetterExchange.Features.People;

/// <summary>Who may do what: every page and endpoint, one line each. What is not here is refused. Any one of a line's rights lets pass.</summary>
public static partial class Access
{
    public static readonly IReadOnlyList<Rule> All =
    [
        // Doors
        new("GET", "/", Anyone),
        new("GET POST", "/sign-in", Anyone),
        new("GET POST", "/sign-out", Anyone),
        new("GET POST", "/password/forgotten", Anyone),
        new("GET POST", "/password/{person}/{token}", Anyone), // The token is the key.
        new("GET POST", "/error/{code}", Anyone),
        new("GET", "/sw.js", Anyone),
        new("GET", "/offline", Anyone),
        new("GET", "/health/live", Anyone),
        new("GET", "/health/ready", Anyone),
        new("GET", "/metrics", Anyone), // On this machine, or with a token: Watching asks before the gate does.
        new("POST", "/demo/sign-in", Anyone), // There with --demo only,
        new("POST", "/demo/skip", Anyone), // as is this.

        // Oneself
        new("GET POST", "/me", SignedIn),
        new("GET", "/me/key", SignedIn),
        new("POST", "/me/program", SignedIn),
        new("GET POST", "/me/notices", SignedIn),
        new("GET POST", "/me/calendar", Mentee, Mentor),
        new("GET POST", "/me/away", Mentor),
        new("GET", "/calendar/{token}", Anyone), // The token is the key.
        new("GET POST", "/notices", SignedIn),
        new("GET", "/notices/stream", SignedIn),
        new("GET", "/notices/{id}", NoticeOfMine),
        new("GET POST", "/notices/unsubscribe/{token}", Anyone), // The token is the key.

        new("POST", "/me/reading", SignedIn),
        new("GET POST", "/worried", SignedIn),

        // Reading and writing
        new("GET", "/desk", Mentee, Mentor),
        new("GET POST", "/assignments/{id}", AssignmentOfMine),
        new("POST", "/assignments/{id}/place", AssignmentOfMine),
        new("GET POST", "/turns/{turn}", TurnOfMine.At("turn")),
        new("GET POST", "/turns/{turn}/time", TurnOfMine.At("turn")),
        new("GET POST", "/ratings/{pair}", PairOfMine.At("pair")),
        new("GET POST", "/surveys/{pair}/{part}", PairOfMine.At("pair")),
        new("GET", "/letters", Mentee, Mentor),
        new("GET POST", "/letters/{id}", LetterOfMine, LetterToMe, BridgeToMyMentee),
        new("GET POST", "/letters/{letter}/write", LetterOfMine.At("letter")),
        new("GET POST", "/letters/{letter}/bridge", BridgeOfMine.At("letter")),
        new("GET POST", "/letters/to/{pair}", PairOfMine.At("pair")),
        new("GET", "/letters/book/{pair}", PairOfMine.At("pair")),
        new("GET", "/words/{id}", WordToMe),
        new("GET", "/pictures/{id}", PictureOfMine, PictureToMe, PictureOfMyCohort, PictureOfMyProgram, PictureInDanger),
        new("GET", "/stories", Coordinator, Reviewer, Teacher, Lead, Administrator),
        new("GET POST", "/stories/new", Coordinator),
        new("GET", "/stories/{story}", Coordinator, Reviewer, Teacher, Lead, Administrator),
        new("POST", "/stories/{story}", Coordinator),
        new("GET", "/guides", Mentor, Coordinator, Reviewer, Teacher, Lead, Administrator),
        new("GET", "/guides/{name}", Mentor, Coordinator, Reviewer, Teacher, Lead, Administrator),

        // Announcements and messages
        new("GET", "/announcements", Coordinator),
        new("GET POST", "/announcements/new", Coordinator),
        new("GET POST", "/announcements/{id}", AnnouncementToMe),
        new("GET POST", "/announcements/{id}/readers", AnnouncementOfMyProgram),
        new("GET", "/messages", Coordinator, Mentor),
        new("GET", "/messages/{pair}", PairThatIMentor.At("pair"), PairOfMyProgram.At("pair"), PairOfConcern.At("pair")),
        new("POST", "/messages/{pair}", PairThatIMentor.At("pair"), PairOfMyProgram.At("pair")),

        // Review
        new("GET", "/review", Reviewer, Teacher, Lead),
        new("GET POST", "/review/{id}", LetterOfMyCohort, LetterInDanger),
        new("GET", "/review/second", Reviewer, Teacher),
        new("GET POST", "/review/second/{id}", SecondReadingOfMine),
        new("GET", "/review/training", Reviewer, Teacher, Lead),
        new("GET POST", "/review/training/{name}", Reviewer, Teacher, Lead),
        new("GET", "/quality", Coordinator),
        new("GET POST", "/phrases", Coordinator),
        new("GET POST", "/quality/rules", Coordinator),
        new("GET POST", "/quality/archive", Coordinator),
        new("GET", "/quality/archive/{id}", ScreeningOfMyProgram, ScreeningInDanger),
        new("GET", "/concerns", Lead),
        new("GET POST", "/archive", Coordinator, Reviewer, Teacher),
        new("GET POST", "/archive/exports", Coordinator),
        new("GET POST", "/archive/exports/{id}", ExportOfMine),
        new("GET", "/archive/book/{pair}", PairOfMyProgram.At("pair")),
        new("GET", "/concerns/{id}", ConcernOfMine, ConcernShownToMe),
        new("POST", "/concerns/{id}", ConcernOfMine),
        new("GET", "/concerns/{id}/record", ConcernOfMine, ConcernShownToMe),
        new("GET", "/concerns/letters/{id}", LetterOfConcern),
        new("GET", "/archive/{id}", LetterOfMyProgram, LetterOfMyCohort, LetterFoundInDanger),
        new("GET", "/class", Teacher),

        // Pulse
        new("GET", "/pulse", Coordinator),
        new("GET", "/pulse/signs", Coordinator),
        new("GET", "/surveys", Coordinator),
        new("GET", "/pulse/cohorts/{id}", CohortOfMyProgram),

        // Plans and pairs
        new("GET", "/plans", Coordinator),
        new("GET POST", "/plans/new", Coordinator),
        new("GET POST", "/plans/{id}", PlanOfMyProgram),
        new("GET POST", "/plans/{id}/apply", PlanOfMyProgram),
        new("GET POST", "/plans/{id}/change", PlanOfMyProgram),
        new("GET POST", "/plans/{id}/extend", PlanOfMyProgram),
        new("GET POST", "/plans/{id}/copy", PlanOfMyProgram),
        new("GET POST", "/hours", Coordinator, Reviewer, Teacher, Lead),
        new("GET POST", "/turns/{id}/dates", TurnOfMyProgram),
        new("GET POST", "/turns/{id}/nudge", TurnOfMyProgram),
        new("GET POST", "/pairs/{id}/step-in", PairOfMyProgram),
        new("GET POST", "/cohorts/{id}/step-in", CohortOfMyProgram),
        new("GET", "/pairs", Coordinator),
        new("GET POST", "/pairs/new", Coordinator),
        new("GET POST", "/pairs/{id}", PairOfMyProgram),
        new("GET", "/pairs/{id}/timeline", PairOfMyProgram),
        new("GET POST", "/pairs/{id}/silence", PairOfMyProgram),
        new("GET POST", "/pairs/{id}/bridge", PairOfMyProgram),
        new("GET POST", "/pairs/{id}/change", PairOfMyProgram),

        // People and programs
        new("GET", "/people", Coordinator, Administrator),
        new("GET POST", "/people/new-mentee", Coordinator, Administrator),
        new("GET POST", "/people/new-mentor", Coordinator, Administrator),
        new("GET POST", "/people/new-staff", Coordinator, Administrator),
        new("GET POST", "/people/cards", Coordinator),
        new("GET POST", "/people/import", Coordinator),
        new("GET POST", "/people/import/{id}", ImportOfMine),
        new("GET", "/people/imports", Coordinator),
        new("GET POST", "/people/{id}", PersonOfMyProgram, Administrator),
        new("GET POST", "/people/{id}/card", PersonOfMyProgram),
        new("GET POST", "/cohorts", Coordinator, Administrator),
        new("GET POST", "/programs", Administrator),
        new("GET POST", "/programs/{id}", MyProgram, Administrator),
        new("GET POST", "/programs/{id}/holidays", MyProgram, Administrator),

        // Administration
        new("GET", "/admin", Administrator),
        new("GET POST", "/admin/jobs/{**path}", Administrator),
    ];

    static readonly Dictionary<(string Method, string Pattern), Rule> ByPattern =
        All.SelectMany(rule => rule.Methods.Split(' ').Select(method => (Key: (method, Plain(rule.Pattern)), rule))).ToDictionary(each => each.Key, each => each.rule);

    /// <summary>The line for a request, or nothing when nobody has said who may make it.</summary>
    /// <param name="pattern">The endpoint's pattern; constraints do not matter.</param>
    public static Rule? Find(string method, string pattern) => ByPattern.GetValueOrDefault((method == "HEAD" ? "GET" : method, Plain(pattern)));

    static string Plain(string pattern) => "/" + Details().Replace(pattern.Trim('/'), "}").ToLowerInvariant();

    [GeneratedRegex(@"(:[^}]*)?\??\}")]
    private static partial Regex Details();
}

/// <summary>One line of the access table.</summary>
/// <param name="Methods">GET (HEAD with it), POST, or both, separated by a blank.</param>
/// <param name="Pattern">The route, from the root, with parameter names and without constraints.</param>
/// <param name="Rights">Any one of these lets pass.</param>
public sealed record Rule(string Methods, string Pattern, params Right[] Rights)
{
    /// <summary>For each part of the address that is a thing's key, one statement that finds a row where any of the line's rights to that thing holds.</summary>
    public IReadOnlyList<(string Key, string Sql)> Things { get; } =
        [.. Rights.Where(right => right.Sql is not null).GroupBy(right => right.Key).Select(rights => (rights.Key, string.Join(" UNION ALL ", rights.Select(right => $"SELECT * FROM ({right.Sql}) held")) + " LIMIT 1"))];

    public bool ForAnyone => Rights.Any(right => right.Anyone);
}
