using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.Identity;
using Microsoft.Playwright;

namespace LetterExchange.Tests;

/// <summary>The service at work on a Monday in January, with its scheduler and a mail server, and the people of one class: Amina, her mentor Henrik,
/// Grace, who teaches the class and reads its letters, and Dilnoza, who coordinates. Each comes in by the door, in a window of their own. Or with other people, on another day.</summary>
public sealed class Day : IAsyncDisposable
{
    const string Password = "seven brown kettles";
    static readonly string[] card = ["kite", "lamp", "otter"];
    static readonly int[] widths = [390, 1280];

    readonly MailServer mail;
    readonly List<Window> windows = [];
    readonly bool keepsPictures;
    readonly string name;
    int steps;

    Day(Site site, MailServer mail, bool keepsPictures, string name) => (Site, this.mail, this.keepsPictures, this.name) = (site, mail, keepsPictures, name);

    public Site Site { get; }

    /// <param name="name">What its pictures are called by.</param>
    /// <param name="fill">What it begins with, instead of the one class.</param>
    public static async Task<Day> Begin(Engine engine, string name = "day", Func<Day, Task>? fill = null)
    {
        var mail = await MailServer.Start();
        var settings = new Dictionary<string, string?>
        {
            ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{mail.Port}", ["Mail:Security"] = "None", ["Mail:FromAddress"] = "letters@example.org",
        };
        var day = new Day(await Site.Open(engine, work: true, settings), mail, engine == Engine.Sqlite, name);
        await (fill is null ? day.Fill() : fill(day));
        return day;
    }

    /// <summary>Somebody's window, as they come in with e-mail address and password.</summary>
    public async Task<Window> Adult(string name, int width)
    {
        var window = await Door(width);
        await Enter(window, name);
        await Entered(window);
        return window;
    }

    /// <summary>Comes in where the window stands at the door.</summary>
    public static async Task Enter(Window window, string name)
    {
        await window.Fill("E-mail", $"{name}@example.org");
        await window.Fill("Password", Password);
        await window.Press("Continue");
    }

    /// <summary>The same with a name and the three words of a card.</summary>
    public async Task<Window> Child(string name, int width)
    {
        var window = await Door(width);
        await window.Fill("Your name, as on your card", name);
        foreach (var (label, word) in new[] { "first", "second", "third" }.Zip(card)) await window.Fill(label, word);
        await Look(window, "the-door");
        await window.Press("Open my desk");
        await Entered(window);
        return window;
    }

    /// <summary>Lets the program's time go by. Where it was a jump, the scheduler looks at everything, as after every jump of a clock.</summary>
    public void Pass(TimeSpan time, bool jump = false)
    {
        Site.Clock.Advance(time);
        if (jump) Site.Get<Wakes>().WakeAll();
    }

    /// <summary>Waits until a query counts so many: the scheduler may be a moment behind.</summary>
    public async Task Comes(string count, object arguments, int many = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await Site.Db.Get<long>(count, arguments) < many) await again.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>The one mail to somebody, come or yet to come, that has such a link or such words: as they see it, its links leading to this service.</summary>
    public async Task<(string Words, string Html)> Mail(string name, string part)
    {
        var message = (await mail.WaitForMail(one => one.To.Single() == $"{name}@example.org" && one.Message.TextBody!.Contains(part), TimeSpan.FromSeconds(40))).Message;
        return (message.Subject + message.TextBody + message.HtmlBody, message.HtmlBody!.Replace("http://127.0.0.1:0", Site.Address));
    }

    /// <summary>The page fits a telephone and a computer, and its picture at both widths is kept.</summary>
    public async Task Look(Window window, string step)
    {
        steps++;
        foreach (var width in widths.OrderBy(width => width == window.Variant.Width))
        {
            await window.Widen(width);
            await window.ShouldFitItsWidth();
            if (keepsPictures) await window.Shot($"{name}-{steps:00}-{step}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var window in windows) await window.DisposeAsync();
        await Site.DisposeAsync();
        await mail.DisposeAsync();
    }

    /// <summary>What the browsers have complained of.</summary>
    public IEnumerable<string> Complaints => windows.SelectMany(window => window.Complaints);

    /// <summary>A window that has been nowhere yet.</summary>
    public async Task<Window> Fresh(int width)
    {
        var window = await Site.Window(variant: new Variant("en", "light", width));
        windows.Add(window);
        return window;
    }

    async Task<Window> Door(int width)
    {
        var window = await Fresh(width);
        await window.Page.GotoAsync("/");
        return window;
    }

    static Task Entered(Window window) => Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();

    async Task Fill()
    {
        var given = Site.Given;
        var program = (await given.Program("Europe/London")).Id;
        var pair = await given.Pair();
        await Site.Db.Execute("UPDATE programs SET name = 'Northgate Reads'");
        await Site.Db.Execute("UPDATE cohorts SET name = 'Northgate 5B'");
        await Site.Db.Execute("INSERT INTO help_contacts (id, program_id, ordinal, name, how) VALUES (@id, @program, 1, 'Ms Okonkwo, your teacher', 'In room 12, or after any lesson')",
            new { id = Site.Clock.New(), program });
        await Name(pair.MenteeId, "Amina", "Warsame", Card.Normal(string.Join(' ', card)), child: true);
        await Name(pair.MentorId, "Henrik", "Solberg");
        await Name(await given.Person("Teacher", cohortId: pair.CohortId), "Grace", "Okonkwo");
        await Name(await given.Coordinator(), "Dilnoza", "Karimova");
        await Name(await given.Person("SafeguardingLead"), "Lea", "Brandt");
        await Name(await given.Person("SafeguardingLead"), "Ada", "Obi");
    }

    /// <summary>Gives somebody a name, an address and a password.</summary>
    public Task Name(Guid id, string name, string surname, string password = Password, bool child = false)
    {
        var email = child ? null : $"{name}@example.org";
        var hash = new PasswordHasher<Account>().HashPassword(new Account(), password);
        return Site.Db.Execute("UPDATE people SET given_name = @name, surname = @surname, email = @email, sign_in_name = @signIn, password_hash = @hash WHERE id = @id",
            new { id, name, surname, email, signIn = SignInNames.Normal(email ?? name), hash });
    }
}
