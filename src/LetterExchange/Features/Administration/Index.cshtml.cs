using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Administration;

/// <summary>What an administrator has to know: what needs a person first, then how everything is.</summary>
public sealed class IndexModel(Overview overview, CurrentPerson me, CurrentProgram program, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public State State { get; private set; } = new();
    public PlainTime Times { get; private set; } = null!;
    public string Zone { get; private set; } = "UTC";

    /// <summary>Whether the scheduler's pages are in this process.</summary>
    public bool HasDashboard => State.Sweeps.Any(sweep => sweep.NextLook is not null);

    public async Task OnGet()
    {
        State = await overview.Look(HttpContext.RequestAborted);
        if (me.HasProgram) Zone = (await program.Get()).Zone;
        Times = PlainTime.In(Zone, clock.GetUtcNow());
    }

    public string? When(DateTimeOffset? at) => at is { } instant ? Times.DayAndClock(instant) : null;

    /// <summary>"12 MB".</summary>
    public string Size(long bytes) => bytes < 1_000_000 ? texts["size.kb", bytes / 1000 + 1] : bytes < 10_000_000_000 ? texts["size.mb", bytes / 1_000_000] : texts["size.gb", bytes / 1_000_000_000];

    /// <summary>Things that need a person now.</summary>
    public bool AnyTrouble => State.Leads.Count > 0 || State.Keyless.Count > 0 || State.Broken.Count > 0 || !State.IsHealthy || State.MailsGivenUp > 0 || IsBackupOld
        || State.Sweeps.Any(sweep => sweep.Failure is not null) || State.Stuck.Count > 0 || OnlyChecked.Any();

    /// <summary>What is not well and is said nowhere else among what needs a person.</summary>
    public IEnumerable<Diagnosis> OnlyChecked => State.Checks.Where(check => check.Verdict == Verdict.Bad && check.Check is not ("backup" or "leads" or "database" or "stuck"));

    public bool IsBackupOld => State.Backup is null || State.Backup.At < clock.GetUtcNow().AddDays(-2);
}
