using System.CommandLine;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Review;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange rescreen</c>: screens letters again whose program's rules have changed since, and with <c>--archive</c> the delivered ones too, as the service does, without its pauses. What
/// is interrupted the service goes on with.</summary>
public static class RescreenCommand
{
    public static Command Create()
    {
        var archive = new Option<bool>("--archive") { Description = "Delivered letters too: what is found anew is listed on the page /quality/archive, and nothing else happens to them." };
        var program = new Option<string?>("--program") { Description = "The program's name, for --archive; without it every program's." };
        var (data, connection) = (DataOptions.Directory(), DataOptions.Connection());
        var command = new Command("rescreen", "Screen letters again that are not delivered and were screened by older rules.") { archive, program, data, connection };
        command.SetAction(async (parsed, stopping) =>
        {
            try
            {
                await using var opened = DataOptions.Open(parsed.GetValue(data)!, parsed.GetValue(connection), TimeProvider.System);
                await Run(opened.Database, TimeProvider.System, parsed.GetValue(archive), parsed.GetValue(program), Console.Out, Console.Error, stopping);
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

    /// <param name="errors">Where the progress goes: a line a batch.</param>
    /// <exception cref="CannotStart">There is no such program.</exception>
    internal static async Task Run(Database db, TimeProvider clock, bool archive, string? name, TextWriter output, TextWriter errors, CancellationToken stopping = default)
    {
        var programs = (await db.Query<(Guid Id, string Name)>("SELECT id, name FROM programs ORDER BY name, id")).FindAll(one => name is null || string.Equals(one.Name, name.Trim(), StringComparison.CurrentCultureIgnoreCase));
        if (programs.Count == 0) throw new CannotStart(name is null ? "There is no program yet: letterexchange setup makes the first." : $"There is no program named {name}.");
        await using var parts = new ServiceCollection().AddLogging().AddExchange(db, clock)
            .AddNotices(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = "http://127.0.0.1" }) // The service mails what is told here.
            .BuildServiceProvider();
        var sweeps = parts.GetServices<Sweep>().ToList();
        await output.WriteLineAsync($"Letters not delivered yet that were screened again: {await sweeps.OfType<RescreenLetters>().Single().Run(stopping)}.");
        if (!archive) return;
        foreach (var program in programs)
        {
            if (await Archive(parts.GetRequiredService<ArchiveScreenings>(), sweeps.OfType<ScreenArchive>().Single(), program, errors, stopping) is { } done)
                await output.WriteLineAsync($"{program.Name}: {done.Seen} letters looked through, {done.Found} with something new, {done.Danger} of them with danger{(done.Failed > 0 ? $"; {done.Failed} could not be screened" : "")}.");
        }
    }

    /// <summary>Begins one, or goes on with the one that is under way, to its end. None where it was interrupted.</summary>
    static async Task<ArchiveScreening?> Archive(ArchiveScreenings screenings, ScreenArchive sweep, (Guid Id, string Name) program, TextWriter errors, CancellationToken stopping)
    {
        var id = await screenings.Begin(program.Id, Actor.Service) ?? (await screenings.Of(program.Id)).Find(one => one.IsUnderWay)?.Id;
        while (id is { } one && !stopping.IsCancellationRequested)
        {
            var now = (await screenings.Find(one))!;
            if (!now.IsUnderWay) return now;
            await sweep.Step(now);
            await errors.WriteLineAsync($"{program.Name}: {Math.Min(now.Letters, (await screenings.Find(one))!.Seen)} of {now.Letters} letters");
        }
        return null;
    }
}
