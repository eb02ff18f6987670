using System.CommandLine;
using System.Globalization;
using LetterExchange.Data;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange backup</c>: a verified copy of the database, also while a service runs on it.</summary>
public static class BackupCommand
{
    public static Command Create()
    {
        var to = new Option<string?>("--to") { Description = "The file to write, which must not exist; by default one of this moment in the folder backups of the data directory, where the policy decides how long it is kept." };
        var (data, connection) = (DataOptions.Directory(), DataOptions.Connection());
        var command = new Command("backup", "Take a verified copy of the database, also while the service runs.") { to, data, connection };
        command.SetAction((parsed, stopping) => DataOptions.InWords(async () =>
        {
            var (directory, clock) = (parsed.GetValue(data)!, TimeProvider.System);
            await using var db = DataOptions.OpenBeside(directory, parsed.GetValue(connection));
            var backups = new Backups(db, Path.Combine(directory, "backups"), clock, Hosting.Read(() => BackupPolicy.From(Hosting.Configuration())));
            var begun = clock.GetTimestamp();
            var file = parsed.GetValue(to) is { } path ? await backups.TakeTo(path, stopping) : await backups.Take(stopping);
            Console.WriteLine(file.Path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{file.Bytes / 1e6:N1} MB in {clock.GetElapsedTime(begun).TotalSeconds:N1} s. It was read back whole: {file.Facts!.Tables.Count} tables, {file.Facts.Revisions} revisions of letters, {file.Facts.Events} events."));
            return 0;
        }));
        return command;
    }
}
