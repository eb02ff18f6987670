using System.Security.Claims;
using LetterExchange.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LetterExchange.Benchmarks;

static class SignedIn
{
    /// <summary>The cookie that signing in gives.</summary>
    public static async Task<string> Session(IServiceProvider services, Guid person)
    {
        var stamp = await services.GetRequiredService<Database>().Get<string>("SELECT security_stamp FROM people WHERE id = @person", new { person });
        var who = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.ToString()), new Claim("stamp", stamp)], IdentityConstants.ApplicationScheme));
        var now = TimeProvider.System.GetUtcNow();
        var ticket = new AuthenticationTicket(who, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(4) }, IdentityConstants.ApplicationScheme);
        return services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Protect(ticket);
    }
}
