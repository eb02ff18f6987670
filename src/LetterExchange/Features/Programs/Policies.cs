using System.Text.Json;

namespace LetterExchange.Features.Programs;

/// <summary>What a program may set for itself; the defaults are those of the design. Kept as JSON beside the program, so that a new
/// policy needs no migration.</summary>
public sealed record Policies
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Hours that a turn has at the least once it has opened (1 to 720).</summary>
    public int MinimumTurnHours { get; init; } = 72;

    /// <summary>Hours that a writer has at the least to mend a returned letter, weekends and holidays not counted (1 to 240).</summary>
    public int MendingHours { get; init; } = 48;

    /// <summary>Reminder steps, in hours before the effective due date, longest first.</summary>
    public IReadOnlyList<int> ReminderHours { get; init; } = [168, 72, 24];

    /// <summary>From this local time no mail is sent, safety excepted.</summary>
    public TimeOnly QuietFrom { get; init; } = new(20, 0);

    /// <summary>Until this local time no mail is sent, safety excepted.</summary>
    public TimeOnly QuietUntil { get; init; } = new(8, 0);

    /// <summary>Seconds between approval and delivery, in which an approval can be taken back (0 to 86,400).</summary>
    public int DeliveryDelaySeconds { get; init; } = 60;

    /// <summary>Hours within which a letter is to be reviewed (1 to 240).</summary>
    public int ReviewHours { get; init; } = 24;

    /// <summary>Hours within which a letter on the safeguarding route is to be reviewed (1 to 24).</summary>
    public int SafeguardingReviewHours { get; init; } = 1;

    /// <summary>Minutes for which a reviewer holds a letter (1 to 240).</summary>
    public int ClaimMinutes { get; init; } = 20;

    /// <summary>Whether pairs may write outside the rounds too.</summary>
    public bool FreeLetters { get; init; } = true;

    /// <summary>Whether mentees may have a mail address and get mail.</summary>
    public bool MenteeMail { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static Policies FromJson(string json) => JsonSerializer.Deserialize<Policies>(json, Json) ?? new();
}
