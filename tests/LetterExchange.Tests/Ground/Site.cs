using System.Security.Claims;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace LetterExchange.Tests.Ground;

/// <summary>The real service on a port of this machine, over a fresh database, with time in hand. Sweeps run when a test says so.</summary>
public sealed class Site : IAsyncDisposable
{
    /// <summary>A Monday, 10:00 in UTC.</summary>
    public static readonly DateTimeOffset Start = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);

    readonly string folder;
    readonly string? postgres;
    readonly ServeOptions options;
    Service service;

    Site(Service service, ServeOptions options, FakeTimeProvider clock, string folder, string? postgres)
    {
        (this.service, this.options, this.folder, this.postgres, Clock) = (service, options, folder, postgres, clock);
        Db = Get<Database>();
        Given = new Given(Db, clock);
        Address = service.Addresses.Single();
    }

    public FakeTimeProvider Clock { get; }
    public Database Db { get; private set; }
    public Given Given { get; private set; }

    /// <summary>Such as http://127.0.0.1:40123.</summary>
    public string Address { get; }

    /// <summary>The data directory.</summary>
    public string Folder => folder;

    public DateTimeOffset Now => Clock.Now();

    /// <param name="work">Whether the scheduler runs too: then wait for what it does, on a condition.</param>
    /// <param name="settings">Configuration, such as <c>Mail:Host</c>.</param>
    /// <param name="log">Where else the log goes.</param>
    public static async Task<Site> Open(Engine engine = Engine.Sqlite, bool work = false, IReadOnlyDictionary<string, string?>? settings = null, DateTimeOffset? at = null, Action<ILoggingBuilder>? log = null)
    {
        var clock = new FakeTimeProvider(at ?? Start);
        var folder = Directory.CreateTempSubdirectory("letterexchange-site-").FullName;
        var postgres = engine == Engine.Postgres ? (await Databases.Fresh(engine)).ConnectionString : null;
        if (postgres is null) await Databases.Lay(Path.Combine(folder, "letterexchange.db"));
        var options = new ServeOptions
        {
            Urls = "http://127.0.0.1:0", DataDirectory = folder, ConnectionString = postgres, Clock = clock, Work = work,
            Settings = settings ?? new Dictionary<string, string?>(), Log = log,
        };
        return new(await Service.Start(options), options, clock, folder, postgres);
    }

    /// <summary>Stops the service; <see cref="StartAgain"/> starts it.</summary>
    public async Task Stop() => await service.DisposeAsync();

    /// <summary>Starts the service after <see cref="Stop"/>, over the same data and at the same address. What was taken from it with <see cref="Get{T}"/> is of no use any more.</summary>
    public async Task StartAgain()
    {
        service = await Service.Start(options with { Urls = Address });
        Db = Get<Database>();
        Given = new Given(Db, Clock);
    }

    /// <summary>A part of the running service.</summary>
    public T Get<T>() where T : notnull => service.Services.GetRequiredService<T>();

    /// <summary>Runs all that is due by now, again and again until nothing moves any more.</summary>
    public async Task Sweep()
    {
        var sweeps = service.Services.GetServices<Sweep>().Where(sweep => sweep.Due != Due.Backup).OrderBy(sweep => sweep.Due).ToList();
        int moved;
        do
        {
            moved = 0;
            foreach (var sweep in sweeps) moved += await sweep.Run(CancellationToken.None);
        }
        while (moved > 0);
    }

    /// <summary>Moves the clock on, then runs all that is due.</summary>
    public Task Pass(TimeSpan time)
    {
        Clock.Advance(time);
        return Sweep();
    }

    /// <summary>A visitor's browser without JavaScript or pictures: cookies, forms, redirects. Signed in when a person is named.</summary>
    public async Task<Visitor> As(Guid? person = null)
    {
        var visitor = new Visitor(Address);
        if (person is { } id) visitor.Take("session", await Session(id));
        return visitor;
    }

    /// <summary>A window of the run's browser, signed in when a person is named; as long as it is open they have chosen the variant's language.</summary>
    public async Task<Window> Window(Guid? person = null, Variant? variant = null, bool javaScript = true, bool offline = false)
    {
        var window = await (await Browser.Shared).Open(variant ?? Variants.All[0], Address, javaScript, offline: offline);
        if (person is not { } id) return window;
        await window.Context.AddCookiesAsync([new Cookie { Name = "session", Value = await Session(id), Url = Address }]);
        if (variant is null) return window;
        var own = await Db.Get<string>("SELECT language FROM people WHERE id = @id", new { id });
        if (own == variant.Language) return window;
        await Speak(variant.Language);
        window.Closed = () => Speak(own);
        return window;

        Task Speak(string language) => Db.Execute("UPDATE people SET language = @language WHERE id = @id", new { id, language });
    }

    /// <summary>The cookie that signing in gives, without the hashing of a password.</summary>
    public Task<string> Session(Guid person) => Session(service.Services, person);

    /// <summary>The same from the parts of any process over the person's database.</summary>
    public static async Task<string> Session(IServiceProvider services, Guid person)
    {
        var stamp = await services.GetRequiredService<Database>().Get<string>("SELECT security_stamp FROM people WHERE id = @person", new { person });
        var who = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, person.ToString()), new Claim("stamp", stamp)], IdentityConstants.ApplicationScheme));
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new AuthenticationTicket(who, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(4) }, IdentityConstants.ApplicationScheme);
        return services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Protect(ticket);
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        if (postgres is not null) await Databases.GiveBack(postgres);
        Directory.Delete(folder, recursive: true);
    }
}
