using System.CommandLine;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Data;

namespace LetterExchange.Benchmarks.Letters;

/// <summary><c>reminders</c>: how many reminders a second are written and mailed when so many mentors are to be reminded at one instant, to a mail server in this process that takes each at once.
/// The exit status is 1 when there are fewer than <see cref="Least"/>.</summary>
static class RemindersCommand
{
    /// <summary>Reminders a second, each in a mail of its own.</summary>
    const double Least = 600;

    public static Command Create()
    {
        var reminders = new Option<int>("--reminders") { Description = "How many are due.", DefaultValueFactory = _ => 40_000 };
        var on = new Option<string>("--on") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
        on.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        reminders.Validators.Add(result => { if (result.GetValue(reminders) < 1) result.AddError("--reminders is 1 or more."); });
        var command = new Command("reminders", "How many reminders a second are mailed.") { reminders, on };
        command.SetAction(async parsed =>
        {
            var (count, engine, within) = (parsed.GetValue(reminders), parsed.GetValue(on), true);
            if (engine != "postgres") within &= await StoredLetters.OnSqlite(null, folder => Measure(folder, null, count));
            if (engine != "sqlite") within &= await StoredLetters.OnPostgres(null, (folder, connection) => Measure(folder, connection, count));
            return within ? 0 : 1;
        });
        return command;
    }

    static async Task<bool> Measure(string folder, string? connection, int count)
    {
        await using var exchange = await Exchange.Make(folder, connection, count, Side.Mentor);
        var before = exchange.Sink.Taken;
        exchange.Clock.Leap(TimeSpan.FromDays(3.01)); // Seven days before the date.
        var began = TimeProvider.System.GetTimestamp();
        var reminding = Task.Run(() => exchange.Sweep(Due.Remind).Run(CancellationToken.None));
        while (await exchange.Sweep(Due.Notices).Run(CancellationToken.None) > 0 || !reminding.IsCompleted) { }
        await exchange.Sweep(Due.Notices).Run(CancellationToken.None);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var (reminded, mails) = (await reminding, exchange.Sink.Taken - before);
        Console.WriteLine($"{exchange.Db.Name}: {reminded:N0} reminders in {mails:N0} mails in {seconds:0.0} s: {mails / seconds:N0} a second");
        // Fewer mails than reminders: something else was measured.
        return new Figure($"{count:N0} reminders written and mailed, {exchange.Db.Name}", mails == count && reminded == count ? mails / seconds : null, "a second") { AtLeast = Least }.Say();
    }
}
