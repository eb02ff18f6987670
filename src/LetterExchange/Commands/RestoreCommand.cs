using System.CommandLine;
using LetterExchange.Data;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange restore</c>: puts a copy in the place of the database.</summary>
public static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A copy that backup has taken." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a database that holds anything. SQLite: it is kept beside the new one. PostgreSQL: what is in it is dropped." };
        var (data, connection) = (DataOptions.Directory(), DataOptions.Connection());
        var command = new Command("restore", "Restore a copy that backup has taken; the service must be stopped.") { file, overwrite, data, connection };
        command.SetAction((parsed, stopping) => DataOptions.InWords(async () =>
        {
            var directory = parsed.GetValue(data)!;
            using var held = DataOptions.HoldAlone(directory);
            try
            {
                Say(await new Restoring(directory, parsed.GetValue(connection), TimeProvider.System).From(parsed.GetValue(file)!, parsed.GetValue(overwrite), stopping));
                return 0;
            }
            catch (Exception failure) when (failure is not (IOException or UnauthorizedAccessException or OperationCanceledException))
            {
                throw DataOptions.InWords(failure, directory);
            }
        }));
        return command;
    }

    static void Say(Restored restored)
    {
        Console.WriteLine($"Restored: {restored.Facts.Revisions} revisions of letters, {restored.Facts.Events} events.");
        if (restored.Kept is { } kept) Console.WriteLine($"What was there before is kept as {kept}. Delete it when it is of no use any more: it holds letters.");
        if (restored.Erased > 0) Console.WriteLine($"Erased again, as was done after the copy was taken: {restored.Erased}.");
        if (restored.ErasuresUnknown) Console.WriteLine("The replaced database could not say what was erased after the copy was taken. Erase it again.");
        Console.WriteLine("Start the service. What was mailed after the copy was taken may be mailed again.");
    }
}
