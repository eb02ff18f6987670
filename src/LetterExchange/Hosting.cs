using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using LetterExchange.Commands;
using LetterExchange.Commands.Demo;
using LetterExchange.Data;
using LetterExchange.Features.Administration;
using LetterExchange.Features.Announcements;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Demo;
using LetterExchange.Features.Desk;
using LetterExchange.Features.Guides;
using LetterExchange.Features.Imports;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Messages;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Features.Ratings;
using LetterExchange.Features.Review;
using LetterExchange.Features.Shared;
using LetterExchange.Features.Stories;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting.Systemd;

namespace LetterExchange;

/// <summary>What the service is made of: the domain (which the simulation uses too), the web, the scheduler.</summary>
public static class Hosting
{
    /// <summary>The largest request: a letter far beyond its limit still comes back to its writer with a word about it.</summary>
    const int MostBytes = 12_000_000;

    /// <param name="demo">Where this is the demo.</param>
    public static WebApplication Build(ServeOptions options, Database database, TimeProvider clock, OpenedDemo? demo = null)
    {
        var builder = Builder();
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration.AddInMemoryCollection(options.Settings);
        if (SystemdIsTold) builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<IHostLifetime, SystemdLifetime>();
        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
        });
        AddLog(builder, options);
        var isUp = false; // What keeps it from starting is said once, in words, by whoever starts it.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => isUp && level >= LogLevel.Warning);
        builder.Services.AddSingleton(options).AddExchange(database, clock, options.Stories).AddWeb();
        builder.Services.AddNotices(Mail(builder.Configuration, options));
        builder.Services.AddSingleton(new Backups(database, Path.Combine(options.DataDirectory, "backups"), clock, Read(() => BackupPolicy.From(builder.Configuration)))).AddSingleton<Sweep, BackUp>()
            .AddSingleton(new Features.Archive.ExportFolder(Path.Combine(options.DataDirectory, "exports")));
        builder.Services.AddWatching(builder.Configuration);
        builder.Services.AddHostedService(all => all.GetRequiredService<Peers>());
        if (options.Work) builder.Services.AddScheduler(database, options.Part);
        if (demo is not null)
        {
            DemoData.CheckEndpoints(builder.Configuration);
            builder.Services.AddDemo(demo.Clock, demo.Cast);
        }
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => isUp = true);
        if (options.Part == Part.Work)
        {
            app.UseSecurityHeaders();
            app.UseWatching();
        }
        else app.UseWeb();
        app.MapHealth();
        app.MapWatching();
        if (demo is not null) app.MapDemo();
        return app;
    }

    /// <summary>Stores, verbs and sweeps, without web or scheduler.</summary>
    /// <param name="stories">The folder of the library; found where none is named.</param>
    public static IServiceCollection AddExchange(this IServiceCollection services, Database database, TimeProvider clock, string? stories = null) => services
        .AddSingleton(database).AddSingleton(clock).AddStories(stories)
        .AddSingleton<Wakes>().AddSingleton<Peers>().AddSingleton<History>().AddSingleton<Sweeps>().AddSingleton<Measures>()
        .AddSingleton<ProgramStore>().AddSingleton<Notifier>()
        .AddSingleton<StuckRows>().AddSingleton<Seals>().AddSingleton<Sweep, SealEvents>()
        .AddPlans().AddLetters().AddReview().AddRatings().AddPulse()
        .AddAnnouncements().AddMessages();

    static MailSettings Mail(IConfiguration configuration, ServeOptions options)
    {
        if (options.Part == Part.Work && string.IsNullOrWhiteSpace(configuration["PublicUrl"]))
            throw new CannotStart("--work-only needs the setting PublicUrl, such as https://letters.example.org: mails link to the pages, which this process does not have.");
        return Read(() => MailSettings.From(configuration, options.DataDirectory, options.Urls));
    }

    /// <summary>The settings of files and environment, as the service reads them.</summary>
    /// <exception cref="CannotStart">A file can't be read.</exception>
    internal static IConfiguration Configuration()
    {
        try
        {
            return Builder().Configuration;
        }
        catch (InvalidDataException wrong)
        {
            throw new CannotStart($"{wrong.Message} {wrong.InnerException?.Message}".Trim());
        }
    }

    /// <summary>Whether systemd waits to be told when the service is ready. (AddSystemd would look at the parent process, which the unit hides.)</summary>
    static bool SystemdIsTold => new SystemdNotifier().IsEnabled;

    /// <summary>A log holds ids, codes and sorts of failures: no name, address or word of a person, at no level.</summary>
    static void AddLog(WebApplicationBuilder builder, ServeOptions options)
    {
        var usual = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Warning", ["Logging:LogLevel:LetterExchange"] = "Information" };
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = usual });
        builder.Logging.ClearProviders();
        if (builder.Configuration["Logging:Console:FormatterName"] == "json") builder.Logging.AddJsonConsole();
        else if (SystemdIsTold) builder.Logging.AddSystemdConsole(); // With levels, for its journal.
        else builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning); // It would write each address, and with it what was searched for.
        options.Log?.Invoke(builder.Logging);
    }

    static WebApplicationBuilder Builder() => WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "letterexchange", ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Reads settings; what is wrong with one is said in words.</summary>
    internal static T Read<T>(Func<T> settings)
    {
        try
        {
            return settings();
        }
        catch (InvalidOperationException wrong)
        {
            throw new CannotStart(wrong.Message);
        }
    }

    static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddLook().AddPeople().AddDesk().AddGuides().AddImports().AddArchive().AddAdministration();
        services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/Features";
            pages.Conventions.AddWaysToWrite();
            pages.Conventions.AddBooks();
        });
        services.AddCompression();
        services.AddAntiforgery(tokens => (tokens.Cookie.Name, tokens.Cookie.SecurePolicy) = ("form", CookieSecurePolicy.SameAsRequest));
        services.Configure<CookieTempDataProviderOptions>(carried => (carried.Cookie.Name, carried.Cookie.SecurePolicy) = ("said", CookieSecurePolicy.SameAsRequest));
        services.Configure<FormOptions>(form => form.ValueLengthLimit = MostBytes);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return services;
    }

    static void UseWeb(this WebApplication app)
    {
        app.UseForwardedHeaders(Read(() => Proxies.From(app.Configuration)));
        app.UseExceptionHandler("/error/500");
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseSecurityHeaders();
        app.UseLimit(MostBytes, except: request => SentPicture.Takes(request) || RosterFile.Takes(request));
        app.UseRosterFiles();
        app.UseAssets();
        app.UseReadableForms();
        app.UseKeptForms();
        app.UseWatching();
        app.UseRouting();
        app.UseAuthentication();
        app.UseSentPictures();
        app.UseReadersLanguage();
        app.UseAccessGate();
        app.MapRazorPages();
        app.MapNotices();
        app.MapPictures();
        app.MapCalendars();
        app.MapBrowserKeys();
        app.MapServiceWorker();
        app.MapDashboard();
    }

    /// <summary>What gives work to the scheduler, in this process or others over the same database.</summary>
    internal static IServiceCollection AddJobs(this IServiceCollection services, Database database) =>
        services.AddHangfire(hangfire =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (database.Engine == Engine.Sqlite)
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromMinutes(30) });
            else
            {
                using var alone = Migrations.Alone(database); // It makes its own tables.
                hangfire.UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(database.ConnectionString), new PostgreSqlStorageOptions
                {
                    UseSlidingInvisibilityTimeout = true, InvisibilityTimeout = TimeSpan.FromSeconds(20),
                    QueuePollInterval = TimeSpan.FromMilliseconds(500), EnableLongPolling = true,
                    DistributedLockTimeout = TimeSpan.FromSeconds(10), // What a killed process held is free again after that; by default ten minutes.
                });
            }
        });

    static IServiceCollection AddScheduler(this IServiceCollection services, Database database, Part part)
    {
        services.AddJobs(database);
        if (part != Part.Web)
            services.AddHangfireServer(server =>
            {
                server.WorkerCount = 6;
                server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
                server.ShutdownTimeout = TimeSpan.FromSeconds(10);
            });
        return services.AddHostedService<Waker>();
    }
}
