namespace LetterExchange.Features.Notices;

/// <summary>What a person can be told. Each has its words in Texts.resx (<c>kind.X.title</c>, <c>kind.X.mail</c>); the arguments of each
/// are given beside it, in order.</summary>
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

    /// <summary>This turn need not be written. {0} partner's given name.</summary>
    TurnExcused,

    /// <summary>The pair is paused, or goes on. {0} partner's given name.</summary>
    PairPaused,
    PairResumed,
    PairClosed,

    /// <summary>A letter has arrived. {0} writer's given name.</summary>
    LetterArrived,

    /// <summary>The own letter has been delivered. {0} reader's given name.</summary>
    LetterDelivered,

    /// <summary>The own letter came back. {0} partner's given name, {1} due instant.</summary>
    LetterReturned,

    /// <summary>The own letter is not delivered; somebody will talk with you. {0} partner's given name.</summary>
    LetterWithheld,

    /// <summary>To reviewers: letters wait past the service level. {0} how many.</summary>
    ReviewOverdue,

    /// <summary>To safeguarding leads, at once: a letter on the safeguarding route. No arguments.</summary>
    SafeguardingLetter,

    /// <summary>To safeguarding leads, at once: a concern. No arguments.</summary>
    ConcernOpened,

    /// <summary>To administrators, at once: two eligible reviewers are missing for a letter on the safeguarding route. No arguments.</summary>
    KeysMissing,

    /// <summary>To coordinators, once a day: turns lapsed. {0} how many.</summary>
    LapsesDigest,

    /// <summary>To coordinators: consent or clearance of a pair ended, it is paused. {0} mentee's, {1} mentor's given name.</summary>
    StandingEnded,

    /// <summary>To administrators: mail to a person was refused for good, or a backup failed. {0} what.</summary>
    ServiceTrouble,
}

/// <summary>Which notices are about safety: never switched off, not held by quiet hours, told also while a pair is paused.</summary>
public static class NoticeKinds
{
    public static bool IsSafety(this NoticeKind kind) => kind is NoticeKind.SafeguardingLetter or NoticeKind.ConcernOpened or NoticeKind.KeysMissing;
}
