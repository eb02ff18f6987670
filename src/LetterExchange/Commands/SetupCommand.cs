using System.CommandLine;
using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Commands;

/// <summary><c>letterexchange setup</c>: the first program and administrator of an empty installation.</summary>
public static class SetupCommand
{
    public static Command Create()
    {
        var program = new Option<string>("--program") { Description = "The program's name.", Required = true };
        var zone = new Option<string>("--zone") { Description = "Its time zone, such as Europe/Paris.", Required = true };
        var language = new Option<string>("--language") { Description = "Its language: en, fr or es. It is the administrator's too.", DefaultValueFactory = _ => Spoken.Default };
        var name = new Option<string>("--name") { Description = "The administrator's name.", Required = true };
        var email = new Option<string>("--email") { Description = "The administrator's e-mail address, to sign in with.", Required = true };
        var stdin = new Option<bool>("--password-stdin") { Description = "Read the password from standard input instead of asking for it." };
        var data = DataOptions.Directory();
        var connection = DataOptions.Connection();
        var command = new Command("setup", "Make the first program and its administrator, on an empty installation.") { program, zone, language, name, email, stdin, data, connection };
        command.SetAction(async parsed =>
        {
            try
            {
                var password = parsed.GetValue(stdin) ? await Console.In.ReadLineAsync() : Ask();
                await using var opened = DataOptions.Open(parsed.GetValue(data)!, parsed.GetValue(connection), TimeProvider.System);
                await Run(opened.Database, TimeProvider.System, new(parsed.GetRequiredValue(program), parsed.GetRequiredValue(zone), parsed.GetRequiredValue(name), parsed.GetRequiredValue(email), password ?? "") { Language = parsed.GetValue(language)! }, Console.Out);
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

    /// <summary>Makes both in one transaction: the administrator is the program's first coordinator too.</summary>
    /// <exception cref="CannotStart">Something given can't be, or the installation is in use already.</exception>
    public static async Task Run(Database db, TimeProvider clock, First first, TextWriter output)
    {
        Check(first);
        var hash = new PasswordHasher<Account>().HashPassword(new Account(), first.Password);
        var history = new History(clock);
        var settings = new Settings(db, history, clock);
        await db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO installation (key, value) VALUES ('setup', @now) ON CONFLICT (key) DO NOTHING", new { now = clock.Now().ToString("O") });
            if (await tx.Get<long>("SELECT (SELECT COUNT(*) FROM people) + (SELECT COUNT(*) FROM programs)") > 0)
                throw new CannotStart("This installation is in use already: setup is for an empty one. Administrators add people and programs on its pages.");
            var program = await settings.AddProgram(tx, first.Program.Trim(), first.Zone, first.Language, Actor.Service);
            var person = clock.New();
            var names = first.Name.Trim().Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            await tx.Execute("""
                INSERT INTO people (id, given_name, surname, email, sign_in_name, password_hash, security_stamp, language, created_at)
                VALUES (@person, @given, @surname, @email, @name, @hash, @stamp, @Language, @now)
                """, new { person, given = names[0], surname = names.ElementAtOrDefault(1) ?? "", email = first.Email.Trim(), name = SignInNames.Normal(first.Email), hash, stamp = Roster.NewStamp(), first.Language, now = clock.Now() });
            foreach (var (role, of) in new[] { (Role.Administrator, (Guid?)null), (Role.Coordinator, program) })
                await tx.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @person, @of, @role, @now)", new { id = clock.New(), person, of, role, now = clock.Now() });
            await history.Record(tx, "person.add", person, Actor.Service, programId: program, codes: "setup");
        });
        await output.WriteLineAsync($"""
            {first.Program.Trim()} is set up. Start the service with: letterexchange serve
            Sign in as {first.Email.Trim()}.
            Warning: the program has no safeguarding lead yet, and it needs at least two. Letters in which a child may be in danger can only be withheld
            until two people can release them: add two safeguarding leads under People.
            """);
    }

    static void Check(First first)
    {
        if (string.IsNullOrWhiteSpace(first.Program)) throw new CannotStart("The program needs a name (--program).");
        if (!Days.IsZone(first.Zone)) throw new CannotStart($"There is no time zone {first.Zone}. Name one like Europe/Paris or America/New_York (--zone).");
        if (!Spoken.Has(first.Language)) throw new CannotStart($"{first.Language} is not spoken here. Choose one of {string.Join(", ", Spoken.All)} (--language).");
        if (string.IsNullOrWhiteSpace(first.Name)) throw new CannotStart("The administrator needs a name (--name).");
        if (!Emails.IsOne(first.Email)) throw new CannotStart($"{first.Email} is not an e-mail address (--email).");
        if (Passwords.Fault(first.Password, first.Email, first.Name) is not null)
            throw new CannotStart($"The password needs at least {Passwords.Shortest} characters, not all alike, and must be neither name, address nor one that everybody tries.");
    }

    static string? Ask()
    {
        Console.Write("A password for the administrator (at least 10 characters; it is not shown): ");
        var typed = new System.Text.StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0) typed.Length--;
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.WriteLine();
        return typed.ToString();
    }

    /// <summary>What the first program and administrator are called.</summary>
    public sealed record First(string Program, string Zone, string Name, string Email, string Password)
    {
        public string Language { get; init; } = Spoken.Default;
    }
}
