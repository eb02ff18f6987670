using LetterExchange.Data;
using MimeKit;

namespace LetterExchange.Features.Notices;

/// <summary>Puts a mail into the form in which it travels.</summary>
static class MailMessage
{
    /// <exception cref="MailFailure">The address can't be one.</exception>
    public static MimeMessage Of(OutgoingMail mail, MailSettings settings, TimeProvider clock)
    {
        var message = new MimeMessage { MessageId = mail.MessageId, Subject = mail.Subject, Date = clock.Now() };
        message.From.Add(new MailboxAddress(settings.FromName, settings.FromAddress));
        message.To.Add(new MailboxAddress(mail.ToName, Address(mail.ToAddress)));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var (name, value) in mail.Headers) message.Headers[name] = value;
        message.Body = new MultipartAlternative { new TextPart("plain") { Text = mail.Text }, new TextPart("html") { Text = mail.Html } };
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    static string Address(string text) => MailboxAddress.TryParse(text, out var address) && address.Address == text && text.Contains('@')
        ? text
        : throw new MailFailure(MailTrouble.Address, "address");
}
