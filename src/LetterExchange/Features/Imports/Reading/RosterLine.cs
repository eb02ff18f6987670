using System.Text.Json.Serialization;
using LetterExchange.Features.People;

namespace LetterExchange.Features.Imports;

/// <summary>What becomes of a line.</summary>
public enum LineAction { Add, Change, Same, Skip }

/// <summary>One person as a file tells of them, what is wrong with the line, and what becomes of it.</summary>
public sealed class RosterLine
{
    /// <summary>The ages that a mentee may have on the day of the import.</summary>
    public const int Youngest = 8, Oldest = 18;

    /// <summary>In the file, the first line being 1.</summary>
    public int Number { get; set; }

    /// <summary>What another system calls the person.</summary>
    public string? Key { get; set; }

    public Role? Role { get; set; }
    public string GivenName { get; set; } = "";
    public string Surname { get; set; } = "";
    public string? Email { get; set; }
    public DateOnly? Born { get; set; }
    public string? Organisation { get; set; }
    public string? Town { get; set; }
    public string? Cohort { get; set; }

    /// <summary>A mentee's mentor: an address, or what another system calls them.</summary>
    public string? Mentor { get; set; }

    public List<LineGuardian> Guardians { get; set; } = [];

    public LineConsent? Consent { get; set; }
    public LineClearance? Clearance { get; set; }
    public string? Language { get; set; }

    /// <summary>What reading found.</summary>
    public List<Fault> Faults { get; set; } = [];

    /// <summary>What comparing with those who are here found; found anew each time.</summary>
    public List<Fault> Found { get; set; } = [];

    public LineAction Action { get; set; }

    /// <summary>What the action consists of, as keys of words.</summary>
    public List<string> Does { get; set; } = [];

    /// <summary>What the file calls its columns, for what is found after reading.</summary>
    [JsonIgnore] public Dictionary<Column, string> Named { get; set; } = [];

    [JsonIgnore] public bool IsMentee => Role == People.Role.Mentee;
    [JsonIgnore] public string Name => $"{GivenName} {Surname}".Trim();
    [JsonIgnore] public IEnumerable<Fault> AllFaults => Faults.Concat(Found);
    [JsonIgnore] public bool IsFaulty => AllFaults.Any(fault => !fault.IsHint);
    [JsonIgnore] public bool HasHints => AllFaults.Any(fault => fault.IsHint);

    /// <summary>Who they are already.</summary>
    [JsonIgnore] public KnownPerson? Existing { get; set; }

    /// <summary>The mentor, of this file or from before.</summary>
    [JsonIgnore] public RosterLine? MentorLine { get; set; }

    [JsonIgnore] public KnownPerson? MentorKnown { get; set; }

    /// <summary>Who it is, once it has been done.</summary>
    [JsonIgnore] public Guid PersonId { get; set; }

    public string? NameOf(Column column) => Named.GetValueOrDefault(column);
}

/// <summary>Lines as they are kept together, with what their file calls its columns.</summary>
public sealed record RosterPart(Dictionary<Column, string> Named, IReadOnlyList<RosterLine> Lines);

/// <summary>Somebody who answers for a child.</summary>
public sealed record LineGuardian(string Name, string? Email);

/// <summary>A consent by days of the program.</summary>
public sealed record LineConsent(ConsentKind Kind, string GivenBy, string How, DateOnly Given, DateOnly Until);

/// <summary>A clearance by days of the program.</summary>
public sealed record LineClearance(string Kind, DateOnly From, DateOnly Until);

/// <summary>What sort of file it was.</summary>
public enum RosterKind { Table, OneRoster11, OneRoster12 }

/// <summary>What a file says.</summary>
/// <param name="Faults">About the file as a whole; when one is more than a hint, there are no lines.</param>
public sealed record ReadRoster(RosterKind Kind, IReadOnlyList<RosterLine> Lines, IReadOnlyList<Fault> Faults)
{
    public bool IsRefused => Faults.Any(fault => !fault.IsHint);
}

/// <summary>What a reader must know of the program.</summary>
/// <param name="Today">On its calendar.</param>
/// <param name="Language">Its own: what a line speaks that says nothing, and how it writes dates.</param>
public sealed record RosterRules(DateOnly Today, string Language, bool MenteeMail);
