namespace LetterExchange.Features.People;

/// <summary>What a person is in a program; an administrator is so of the whole installation.</summary>
public enum Role { Mentee, Mentor, Reviewer, Teacher, SafeguardingLead, Coordinator, Administrator }

/// <summary>A person's standing role. No cohort: the whole program. No program: the installation.</summary>
public sealed record Membership
{
    public Guid Id { get; init; }
    public Role Role { get; init; }
    public Guid? ProgramId { get; init; }
    public Guid? CohortId { get; init; }
    public string? ProgramName { get; init; }
    internal int ProgramVersion { get; init; }
    public string? CohortName { get; init; }
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
