using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>Which notices each person also gets by mail.</summary>
public sealed class ChoiceStore(Database db)
{
    /// <summary>The kinds that can be told to this person, each with what holds for it now, and whether mail reaches them at all.</summary>
    public async Task<Choices?> Find(Guid person)
    {
        var rows = await db.Query<Row>("""
            SELECT h.email, h.mail_broken_at, m.role, COALESCE(g.zone, 'UTC') AS zone, COALESCE(g.policies, '{}') AS policies
              FROM people h LEFT JOIN memberships m ON m.person_id = h.id AND m.ended_at IS NULL LEFT JOIN programs g ON g.id = m.program_id
             WHERE h.id = @person AND h.left_at IS NULL
            """, new { person });
        if (rows.Count == 0) return null;
        var chosen = (await db.Query<(string Kind, long Mail)>("SELECT kind, mail FROM notice_choices WHERE person_id = @person", new { person }))
            .ToDictionary(choice => choice.Kind, choice => choice.Mail == 1);
        var roles = rows.Select(row => row.Role).ToHashSet();
        return new()
        {
            Address = rows[0].Email,
            Broken = rows[0].MailBrokenAt is not null,
            ForMenteeWithoutMail = rows.All(row => row.Role == "Mentee" && !QuietHours.Of(row.Zone, row.Policies).MenteeMail),
            Kinds = [.. Enum.GetValues<NoticeKind>().Where(kind => kind.Told().Any(roles.Contains))
                .Select(kind => (kind, kind.IsSafety() || chosen.GetValueOrDefault(kind.ToString(), kind.IsMailedUnlessChosen())))],
        };
    }

    /// <summary>Keeps what a person chose. What is about safety is not theirs to switch off.</summary>
    public Task Choose(Guid person, IReadOnlyDictionary<NoticeKind, bool> choices) => db.Transact(tx => Choose(tx, person, choices));

    /// <summary>Stops all mails that can be stopped. False when there is no such person.</summary>
    public Task<bool> StopAll(Guid person) => db.Transact(async tx =>
    {
        if (await tx.Find<int?>("SELECT 1 FROM people WHERE id = @person", new { person }) is null) return false;
        await Choose(tx, person, Enum.GetValues<NoticeKind>().ToDictionary(kind => kind, _ => false));
        return true;
    });

    static Task Choose(Tx tx, Guid person, IReadOnlyDictionary<NoticeKind, bool> choices) => tx.ExecuteMany("""
        INSERT INTO notice_choices (person_id, kind, mail) VALUES (@Person, @Kind, @Mail)
        ON CONFLICT (person_id, kind) DO UPDATE SET mail = excluded.mail
        """, choices.Where(choice => !choice.Key.IsSafety()).Select(choice => new { Person = person, Kind = choice.Key, Mail = choice.Value }).ToList());

    sealed record Row
    {
        public string? Email { get; init; }
        public DateTimeOffset? MailBrokenAt { get; init; }
        public string? Role { get; init; }
        public string Zone { get; init; } = "UTC";
        public string Policies { get; init; } = "{}";
    }
}

/// <summary>What a person has chosen, and whether it can have an effect.</summary>
public sealed record Choices
{
    public string? Address { get; init; }

    /// <summary>The last mail to the address was refused for good.</summary>
    public bool Broken { get; init; }

    public bool ForMenteeWithoutMail { get; init; }
    public IReadOnlyList<(NoticeKind Kind, bool Mail)> Kinds { get; init; } = [];
}
