using System.CommandLine;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange serve</c>: the web service and its scheduler.</summary>
public static class ServeCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { Description = "Addresses to listen at, separated by semicolons.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var data = DataOptions.Directory();
        var connection = DataOptions.Connection();
        var stories = new Option<string?>("--stories") { Description = "The folder with the stories." };
        var command = new Command("serve", "Start the service.") { urls, data, connection, stories };
        command.SetAction((parsed, stopping) => Run(new ServeOptions
        {
            Urls = parsed.GetValue(urls)!,
            DataDirectory = Path.GetFullPath(parsed.GetValue(data)!),
            ConnectionString = parsed.GetValue(connection),
            Stories = parsed.GetValue(stories),
        }, stopping));
        return command;
    }

    static async Task<int> Run(ServeOptions options, CancellationToken stopping)
    {
        try
        {
            await using var service = await Service.Start(options);
            foreach (var address in service.Addresses) Console.WriteLine($"Ready: {address}");
            await service.Stopped(stopping);
            return 0;
        }
        catch (CannotStart reason)
        {
            await Console.Error.WriteLineAsync(reason.Message);
            return 1;
        }
    }
}
