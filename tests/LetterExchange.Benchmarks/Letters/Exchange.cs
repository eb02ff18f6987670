using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Letters;

/// <summary>A program with so many pairs, whose first turn is open: the service's own verbs and sweeps without pages, mailing to a server in this process.</summary>
sealed class Exchange : IAsyncDisposable
{
    const int Cohort = 500;
    const string Story = "the-lighthouse-with-no-sea";

    readonly OpenedData data;
    readonly WebApplication app;

    Exchange(OpenedData data, WebApplication app, SmtpSink sink, LeapingClock clock) => (this.data, this.app, Sink, Clock) = (data, app, sink, clock);

    public Database Db => data.Database;

    public IServiceProvider Services => app.Services;

    public SmtpSink Sink { get; }

    public LeapingClock Clock { get; }

    public Guid Program { get; private set; }

    /// <param name="first">Who writes the first letter. Mentors have an address, mentees have none.</param>
    public static async Task<Exchange> Make(string folder, string? connection, int pairs, Side first)
    {
        var (clock, sink) = (new LeapingClock(Store.Now), new SmtpSink());
        var data = DataOptions.Open(folder, connection, clock);
        var app = Hosting.Build(new ServeOptions { DataDirectory = folder, Work = false, Settings = new Dictionary<string, string?>(sink.Settings) { ["Logging:LogLevel:LetterExchange"] = "Warning" } }, data.Database, clock);
        var exchange = new Exchange(data, app, sink, clock);
        await exchange.Fill(pairs, first);
        return exchange;
    }

    public Sweep Sweep(Due due) => Services.GetServices<Sweep>().Single(sweep => sweep.Due == due);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await data.DisposeAsync();
        await Sink.DisposeAsync();
    }

    async Task Fill(int count, Side first)
    {
        var given = new Given(Db, Clock);
        Program = (await given.Program("Europe/Paris", new Policies { DeliveryDelaySeconds = 0 })).Id;
        var now = Clock.GetUtcNow();
        var round = await given.Round(now, Story);
        var second = first == Side.Mentee ? Side.Mentor : Side.Mentee;
        for (var made = 0; made < count; made += Cohort)
            await given.Assignments(await given.Pairs(Math.Min(Cohort, count - made), await given.Cohort(Program)), round, now, (first, now.AddDays(10), now.AddDays(14)), (second, now.AddDays(17), now.AddDays(21)));
        await Sweep(Due.Release).Run(CancellationToken.None);
        await Sweep(Due.Notices).Run(CancellationToken.None); // Nobody has an address yet: what was told by now is not mailed.
        await given.Address("Mentor");
        await using var connection = Db.Connect();
        await Execute(connection, Db.Engine == Engine.Postgres ? "VACUUM ANALYZE" : "ANALYZE");
    }

    internal static async Task Execute(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Time that goes on at its usual pace, and leaps when it is told to.</summary>
sealed class LeapingClock(DateTimeOffset from) : TimeProvider
{
    readonly long began = System.GetTimestamp();
    TimeSpan leapt;

    public override DateTimeOffset GetUtcNow() => from + leapt + System.GetElapsedTime(began);

    public void Leap(TimeSpan time) => leapt += time;
}
