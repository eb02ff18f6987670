using System.CommandLine;
using LetterExchange.Commands.Demo;
using LetterExchange.Features.Demo;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange serve</c>: the web service and its scheduler.</summary>
public static class ServeCommand
{
    const string UrlsName = "LETTEREXCHANGE_URLS";

    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Addresses to listen at, separated by semicolons. (With --work-only: for /health/live, /health/ready and /metrics, at a free port of this machine unless said.)",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UrlsName) is { Length: > 0 } named ? named : "http://127.0.0.1:5080",
        };
        var data = DataOptions.Directory();
        var connection = DataOptions.Connection();
        var stories = new Option<string?>("--stories") { Description = "The folder with the stories." };
        var demo = new Option<bool>("--demo")
        {
            Description = "Serve the demo program, on this machine only, in a database of its own: the folder \"demo\" in the data directory unless --data or --database says otherwise.",
        };
        var webOnly = new Option<bool>("--web-only") { Description = "Serve the pages and leave what is due to other processes over the same PostgreSQL." };
        var workOnly = new Option<bool>("--work-only") { Description = "Do what is due, without pages. Needs the setting PublicUrl: mails link there." };
        var command = new Command("serve", "Start the service.") { urls, data, connection, stories, demo, webOnly, workOnly };
        command.Validators.Add(given =>
        {
            if (given.GetValue(webOnly) && given.GetValue(workOnly)) given.AddError("--web-only and --work-only exclude each other. Without either, a process does both.");
        });
        command.SetAction((parsed, stopping) =>
        {
            var isDemo = parsed.GetValue(demo);
            return Run(new ServeOptions
            {
                Urls = parsed.GetValue(workOnly) && !IsGiven(urls) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(UrlsName)) ? "http://127.0.0.1:0" : parsed.GetValue(urls)!,
                DataDirectory = Path.GetFullPath(isDemo && !IsGiven(data) ? Path.Combine(parsed.GetValue(data)!, "demo") : parsed.GetValue(data)!),
                ConnectionString = isDemo && !IsGiven(connection) ? null : parsed.GetValue(connection), // The real program's, if the environment names it.
                Stories = parsed.GetValue(stories),
                Demo = isDemo,
                Part = parsed.GetValue(webOnly) ? Part.Web : parsed.GetValue(workOnly) ? Part.Work : Part.All,
            }, stopping);

            bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
        });
        return command;
    }

    static async Task<int> Run(ServeOptions options, CancellationToken stopping)
    {
        try
        {
            if (options.Demo) Console.WriteLine("Opening the demo (the first time it is filled: a few seconds) …");
            await using var service = await Service.Start(options, stopping);
            if (options.Demo) DemoGreeting.Write(service.Services.GetRequiredService<DemoCast>(), service.Services.GetRequiredService<DemoClock>(), Console.Out);
            foreach (var address in service.Addresses) Console.WriteLine($"Ready: {address}");
            await service.Stopped(stopping);
            return 0;
        }
        catch (CannotStart reason)
        {
            await Console.Error.WriteLineAsync(reason.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped before it had started.");
            return 1;
        }
    }
}
