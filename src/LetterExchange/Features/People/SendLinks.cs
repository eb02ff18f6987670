using LetterExchange.Features.Notices;

namespace LetterExchange.Features.People;

/// <summary>Mails invitations and links for forgotten passwords, at any hour: somebody waits for them. Each is sent once; a process killed between sending and
/// recording may repeat one, with the same Message-ID. While the mail server can't be reached the rest stays for the next run.</summary>
public sealed class SendLinks(LinkMails links, IMailer mailer, LinkLetter letter, TimeProvider clock, ILogger<SendLinks> log) : Sweep
{
    public override Due Due => Due.Links;

    public override async Task<int> Run(CancellationToken stopping)
    {
        var sent = 0;
        Data.DueKey? last = null;
        while (await links.DueMails(last) is { Count: > 0 } due)
        {
            foreach (var key in due)
            {
                if (stopping.IsCancellationRequested) return sent;
                last = key;
                if (await links.Claim(key.Id) is not { } mail) continue;
                var failure = await Send(mail, stopping);
                if (failure is null) sent++;
                if (failure?.Trouble == MailTrouble.Server) return sent;
            }
        }
        return sent;
    }

    /// <summary>Never this very moment: what is left now has failed, or is in another machine's hands.</summary>
    public override async Task<DateTimeOffset?> Next(DateTimeOffset? since = null) =>
        await links.Next() is not { } next ? null : Data.Ids.Now(clock).AddSeconds(1) is var soon && next < soon ? soon : next;

    /// <summary>Nothing when it was sent.</summary>
    async Task<MailFailure?> Send(LinkMail mail, CancellationToken stopping)
    {
        MailFailure failure;
        try
        {
            await mailer.Send(letter.Write(mail), stopping);
            await links.Sent(mail);
            return null;
        }
        catch (MailFailure known)
        {
            failure = known;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            failure = new MailFailure(MailTrouble.Later, fault.GetType().Name, fault);
        }
        log.LogWarning("Mail {Mail} with a link was not taken: {Code}", mail.Id, failure.Code); // Never the link.
        await links.Failed(mail, failure);
        return failure;
    }
}
