using System.CommandLine;
using System.Text.Json;
using LetterExchange.Commands;
using LetterExchange.Data;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Benchmarks.Load;

/// <summary><c>service</c>: the service over a filled store, in a process of its own and at the store's own time, for the benchmarks that ask from outside. It writes whom it has signed in into a
/// file: a door that the product has not.</summary>
static class ServiceCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder of the store.", Required = true };
        var database = new Option<string?>("--database") { Description = "PostgreSQL; without it SQLite." };
        var users = new Option<int>("--users") { Description = "How many are signed in." };
        var cast = new Option<string>("--cast") { Description = "The file for them.", Required = true };
        var mail = new Option<int>("--mail") { Description = "The port of a mail server on this machine." };
        var idle = new Option<bool>("--idle") { Description = "Time stands still, and nothing is done that is due." };
        var command = new Command("service", "Serves a filled store (for load and desk).") { data, database, users, cast, mail, idle };
        command.Hidden = true;
        command.SetAction(async (parsed, stopping) =>
        {
            await using var service = await Service.Start(new ServeOptions
            {
                Urls = "http://127.0.0.1:0", DataDirectory = parsed.GetRequiredValue(data), ConnectionString = parsed.GetValue(database),
                Clock = parsed.GetValue(idle) ? new StandingClock(Store.Now) : new RunningClock(Store.Now), Work = !parsed.GetValue(idle),
                Settings = new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{parsed.GetValue(mail)}", ["Mail:Security"] = "none", ["Logging:LogLevel:LetterExchange"] = "Warning" },
            }, stopping);
            var people = await Cast.SignIn(service.Services, service.Services.GetRequiredService<Database>(), Crowd.Of(parsed.GetValue(users)));
            await File.WriteAllTextAsync(parsed.GetRequiredValue(cast), JsonSerializer.Serialize(people), stopping);
            Console.WriteLine($"Ready: {service.Addresses.Single()}");
            await service.Stopped(stopping);
            return 0;
        });
        return command;
    }
}
