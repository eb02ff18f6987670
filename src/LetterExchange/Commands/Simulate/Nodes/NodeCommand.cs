using System.CommandLine;
using System.Globalization;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary><c>letterexchange simulate node</c>, which simulate starts for itself: the service as with <c>serve --work-only</c>, its clock the season's. It ends with who has started it.
/// No other verb takes a season's time.</summary>
static class NodeCommand
{
    internal const string Name = "node";

    public static Command Create()
    {
        var time = new Option<string>("--time") { Description = "The file in which the season's time stands.", Required = true };
        var number = new Option<int>("--number") { Description = "Which of the processes this is, from 0.", Required = true };
        var mail = new Option<int>("--mail") { Description = "The port of this machine at which mail is taken.", Required = true };
        var data = DataOptions.Directory();
        var connection = DataOptions.Connection();
        var command = new Command(Name, "One of the processes of a simulation.") { time, number, mail, data, connection };
        command.Hidden = true;
        command.SetAction((parsed, stopping) => Run(parsed.GetRequiredValue(time), parsed.GetValue(number), new ServeOptions
        {
            Urls = "http://127.0.0.1:0", DataDirectory = parsed.GetValue(data)!, ConnectionString = parsed.GetValue(connection), Part = Part.Work,
            Settings = new Dictionary<string, string?>
            {
                ["PublicUrl"] = SimulatedSeason.Url,
                ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = parsed.GetValue(mail).ToString(CultureInfo.InvariantCulture), ["Mail:Security"] = "none", ["Mail:User"] = "",
                ["Logging:LogLevel:LetterExchange"] = "Warning",
            },
        }, stopping));
        return command;
    }

    static async Task<int> Run(string file, int number, ServeOptions options, CancellationToken stopping)
    {
        try
        {
            using var season = SeasonTime.Open(file);
            using var clock = new NodeClock(season, number);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await using var service = await Service.Start(options with { Clock = clock }, stopping);
            foreach (var address in service.Addresses) Console.WriteLine($"Ready: {address}");
            _ = Task.Run(() => WaitForTheEnd(over), CancellationToken.None);
            await service.Stopped(over.Token);
            return 0;
        }
        catch (CannotStart reason)
        {
            await Console.Error.WriteLineAsync(reason.Message);
            return 1;
        }
    }

    /// <summary>Who has started this process holds the other end of its input: when that closes, also because they were killed, it stops.</summary>
    static void WaitForTheEnd(CancellationTokenSource over)
    {
        while (Console.In.Read() >= 0) { }
        over.Cancel();
    }
}
