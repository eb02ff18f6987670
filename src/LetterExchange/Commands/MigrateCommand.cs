using System.CommandLine;
using LetterExchange.Data;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange migrate</c>: brings the database to this program's version; with <c>--check</c>, says how it stands to it.</summary>
public static class MigrateCommand
{
    public static Command Create()
    {
        var data = DataOptions.Directory();
        var connection = DataOptions.Connection();
        var check = new Option<bool>("--check")
        {
            Description = "Change nothing, and say how the database stands: exit status 0 at this program's version, 2 behind it, 3 written by a newer one, 4 where there is none yet, 1 when it can't be looked at.",
        };
        var command = new Command("migrate", "Bring the database to this program's version (serve does so too).") { check, data, connection };
        command.SetAction(async parsed =>
        {
            try
            {
                if (parsed.GetValue(check)) return await Check(parsed.GetValue(data)!, parsed.GetValue(connection), Console.Out);
                await using var opened = DataOptions.Open(parsed.GetValue(data)!, parsed.GetValue(connection), TimeProvider.System);
                Console.WriteLine("The database is up to date.");
                return 0;
            }
            catch (CannotStart reason)
            {
                await Console.Error.WriteLineAsync(reason.Message);
                return 1;
            }
        });
        return command;
    }

    // Also beside a running service.
    static async Task<int> Check(string directory, string? connection, TextWriter output)
    {
        if (string.IsNullOrWhiteSpace(connection) && !File.Exists(Path.Combine(directory, Database.FileName)))
        {
            await output.WriteLineAsync($"There is no database in {directory} yet.");
            return 4;
        }
        await using var db = DataOptions.OpenBeside(directory, connection);
        try
        {
            var missing = Migrations.Missing(db);
            await output.WriteLineAsync(missing == 0 ? "The database is up to date." : $"The database lacks {missing} of this program's migrations.");
            return missing == 0 ? 0 : 2;
        }
        catch (DatabaseTooNew newer)
        {
            await output.WriteLineAsync(newer.Message);
            return 3;
        }
        catch (Exception failure)
        {
            throw DataOptions.InWords(failure, directory);
        }
    }
}
