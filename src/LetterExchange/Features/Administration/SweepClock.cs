using Hangfire;
using Hangfire.Storage;

namespace LetterExchange.Features.Administration;

/// <summary>When each sweep ran last, when the scheduler looks again, and when something is due.</summary>
public sealed class SweepClock(IEnumerable<Sweep> all, Sweeps sweeps, IServiceProvider services)
{
    public async Task<IReadOnlyList<SweepState>> Read()
    {
        var jobs = Jobs();
        var states = new List<SweepState>();
        foreach (var sweep in all.OrderBy(sweep => sweep.Due))
        {
            var (run, job) = (sweeps.LastRun(sweep.Due), jobs.GetValueOrDefault(LetterExchange.Jobs.IdOf(sweep.Due)));
            states.Add(new SweepState
            {
                Due = sweep.Due, LastRun = run?.At ?? Instant(job?.LastExecution), Moved = run?.Moved, Failure = run?.Failure, Trouble = run?.Trouble,
                NextLook = Instant(job?.NextExecution), NextDue = await sweep.Next(),
            });
        }
        return states;
    }

    /// <summary>The recurring jobs as the scheduler has them; none where it does not run in this process.</summary>
    Dictionary<string, RecurringJobDto> Jobs()
    {
        if (services.GetService<JobStorage>() is not { } storage) return [];
        using var connection = storage.GetConnection();
        return connection.GetRecurringJobs().ToDictionary(job => job.Id);
    }

    static DateTimeOffset? Instant(DateTime? utc) => utc is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null;
}

/// <summary>One sweep.</summary>
public sealed record SweepState
{
    public Due Due { get; init; }

    /// <summary>In this process since it started; on another machine where only the schedule knows.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>How many rows the last run moved.</summary>
    public int? Moved { get; init; }

    /// <summary>The sort of failure that ended the last run.</summary>
    public string? Failure { get; init; }

    /// <summary>What was wrong with the database itself then.</summary>
    public string? Trouble { get; init; }

    /// <summary>When the schedule wakes it.</summary>
    public DateTimeOffset? NextLook { get; init; }

    /// <summary>When a row of its own is due.</summary>
    public DateTimeOffset? NextDue { get; init; }
}
