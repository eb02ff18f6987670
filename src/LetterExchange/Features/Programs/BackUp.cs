using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.Programs;

/// <summary>Takes a verified backup once a day. A backup that fails is told to the administrators, once a day; the next look tries again.</summary>
public sealed class BackUp(Database db, Backups backups, Notifier notifier, TimeProvider clock, ILogger<BackUp> log) : Sweep
{
    public override Due Due => Due.Backup;

    public override async Task<int> Run(CancellationToken stopping)
    {
        try
        {
            await backups.Take(stopping);
            return 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            log.LogError("The daily backup failed: {Failure}", failure.Message);
            await Tell();
            return 0;
        }
    }

    Task Tell() => db.Transact(async tx =>
    {
        var administrators = await tx.Query<Guid>("SELECT person_id FROM memberships WHERE role = 'Administrator' AND ended_at IS NULL");
        await notifier.Tell(tx, [.. administrators.Select(person => new Telling(person, null, NoticeKind.ServiceTrouble, person, $"backup {clock.GetUtcNow():yyyy-MM-dd}", "/admin", "backup"))]);
    });
}
