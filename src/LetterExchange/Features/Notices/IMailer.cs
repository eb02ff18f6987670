namespace LetterExchange.Features.Notices;

/// <summary>The far edge of mail: SMTP, or files where none is configured.</summary>
public interface IMailer
{
    /// <summary>Hands the mail over; when this returns, the far end has taken it.</summary>
    /// <exception cref="IOException">It was not taken; worth another try.</exception>
    Task Send(OutgoingMail mail, CancellationToken stopping);
}

/// <summary>One mail to one person.</summary>
/// <param name="MessageId">Without angle brackets; the same when a mail is sent again.</param>
/// <param name="Headers">Further headers, such as List-Unsubscribe.</param>
public sealed record OutgoingMail(string MessageId, string ToAddress, string ToName, string Subject, string Text, string Html, IReadOnlyDictionary<string, string> Headers);
