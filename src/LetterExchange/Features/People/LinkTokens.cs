using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace LetterExchange.Features.People;

/// <summary>The tokens in mailed links: for one person and until an instant. One stands only as long as the security stamp that it
/// was made with, so that setting a password uses up every link of before.</summary>
public sealed class LinkTokens(IDataProtectionProvider protection, TimeProvider clock) : IUserTwoFactorTokenProvider<Account>
{
    public const string Provider = "Link";

    /// <summary>How long an invitation stands.</summary>
    public static readonly TimeSpan InvitationStands = TimeSpan.FromDays(7);

    /// <summary>How long a link for a forgotten password stands.</summary>
    public static readonly TimeSpan ResetStands = TimeSpan.FromDays(1);

    readonly IDataProtector protector = protection.CreateProtector("LetterExchange.LinkTokens.1");

    public string Make(Account account, TimeSpan stands)
    {
        var until = (clock.Now() + stands).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return WebEncoders.Base64UrlEncode(protector.Protect(Encoding.UTF8.GetBytes($"{account.Id:N} {until} {account.SecurityStamp}")));
    }

    /// <summary>Whether the token is this person's, has not run out, and has not been used.</summary>
    public bool Stands(string token, Account account) => Read(token) is [var id, var until, var stamp]
        && id == account.Id.ToString("N")
        && stamp == account.SecurityStamp
        && clock.Now().ToUnixTimeMilliseconds() < long.Parse(until, CultureInfo.InvariantCulture);

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult(Make(user, ResetStands));

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user) => Task.FromResult(Stands(token, user));

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(false);

    string[]? Read(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(protector.Unprotect(WebEncoders.Base64UrlDecode(token))).Split(' ');
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
