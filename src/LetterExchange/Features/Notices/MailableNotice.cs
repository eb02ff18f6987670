namespace LetterExchange.Features.Notices;

/// <summary>A notice with all that decides whether and when it is mailed.</summary>
public sealed record MailableNotice : Notice
{
    public Guid? ProgramId { get; init; }
    public string? Policies { get; init; }
    public Guid? MailId { get; init; }
    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public string? Email { get; init; }
    public string Language { get; init; } = "en";
    public DateTimeOffset? LeftAt { get; init; }
    public DateTimeOffset? MailBrokenAt { get; init; }

    /// <summary>What the person chose for this kind; nothing for no choice.</summary>
    public bool? Choice { get; init; }

    /// <summary>The state of the pair that it is about; nothing when it is about none.</summary>
    public string? PairState { get; init; }

    public DateTimeOffset? PairStandsUntil { get; init; }

    public QuietHours? Quiet => field ??= ProgramId is null ? null : QuietHours.Of(Zone, Policies ?? "{}");

    /// <summary>Whether there is an address that mail may go to at all.</summary>
    public bool HasAddress => LeftAt is null && !string.IsNullOrWhiteSpace(Email) && (!ToMentee || Quiet is { MenteeMail: true });

    internal new const string Columns = Notice.Columns + ", n.program_id, n.mail_id, g.policies, h.given_name, h.surname, h.email, h.language, h.left_at, "
        + "h.mail_broken_at, c.mail AS choice, p.state AS pair_state, p.stands_until AS pair_stands_until";

    internal const string Tables = """
        notices n JOIN people h ON h.id = n.person_id
                  LEFT JOIN programs g ON g.id = n.program_id
                  LEFT JOIN pairs p ON p.id = n.pair_id
                  LEFT JOIN notice_choices c ON c.person_id = n.person_id AND c.kind = n.kind
        """;
}

/// <summary>Whether and when a notice goes into a mail. Pure; the notice stays in the app in any case.</summary>
public static class Mailing
{
    /// <summary>When it may go: now (or earlier), at the end of the quiet hours, or nothing for never. Safety is told at once and whatever was chosen;
    /// all else not to whoever has seen it already, has chosen otherwise, or whose address was refused; and not about a pair that is not live.</summary>
    public static DateTimeOffset? When(MailableNotice notice, DateTimeOffset now)
    {
        if (!notice.HasAddress) return null;
        if (notice.Kind.IsSafety()) return now;
        if (notice.ReadAt is not null || notice.MailBrokenAt is not null) return null;
        if (!(notice.Choice ?? notice.Kind.IsMailedUnlessChosen())) return null;
        if (!notice.Kind.IsOfPair() && !IsLive(notice, now)) return null;
        return notice.Quiet?.EndsAt(now) ?? now;
    }

    static bool IsLive(MailableNotice notice, DateTimeOffset now) =>
        notice.PairState is null || (notice.PairState == "Active" && notice.PairStandsUntil > now);
}
