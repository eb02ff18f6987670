using System.Net.Mail;

namespace LetterExchange.Features.People;

/// <summary>What may stand for an e-mail address.</summary>
public static class Emails
{
    /// <summary>Most characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).</summary>
    public const int Longest = 254;

    public static bool IsOne(string? text) => text?.Trim() is { Length: > 2 and <= Longest } email
        && MailAddress.TryCreate(email, out var address) && address.Address == email && !email.Any(char.IsWhiteSpace);
}
