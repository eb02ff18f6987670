using LetterExchange.Data;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace LetterExchange.Features.People;

/// <summary>What this feature is made of.</summary>
public static class Registration
{
    /// <summary>Wants <see cref="Database"/>, <see cref="TimeProvider"/>, <see cref="History"/>, <see cref="Wakes"/>, localization and IMailer from the host.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        // Its keys lie in the database beside what they protect; that they are not encrypted once more needs no warning.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        services.AddDataProtection().SetApplicationName("LetterExchange");
        services.AddOptions<KeyManagementOptions>().Configure<Database>((options, db) => options.XmlRepository = new ProtectionKeys(db));
        services.AddScoped<CurrentPerson>().AddScoped<CurrentProgram>().AddSingleton<KnownPrograms>().AddSingleton<BrowserKeys>();
        services.AddScoped<KeptForm>();
        services.AddSingleton<PersonStore>();
        services.AddSingleton<HashGate>();
        services.AddScoped<Door>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<Standing>();
        services.AddSingleton<Roster>().AddSingleton<Pairing>().AddSingleton<Settings>().AddSingleton<PairChoices>().AddSingleton<PairNotes>();
        services.AddScoped<Sessions>();
        services.AddSingleton<Passwords>().AddSingleton<Accounts>().AddSingleton<PeopleList>().AddSingleton<PersonFiles>();
        services.AddSingleton<LinkMails>().AddSingleton<LinkLetter>().AddSingleton<SendLinks>().AddSingleton<Sweep>(all => all.GetRequiredService<SendLinks>());
        services.Configure<MvcOptions>(options =>
        {
            options.Filters.Add<KeptFormFilter>();
            options.Filters.Add<NotYoursFilter>();
        });
        return services.AddIdentity();
    }

    /// <summary>Before routing.</summary>
    public static IApplicationBuilder UseKeptForms(this IApplicationBuilder app) => app.UseMiddleware<KeptForms>();

    /// <summary>After authentication, before everything that says something.</summary>
    public static IApplicationBuilder UseReadersLanguage(this IApplicationBuilder app) => app.UseMiddleware<ReadersLanguage>();

    /// <summary>After routing and authentication, before everything that answers.</summary>
    public static IApplicationBuilder UseAccessGate(this IApplicationBuilder app) => app.UseMiddleware<AccessGate>();

    static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<ILookupNormalizer, SignInNames>();
        services.AddIdentityCore<Account>(options =>
            {
                options.User.AllowedUserNameCharacters = "";
                options.Password = new PasswordOptions
                {
                    RequiredLength = Passwords.Shortest, RequiredUniqueChars = Passwords.Different,
                    RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false,
                };
                options.Tokens.PasswordResetTokenProvider = LinkTokens.Provider;
            })
            .AddUserStore<AccountStore>()
            .AddTokenProvider<LinkTokens>(LinkTokens.Provider)
            .AddClaimsPrincipalFactory<Sessions.Principals>()
            .AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, Cookie);
        return services;
    }

    static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Sessions.Lasts;
        options.SlidingExpiration = true;
        options.EventsType = typeof(Sessions);
        options.LoginPath = "/sign-in";
        options.TimeProvider = TimeProvider.System; // A session is about who sits at the device, not about the program's time.
    }
}
