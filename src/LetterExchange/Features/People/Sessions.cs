using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace LetterExchange.Features.People;

/// <summary>Asks the database about every session at every request: whoever has left, or has signed out everywhere, is nobody from then on.
/// The same query loads the person and their roles.</summary>
public sealed class Sessions(PersonStore people, CurrentPerson me) : CookieAuthenticationEvents
{
    /// <summary>How long an adult's session lasts without a request, by the wall clock.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    /// <summary>How long a mentee's does: devices at school are shared.</summary>
    public static readonly TimeSpan MenteesLasts = TimeSpan.FromHours(4);

    public const string ProgramCookie = "program";
    const string Stamp = "stamp";

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        PersonStore.Session? found;
        try
        {
            found = IdOf(context.Principal) is { } id ? await people.FindSession(id, context.Request.Path) : null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Thrown here it would be thrown once more where the page about it is made, and nobody would see a page: the access gate throws it.
            me.CannotBeKnown(failure);
            context.RejectPrincipal();
            return;
        }
        if (found is null || found.Stamp != context.Principal?.FindFirstValue(Stamp) || found.Person.Memberships.Count == 0)
        {
            me.Nobody();
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }
        await Enter(context.HttpContext, found);
    }

    // The access gate answers those who may not pass; it knows fetches from page loads.
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => Refuse(context, 401);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => Refuse(context, 404);

    /// <summary>Starts a session in this response; from here on the request is that person's.</summary>
    public async Task Start(HttpContext context, SignInManager<Account> signIn, Account account)
    {
        var session = await people.FindSession(account.Id, context.Request.Path) ?? throw new InvalidOperationException("Nobody to start a session for.");
        var lasts = session.Person.Memberships.Any(m => m.Role == Role.Mentee) ? MenteesLasts : Lasts;
        await signIn.SignInAsync(account, new AuthenticationProperties
        {
            IssuedUtc = TimeProvider.System.GetUtcNow(), ExpiresUtc = TimeProvider.System.GetUtcNow() + lasts,
        });
        await Enter(context, session);
    }

    internal static Guid? IdOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id) ? id : null;

    async Task Enter(HttpContext context, PersonStore.Session session)
    {
        var all = session.Person.Memberships.Any(m => m.Role == Role.Administrator) ? await people.AllPrograms() : [];
        me.Become(session, Guid.TryParse(context.Request.Cookies[ProgramCookie], out var chosen) ? chosen : null, all);
    }

    static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>What stands in the cookie: who, and the stamp. All else is asked of the database.</summary>
    internal sealed class Principals : IUserClaimsPrincipalFactory<Account>
    {
        public Task<ClaimsPrincipal> CreateAsync(Account user) => Task.FromResult(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()), new Claim(Stamp, user.SecurityStamp)],
            IdentityConstants.ApplicationScheme)));
    }
}
