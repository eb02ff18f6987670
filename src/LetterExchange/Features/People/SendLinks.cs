using LetterExchange.Data;
using LetterExchange.Features.Notices;

namespace LetterExchange.Features.People;

/// <summary>Mails invitations and links for forgotten passwords, at any hour: somebody waits for them. Each is sent once; a process killed between sending and
/// recording may repeat one, with the same Message-ID. While the mail server can't be reached the rest stays for the next run.</summary>
public sealed class SendLinks(LinkMails links, IMailer mailer, LinkLetter letter, TimeProvider clock, StuckRows stuck, ILogger<SendLinks> log) : Sweep
{
    public override Due Due => Due.Links;

    public override async Task<int> Run(CancellationToken stopping)
    {
        using var trouble = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = await stuck.Begin(Due);
        var sent = await Batches.Work(links.DueMails, async ids =>
        {
            var done = 0;
            foreach (var id in ids) done += await run.Alone(id, () => SendOne(id, trouble, stopping));
            return done;
        }, run, trouble.Token);
        if (!trouble.IsCancellationRequested) await run.End();
        return sent;
    }

    /// <summary>Never this very moment: what is left now has failed, or is in another machine's hands.</summary>
    public override async Task<DateTimeOffset?> Next(DateTimeOffset? since = null) =>
        await links.Next() is not { } next ? null : clock.Now() + (stuck.Any(Due) ? StuckRows.First : TimeSpan.FromSeconds(1)) is var soon && next < soon ? soon : next;

    async Task<int> SendOne(Guid id, CancellationTokenSource trouble, CancellationToken stopping)
    {
        if (trouble.IsCancellationRequested || await links.Claim(id) is not { } mail) return 0;
        var failure = await Send(mail, stopping);
        if (failure?.Trouble == MailTrouble.Server) await trouble.CancelAsync();
        return failure is null ? 1 : 0;
    }

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
