using System.Reflection;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LetterExchange.Features.Administration;

/// <summary>Looks at all that an administrator has to know of.</summary>
public sealed class Overview(Database db, MailStatusStore mail, LinkMails links, Settings settings, Backups backups, HealthCheckService health, SweepClock sweeps, StuckRows stuck, Doctor doctor)
{
    const int Most = 50;

    /// <summary>This program's version, such as 0.1.0.</summary>
    public static string ProgramVersion { get; } =
        typeof(Overview).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    public async Task<State> Look(CancellationToken stopping) => new()
    {
        Version = ProgramVersion,
        Storage = await Storage.Look(db),
        Mail = await mail.Find(Most),
        Links = await links.Status(),
        Broken = await db.Query<Person>($"""
            SELECT id, given_name, surname, email, mail_broken_at FROM people WHERE mail_broken_at IS NOT NULL AND left_at IS NULL ORDER BY mail_broken_at DESC LIMIT {Most}
            """),
        Leads = await settings.WithoutTwoLeads(),
        Keyless = await Keyless(),
        Backup = backups.Newest(),
        Sweeps = await sweeps.Read(),
        Stuck = await stuck.All(Most),
        Health = await health.CheckHealthAsync(stopping),
        Checks = await doctor.Look(thorough: false, stopping),
    };

    /// <summary>Letters on the safeguarding route for which two people who may review it are missing: until they are found, it can only be withheld.</summary>
    Task<List<KeylessLetter>> Keyless() => db.Read(async tx =>
    {
        var waiting = await tx.Query<KeylessLetter>("""
            SELECT l.id, l.program_id, g.name AS program_name, l.review_since FROM letters l JOIN programs g ON g.id = l.program_id
             WHERE l.state = 'InReview' AND l.route = 'Safeguarding' ORDER BY l.review_since, l.id LIMIT 500
            """);
        var keyless = new List<KeylessLetter>();
        foreach (var letter in waiting) if (!await Reviewers.TwoKeys(tx, letter.Id)) keyless.Add(letter);
        return keyless;
    });
}

/// <summary>How the installation is doing now.</summary>
public sealed record State
{
    public string Version { get; init; } = "";
    public Storage Storage { get; init; } = new();
    public MailStatus Mail { get; init; } = new();
    public LinkMailStatus Links { get; init; } = new();

    /// <summary>People whose address refused mail for good, the newest first.</summary>
    public IReadOnlyList<Person> Broken { get; init; } = [];

    public IReadOnlyList<LeadsOf> Leads { get; init; } = [];
    public IReadOnlyList<KeylessLetter> Keyless { get; init; } = [];
    public BackupFile? Backup { get; init; }
    public IReadOnlyList<SweepState> Sweeps { get; init; } = [];

    /// <summary>Rows that sweeps could not do, the longest stuck first.</summary>
    public IReadOnlyList<StuckRow> Stuck { get; init; } = [];

    public HealthReport Health { get; init; } = new(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero);

    /// <summary>What the verb <c>doctor</c> would say, without reading a large database through.</summary>
    public IReadOnlyList<Diagnosis> Checks { get; init; } = [];

    public int MailsWaiting => Mail.Waiting + Links.Waiting;
    public int MailsGivenUp => Mail.GivenUp + Links.GivenUp;
    public int MailsRepeated => Mail.Repeated + Links.Repeated;

    /// <summary>What is wrong with the database itself: as the health has it now, or as a sweep's last run had it.</summary>
    public string? Trouble => Health.Entries.Values.Select(entry => entry.Data.GetValueOrDefault(DatabaseHealth.Trouble)).OfType<string>().FirstOrDefault()
        ?? Sweeps.Where(sweep => sweep.Trouble is not null).OrderByDescending(sweep => sweep.LastRun).FirstOrDefault()?.Trouble;

    public bool IsHealthy => Health.Status == HealthStatus.Healthy;
}

/// <summary>A letter that nobody may release. Which one it is, is for reviewers to know.</summary>
public sealed record KeylessLetter
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public string ProgramName { get; init; } = "";
    public DateTimeOffset ReviewSince { get; init; }
}
