namespace LetterExchange.Features.Notices;

/// <summary>What a person can be told. Each has its words in Texts.resx (<c>kind.X.title</c> for the bell, <c>kind.X.mail</c> for the mail, both with
/// <c>.mentee</c> for a child's words and <c>.one</c> where the first argument is a number that takes the singular); the arguments of each are given beside it, in order.
/// Instants are round-trip strings; in words they are "by Friday evening, in 2 days".</summary>
public enum NoticeKind
{
    /// <summary>A round has opened. {0} story or round title, {1} partner's given name, {2} due instant of the first turn.</summary>
    RoundOpened,

    /// <summary>It is this person's turn. {0} partner's given name, {1} due instant.</summary>
    TurnOpened,

    /// <summary>A reminder step. {0} partner's given name, {1} due instant, {2} hours before it.</summary>
    Reminder,

    /// <summary>The due date has passed, the letter can still be sent until the cut-off. {0} partner's given name, {1} cut-off instant.</summary>
    TurnLate,

    /// <summary>The writer's turn has lapsed. {0} partner's given name.</summary>
    TurnLapsed,

    /// <summary>No letter will come this time. {0} partner's given name.</summary>
    PartnerLapsed,

    /// <summary>A date has moved. {0} partner's given name, {1} new due instant.</summary>
    DueMoved,

    /// <summary>The dates of a plan have changed for this person; told once a change. {0} partner's given name, {1} due instant of the next letter to them.</summary>
    PlanChanged,

    /// <summary>A round that had not opened falls out. {0} partner's given name, {1} the round's title.</summary>
    RoundDropped,

    /// <summary>The partner has more time. {0} partner's given name, {1} new due instant of their letter.</summary>
    PartnerNeedsTime,

    /// <summary>There is no more time for this letter. {0} partner's given name, {1} due instant.</summary>
    TimeDeclined,

    /// <summary>A coordinator's kind word about a letter that is owed. {0} partner's given name, {1} due instant, or the cut-off where that has passed.</summary>
    Nudge,

    /// <summary>This turn need not be written. {0} partner's given name.</summary>
    TurnExcused,

    /// <summary>The pair is paused, or goes on. {0} partner's given name.</summary>
    PairPaused,
    PairResumed,
    PairClosed,

    /// <summary>Two people write to each other from now on. {0} partner's given name.</summary>
    PairBegun,

    /// <summary>An announced end: each may write a last letter. {0} partner's given name, {1} until when.</summary>
    PairEnding,

    /// <summary>To a mentor: a coordinator's words about letters that are missing wait to be read. {0} mentee's given name.</summary>
    StaffWord,

    /// <summary>To a mentor: a coordinator has written to their mentee, so that there is a letter. {0} mentee's given name.</summary>
    BridgeLetter,

    /// <summary>A letter has arrived. {0} writer's given name.</summary>
    LetterArrived,

    /// <summary>The own letter has been delivered. {0} reader's given name.</summary>
    LetterDelivered,

    /// <summary>The own letter came back. {0} partner's given name, {1} due instant.</summary>
    LetterReturned,

    /// <summary>The own letter is not delivered; somebody will talk with you. {0} partner's given name.</summary>
    LetterWithheld,

    /// <summary>To reviewers: letters wait past the service level. {0} how many, {1} hours that the oldest waits.</summary>
    ReviewOverdue,

    /// <summary>To safeguarding leads, at once: a letter on the safeguarding route. No arguments.</summary>
    SafeguardingLetter,

    /// <summary>To those who may review it, then to coordinators and administrators, at once: a letter on the safeguarding route has waited past its time. {0} hours.</summary>
    DangerWaits,

    /// <summary>To safeguarding leads, at once: a concern. No arguments.</summary>
    ConcernOpened,

    /// <summary>To a coordinator: a safeguarding lead shows them a concern. No arguments.</summary>
    ConcernShown,

    /// <summary>To safeguarding leads, once a screening of the archive has ended: delivered letters in which something new tells of danger. {0} how many.</summary>
    DangerFound,

    /// <summary>To administrators, at once: two eligible reviewers are missing for a letter on the safeguarding route. No arguments.</summary>
    KeysMissing,

    /// <summary>To administrators, at once: a concern that no safeguarding lead may read. No arguments.</summary>
    LeadMissing,

    /// <summary>To coordinators, once a day: turns lapsed. {0} how many.</summary>
    LapsesDigest,

    /// <summary>To coordinators, once a week: what needs a person. {0} how many things; {1} number and {2} hash of the newest seal; then what it says in its reader's words, each with its link.</summary>
    WeeklyPulse,

    /// <summary>To coordinators: a writer asks for more time. {0} writer's given name, {1} how many days.</summary>
    TimeAsked,

    /// <summary>To coordinators: a mentor is away. {0} how many letters move, {1} mentor's name, {2} first, {3} last day, as yyyy-MM-dd; in words {2} is "from … until …".</summary>
    MentorAway,

    /// <summary>To coordinators: consent or clearance of a pair ended, it is paused. {0} mentee's, {1} mentor's given name.</summary>
    StandingEnded,

    /// <summary>Staff announce something. {0} its title.</summary>
    Announcement,

    /// <summary>To a mentor: a coordinator has written about a pair. {0} mentee's given name.</summary>
    MessageToMentor,

    /// <summary>To coordinators: a mentor has written about a pair. {0} mentor's, {1} mentee's given name.</summary>
    MessageToCoordinators,

    /// <summary>To administrators: mail to a person was refused for good, or a backup failed. {0} a code that has words: <c>mail</c>, <c>backup</c>.</summary>
    ServiceTrouble,
}

/// <summary>What is so for all notices of a kind.</summary>
public static class NoticeKinds
{
    /// <summary>Never switched off, not held by quiet hours, told also while a pair is paused.</summary>
    public static bool IsSafety(this NoticeKind kind) => kind is NoticeKind.SafeguardingLetter or NoticeKind.DangerWaits or NoticeKind.ConcernOpened or NoticeKind.DangerFound or NoticeKind.KeysMissing or NoticeKind.LeadMissing;

    /// <summary>Tells of a pair that stops or goes on, so it is mailed whether the pair is live or not.</summary>
    public static bool IsOfPair(this NoticeKind kind) => kind is NoticeKind.PairPaused or NoticeKind.PairResumed or NoticeKind.PairClosed or NoticeKind.PairBegun or NoticeKind.StandingEnded;

    /// <summary>Whether it is mailed to somebody who has chosen nothing. That one's own letter has arrived waits in the app.</summary>
    public static bool IsMailedUnlessChosen(this NoticeKind kind) => kind != NoticeKind.LetterDelivered;

    /// <summary>Says that a letter is to be written.</summary>
    internal static bool IsToWrite(this NoticeKind kind) => kind is NoticeKind.TurnOpened or NoticeKind.Reminder or NoticeKind.Nudge or NoticeKind.TurnLate or NoticeKind.LetterReturned;

    /// <summary>Which argument is an instant by which something is due; nothing for none.</summary>
    internal static int? DueArgument(this NoticeKind kind) => kind switch
    {
        NoticeKind.RoundOpened => 2,
        NoticeKind.TurnOpened or NoticeKind.Reminder or NoticeKind.Nudge or NoticeKind.TurnLate or NoticeKind.DueMoved or NoticeKind.PlanChanged or NoticeKind.LetterReturned or NoticeKind.PartnerNeedsTime or NoticeKind.TimeDeclined or NoticeKind.PairEnding => 1,
        _ => null,
    };

    /// <summary>What the link says that leads to the thing: <c>write</c>, <c>read</c> or <c>look</c>.</summary>
    internal static string LinkCode(this NoticeKind kind) => kind switch
    {
        _ when kind.IsToWrite() => "write",
        NoticeKind.LetterArrived => "letter",
        NoticeKind.RoundOpened => "story",
        _ => "look",
    };

    /// <summary>Who can be told this: the names of roles, for the page on which one chooses.</summary>
    internal static IReadOnlyList<string> Told(this NoticeKind kind) => kind switch
    {
        NoticeKind.StaffWord or NoticeKind.BridgeLetter => ["Mentor"],
        <= NoticeKind.LetterWithheld => ["Mentee", "Mentor"],
        NoticeKind.ReviewOverdue => ["Reviewer", "Teacher", "Coordinator"],
        NoticeKind.DangerWaits => ["Reviewer", "Teacher", "SafeguardingLead", "Coordinator", "Administrator"],
        NoticeKind.SafeguardingLetter or NoticeKind.ConcernOpened or NoticeKind.DangerFound => ["SafeguardingLead"],
        NoticeKind.LapsesDigest or NoticeKind.WeeklyPulse or NoticeKind.TimeAsked or NoticeKind.MentorAway or NoticeKind.StandingEnded or NoticeKind.ConcernShown => ["Coordinator"],
        NoticeKind.Announcement => ["Mentee", "Mentor", "Reviewer", "Teacher", "SafeguardingLead", "Coordinator"],
        NoticeKind.MessageToMentor => ["Mentor"],
        NoticeKind.MessageToCoordinators => ["Coordinator"],
        _ => ["Administrator"],
    };
}
