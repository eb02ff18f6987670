using LetterExchange.Commands;
using LetterExchange.Commands.Demo;
using LetterExchange.Data;
using LetterExchange.Features.Stories;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LetterExchange;

/// <summary>The running service: web pages and scheduler over one database.</summary>
public sealed class Service : IAsyncDisposable
{
    readonly WebApplication app;
    readonly OpenedData data;

    Service(WebApplication app, OpenedData data) => (this.app, this.data) = (app, data);

    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens, the real ports included.</summary>
    public IReadOnlyCollection<string> Addresses =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts it; when this returns it answers.</summary>
    /// <param name="stopping">Ends the start as long as an empty demo is being filled.</param>
    /// <exception cref="CannotStart">In the administrator's words: the data directory, the database, or the address.</exception>
    public static async Task<Service> Start(ServeOptions options, CancellationToken stopping = default)
    {
        CheckPart(options);
        if (options.Demo) DemoData.CheckAddresses(options.Urls);
        var clock = options.Clock ?? TimeProvider.System;
        var data = DataOptions.Open(options.DataDirectory, options.ConnectionString, clock, database => DemoData.Check(database, options));
        try
        {
            var demo = options.Demo ? await DemoData.Open(data.Database, clock, stopping) : null;
            var app = Hosting.Build(options, data.Database, demo?.Clock ?? clock, demo);
            _ = app.Services.GetRequiredService<StoryLibrary>(); // What is wrong with a story is said at the start.
            await Listen(app, options.Urls);
            return new(app, data);
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it is told to stop (Ctrl-C, SIGTERM) and has stopped.</summary>
    public async Task Stopped(CancellationToken stopping)
    {
        await using (stopping.Register(() => app.Lifetime.StopApplication())) await app.WaitForShutdownAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await data.DisposeAsync();
    }

    static void CheckPart(ServeOptions options)
    {
        if (options.Part == Part.All) return;
        var name = options.Part == Part.Web ? "--web-only" : "--work-only";
        if (options.Demo) throw new CannotStart($"The demo is one process: it can't be started with {name}.");
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            throw new CannotStart($"{name} needs PostgreSQL: a SQLite database belongs to one process, which does everything. Name one with --database, or leave {name} out.");
    }

    static async Task Listen(WebApplication app, string urls)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException failure) when (failure.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new CannotStart($"Something else already listens at {urls}. Stop it, or choose another address with --urls.");
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or System.Net.Sockets.SocketException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" })
        {
            throw new CannotStart($"The address {urls} can't be listened at: {failure.Message.Split('\n')[0]}");
        }
    }
}
