using System.Text;

namespace LetterExchange.Features.Notices;

/// <summary>Where no SMTP server is configured: writes each mail as a file that mail programs open. Named by the Message-ID, so that a repeat
/// overwrites; a file is there whole or not at all.</summary>
public sealed class EmlMailer(MailSettings settings, TimeProvider clock) : IMailer
{
    public Task Send(OutgoingMail mail, CancellationToken stopping)
    {
        var message = MailMessage.Of(mail, settings, clock);
        var path = Path.Combine(settings.Folder, FileName(mail.MessageId));
        var half = $"{path}.part";
        try
        {
            Directory.CreateDirectory(settings.Folder);
            using (var file = File.Create(half))
            {
                message.WriteTo(file, CancellationToken.None);
                file.Flush(flushToDisk: true);
            }
            File.Move(half, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailFailure(MailTrouble.Server, "folder", failure);
        }
        return Task.CompletedTask;
    }

    /// <summary>The name of the file for a mail.</summary>
    public static string FileName(string messageId)
    {
        var name = new StringBuilder(messageId.Length + 4);
        foreach (var c in messageId) name.Append(char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '-' or '_' ? c : '_');
        return name.Append(".eml").ToString();
    }
}
