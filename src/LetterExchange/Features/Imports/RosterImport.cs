namespace LetterExchange.Features.Imports;

/// <summary>Where an import stands.</summary>
public enum ImportState { Preview, Running, Done }

/// <summary>A list that was sent: what would become of it, and what became of it.</summary>
public sealed record RosterImport
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid ById { get; init; }
    public RosterKind Kind { get; init; }
    public ImportState State { get; init; }
    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>When a preview is forgotten.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public string Sha256 { get; init; } = "";
    public string Notes { get; init; } = "";
    public int Lines { get; init; }
    public int Adds { get; init; }
    public int Adults { get; init; }
    public int Changes { get; init; }
    public int Same { get; init; }
    public int Faulty { get; init; }
    public bool Skip { get; init; }
    public bool Invite { get; init; }
    public int Worked { get; init; }
    public int Added { get; init; }
    public int Changed { get; init; }
    public int Pairs { get; init; }
    public int Cohorts { get; init; }
    public int Refused { get; init; }

    /// <summary>Who did it, in a list of imports.</summary>
    public string? ByName { get; init; }

    /// <summary>Lines that are to be done.</summary>
    public int ToDo => Adds + Changes;

    /// <summary>How far it is, from 0 to 100.</summary>
    public int Percent => Lines == 0 ? 100 : (int)(100L * Worked / Lines);
}

/// <summary>How an acceptance was answered.</summary>
public enum Acceptance
{
    Done,

    /// <summary>Somebody changed the program since it was previewed: the preview is fresh now, and is to be looked at again.</summary>
    Stale,

    /// <summary>Lines have mistakes, and nobody has said that they may be left out.</summary>
    Faulty,

    /// <summary>There is nothing to do.</summary>
    Nothing,

    /// <summary>It is not there any more, or has been accepted already.</summary>
    Gone,
}
