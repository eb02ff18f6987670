namespace LetterExchange.Features.People;

/// <summary>What signing in needs of a person: the row as Identity's services change it.</summary>
public sealed class Account
{
    public Guid Id { get; init; }

    /// <summary>Normalised (<see cref="SignInNames"/>).</summary>
    public string? SignInName { get; set; }

    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public DateTimeOffset? LockedUntil { get; set; }
    public DateTimeOffset? LeftAt { get; init; }
    public int Version { get; set; }
}
