namespace LetterExchange.Commands;

/// <summary>How the service is started.</summary>
public sealed record ServeOptions
{
    /// <summary>Addresses to listen at, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Where the SQLite file, mails without a server, and backups are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>PostgreSQL; without it, SQLite in the data directory.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Whether this is the demo program.</summary>
    public bool Demo { get; init; }

    /// <summary>The reading library; by default found by <c>Features.Stories.StoryLibrary</c>.</summary>
    public string? Stories { get; init; }

    /// <summary>Time; by default the machine's (and in the demo, one that can be moved on).</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Settings that stand above those of files and environment.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What of the service this process is; only over PostgreSQL can it be a part.</summary>
    public Part Part { get; init; }

    /// <summary>Where else the log goes; by default to the console alone.</summary>
    public Action<ILoggingBuilder>? Log { get; init; }

    /// <summary>Whether the scheduler runs; tests that move sweeps by hand say no.</summary>
    public bool Work { get; init; } = true;
}

/// <summary>What a process does where several serve one database: all, only the pages, or only what is due.</summary>
public enum Part { All, Web, Work }
