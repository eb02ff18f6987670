using System.CommandLine;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange migrate</c>: brings the database to this program's version.</summary>
public static class MigrateCommand
{
    public static Command Create()
    {
        var data = DataOptions.Directory();
        var connection = DataOptions.Connection();
        var command = new Command("migrate", "Bring the database to this program's version (serve does so too).") { data, connection };
        command.SetAction(async parsed =>
        {
            try
            {
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
}
