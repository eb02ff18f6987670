namespace LetterExchange.Features.People;

/// <summary>A child who joins. Without a consent they can be added, but not write.</summary>
public sealed record NewMentee
{
    public required string GivenName { get; init; }
    public required string Surname { get; init; }
    public required Guid CohortId { get; init; }

    /// <summary>A name to sign in with; without one it is made from the given name.</summary>
    public string? SignInName { get; init; }

    /// <summary>Only where the program lets mentees have one.</summary>
    public string? Email { get; init; }

    public DateOnly? Born { get; init; }
    public string? Organisation { get; init; }
    public string? Town { get; init; }
    public string Language { get; init; } = "en";
    public NewConsent? Consent { get; init; }

    /// <summary>That the cohort has a mentee of this name already is known, and they are two.</summary>
    public bool SameName { get; init; }
}

/// <summary>An adult who joins, invited by mail.</summary>
public sealed record NewAdult
{
    public required string GivenName { get; init; }
    public required string Surname { get; init; }
    public required string Email { get; init; }
    public string? Organisation { get; init; }
    public string? Town { get; init; }
    public string Language { get; init; } = "en";

    /// <summary>What they are from now on; no cohort: the whole program.</summary>
    public required IReadOnlyList<(Role Role, Guid? CohortId)> Roles { get; init; }

    public NewClearance? Clearance { get; init; }
}

/// <summary>Who may have said yes for a mentee.</summary>
public enum ConsentKind { Guardian, School }

/// <summary>A yes, as it is recorded.</summary>
public sealed record NewConsent(ConsentKind Kind, string GivenBy, string How, DateTimeOffset GivenAt, DateTimeOffset Until);

/// <summary>A mentor's check, as it is recorded.</summary>
public sealed record NewClearance(string Kind, DateTimeOffset ClearedAt, DateTimeOffset Until);

/// <summary>A recorded consent.</summary>
public sealed record Consent
{
    public Guid Id { get; init; }
    public ConsentKind Kind { get; init; }
    public string GivenBy { get; init; } = "";
    public string How { get; init; } = "";
    public DateTimeOffset GivenAt { get; init; }
    public DateTimeOffset Until { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    public bool Stands(DateTimeOffset now) => WithdrawnAt is null && Until > now;
}

/// <summary>A recorded clearance.</summary>
public sealed record Clearance
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public DateTimeOffset ClearedAt { get; init; }
    public DateTimeOffset Until { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    public bool Stands(DateTimeOffset now) => RevokedAt is null && Until > now;
}
