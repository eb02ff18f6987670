using System.CommandLine;
using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Administration;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange doctor</c>: looks at an installation, also beside a running service, and says what to do.</summary>
public static class DoctorCommand
{
    public static Command Create()
    {
        var (data, connection) = (DataOptions.Directory(), DataOptions.Connection());
        var command = new Command("doctor", "Look at everything that the service needs, and say what to do. The exit status is 1 when something is bad.") { data, connection };
        command.SetAction((parsed, stopping) => Run(new() { DataDirectory = Path.GetFullPath(parsed.GetValue(data)!), ConnectionString = parsed.GetValue(connection), Work = false }, Console.Out, stopping));
        return command;
    }

    static async Task<int> Run(ServeOptions options, TextWriter output, CancellationToken stopping)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en");
        try
        {
            await using var db = Database.Open(options.ConnectionString, options.DataDirectory);
            await using var service = Hosting.Build(options, db, TimeProvider.System); // Its parts only: it is not started.
            var texts = service.Services.GetRequiredService<IStringLocalizer<Texts>>();
            var found = await service.Services.GetRequiredService<Doctor>().Look(thorough: true, stopping);
            foreach (var one in found)
                await output.WriteLineAsync($"{texts[$"verdict.{one.Verdict}"].Value,-6}{texts[$"check.{one.Check}"].Value}: {texts[$"said.{one.Words}", one.With].Value}");
            return found.Any(one => one.Verdict == Verdict.Bad) ? 1 : 0;
        }
        catch (Exception failure) when (failure is CannotStart or InvalidDataException or ArgumentException or FormatException)
        {
            // Nothing can be looked at without the settings.
            await output.WriteLineAsync($"bad   Configuration: {(failure is CannotStart ? failure : DataOptions.InWords(failure, options.DataDirectory)).Message}");
            return 1;
        }
    }
}
