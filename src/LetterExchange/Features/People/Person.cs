namespace LetterExchange.Features.People;

/// <summary>A person as pages know them. Names are for those who may see the person; the other of a pair reads the given name only.</summary>
public sealed record Person
{
    public Guid Id { get; init; }
    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public string? Email { get; init; }
    public string? SignInName { get; init; }

    /// <summary>Language code, such as <c>en</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>How they want pages set, in the words of the reading settings; none before they have said so.</summary>
    public string? Reading { get; init; }

    public DateOnly? Born { get; init; }

    /// <summary>A mentee's school, a mentor's employer: kept so that screening knows it.</summary>
    public string? Organisation { get; init; }

    /// <summary>Kept for the same reason.</summary>
    public string? Town { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }
    public DateTimeOffset? MailBrokenAt { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
    public int Version { get; init; }

    /// <summary>Whether a password has been set: an invited adult has none yet.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Roles that stand; empty for whoever has left.</summary>
    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    public string Name => $"{GivenName} {Surname}".Trim();

    /// <summary>Whether the person has the role in the program; an administrator is one everywhere.</summary>
    public bool IsIn(Role role, Guid? program) =>
        Memberships.Any(m => m.Role == role && (role == Role.Administrator || m.ProgramId == program));
}
