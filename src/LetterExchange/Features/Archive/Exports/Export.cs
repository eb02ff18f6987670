using System.Text.Json;

namespace LetterExchange.Features.Archive;

/// <summary>What an export is a file of.</summary>
public enum ExportForm { Csv, JsonLines, Mbox }

/// <summary>Where an export stands.</summary>
public enum ExportState { Working, Ready, Failed, Deleted }

/// <summary>Letters that somebody wants as a file.</summary>
public sealed record Export
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid AskedBy { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public string Query { get; init; } = "";

    /// <summary>An <see cref="ArchiveFilter"/> as JSON.</summary>
    public string Filter { get; init; } = "{}";

    /// <summary>By what it was narrowed beside the query.</summary>
    public ArchiveFilter Narrowed => field ??= JsonSerializer.Deserialize<ArchiveFilter>(Filter)!;

    /// <summary>Whether nothing was left out.</summary>
    public bool IsEverything => Query.Length == 0 && Narrowed.IsEmpty;

    public ExportForm Form { get; init; }

    /// <summary>Whether the people are named; otherwise their roles stand for them, in the texts too.</summary>
    public bool Names { get; init; }

    /// <summary>Whether it says what screening marked.</summary>
    public bool Findings { get; init; }

    public ExportState State { get; init; }

    /// <summary>How many letters have been written.</summary>
    public int Letters { get; init; }

    /// <summary>The number in the index of the letter that was written last.</summary>
    public int? Last { get; init; }

    /// <summary>How much of the archive has been gone through, in thousandths.</summary>
    public int Thousandths { get; init; }

    public long Bytes { get; init; }
    public DateTimeOffset? ReadyAt { get; init; }
    public DateTimeOffset? DeleteAt { get; init; }
    public int Version { get; init; }

    public string Extension => Form switch { ExportForm.Csv => "csv", ExportForm.JsonLines => "jsonl", _ => "mbox" };

    public string ContentType => Form switch { ExportForm.Csv => "text/csv; charset=utf-8", ExportForm.JsonLines => "application/x-ndjson; charset=utf-8", _ => "application/mbox" };

    /// <summary>Whether its file can be had now.</summary>
    public bool IsThere(DateTimeOffset now) => State == ExportState.Ready && DeleteAt > now;
}

/// <summary>A letter on its way into a file.</summary>
public sealed record ExportedLetter
{
    public Guid Id { get; init; }
    public Guid PairId { get; init; }
    public string From { get; init; } = "";
    public string To { get; init; } = "";
    public string Cohort { get; init; } = "";
    public int? Round { get; init; }
    public string? Story { get; init; }
    public string State { get; init; } = "";
    public DateTimeOffset Sent { get; init; }

    /// <summary>When it was delivered or withheld.</summary>
    public DateTimeOffset Ended { get; init; }

    public string Text { get; init; } = "";

    /// <summary>What screening marked, by category; none where it was not asked for.</summary>
    public IReadOnlyList<string>? Findings { get; init; }
}
