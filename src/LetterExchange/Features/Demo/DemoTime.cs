using System.Globalization;
using LetterExchange.Data;

namespace LetterExchange.Features.Demo;

/// <summary>Keeps the demo's time in its database, so that whoever comes back finds everything as it was: while the demo is not served, its time stands.</summary>
public sealed class DemoTime(Database db, DemoClock clock) : IHostedService
{
    /// <summary>Where the time was left. After a kill, that is the last that is known to have happened.</summary>
    public static async Task<DateTimeOffset> Left(Database db)
    {
        var kept = DateTimeOffset.Parse(await db.Get<string>("SELECT value FROM installation WHERE key = 'demo.time'"), CultureInfo.InvariantCulture);
        var happened = await db.Get<DateTimeOffset?>("SELECT MAX(at) FROM events");
        return happened > kept ? happened.Value : kept;
    }

    public Task Keep() => db.Execute("UPDATE installation SET value = @now WHERE key = 'demo.time'", new { now = clock.Now().ToString("O") });

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Keep();
}
