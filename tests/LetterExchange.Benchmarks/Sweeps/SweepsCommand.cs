using System.CommandLine;
using LetterExchange.Commands;
using LetterExchange.Features.Pulse;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Sweeps;

/// <summary><c>sweeps</c>: what a look for due rows costs when nothing is due and a year's letters are stored, on SQLite and on PostgreSQL.
/// The exit status is 1 when a sweep's median is over <see cref="Measurement.Limit"/>.</summary>
static class SweepsCommand
{
    public static Command Create() => StoredLetters.Command("sweeps", "What each sweep costs with nothing due.", async (folder, connection, runs) =>
    {
        var clock = new StandingClock(Store.Now);
        await using var data = DataOptions.Open(folder, connection, clock);
        await using var app = Hosting.Build(new ServeOptions { DataDirectory = folder, Work = false }, data.Database, clock);
        while (await app.Services.GetServices<Sweep>().OfType<KeepPulse>().Single().Run(CancellationToken.None) > 0) { } // What is stored has not been through it; a service that runs has made it long ago.
        return await Measurement.Of([.. app.Services.GetServices<Sweep>().Where(sweep => sweep.Due != Due.Backup).OrderBy(sweep => sweep.Due)], runs, data.Database.Name);
    });
}
