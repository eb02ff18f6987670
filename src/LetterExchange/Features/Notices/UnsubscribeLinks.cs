using Microsoft.AspNetCore.DataProtection;

namespace LetterExchange.Features.Notices;

/// <summary>Tokens with which somebody who is not signed in stops their mails, and does nothing else.</summary>
public sealed class UnsubscribeLinks(IDataProtectionProvider protection)
{
    readonly IDataProtector protector = protection.CreateProtector("LetterExchange.Notices.Unsubscribe");

    public string Token(Guid person) => Base64(protector.Protect(person.ToByteArray(bigEndian: true)));

    /// <summary>Whose token it is; nothing for one that we did not make.</summary>
    public Guid? Person(string token)
    {
        try
        {
            return new Guid(protector.Unprotect(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token)), bigEndian: true);
        }
        catch (Exception failure) when (failure is FormatException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    static string Base64(byte[] bytes) => Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(bytes);
}
