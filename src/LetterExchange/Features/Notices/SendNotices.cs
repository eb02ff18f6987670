using LetterExchange.Data;

namespace LetterExchange.Features.Notices;

/// <summary>Mails what people have been told: several notices of one person in one mail, not in quiet hours, safety excepted. Each notice goes into at most one
/// mail; a process killed between sending and recording may repeat that mail, with the same Message-ID, and such repeats are counted.
/// Nothing is locked while a mail is on its way. A server that can't be reached is left alone for a while, in which nothing else waits for it.</summary>
public sealed class SendNotices(MailStore mails, IMailer mailer, MailLetterhead letterhead, MailSettings settings, TimeProvider clock, StuckRows stuck, ILogger<SendNotices> log) : Sweep
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    int failures;
    DateTimeOffset resumeAt = DateTimeOffset.MinValue; // Only courtesy to a server in trouble: what is due stands in the database.

    public override Due Due => Due.Notices;

    public override bool IsShared => true;

    public override async Task<int> Run(CancellationToken stopping)
    {
        if (clock.Now() < resumeAt) return 0;
        using var trouble = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = await stuck.Begin(Due);
        var sent = await Batches.Work(mails.DueMails, async due => await Send(await mails.Resume(due), trouble, stopping), run, trouble.Token)
            + await Batches.Work(mails.DueNotices, async due => await Send(await mails.Claim(due), trouble, stopping), run, trouble.Token);
        if (!trouble.IsCancellationRequested) await run.End();
        return sent;
    }

    /// <summary>Not before the server is tried again; and never this very moment, for what is left now is in another machine's hands, or can't be done.</summary>
    public override async Task<DateTimeOffset?> Next(DateTimeOffset? since = null)
    {
        if (await mails.Next() is not { } next) return null;
        var soon = clock.Now() + (stuck.Any(Due) ? StuckRows.First : TimeSpan.FromSeconds(1));
        return new[] { next, soon, resumeAt }.Max();
    }

    /// <summary>Sends one after the other; those that cannot be sent before their claim runs out are given back.</summary>
    async Task<int> Send(IReadOnlyList<MailClaim> claims, CancellationTokenSource trouble, CancellationToken stopping)
    {
        foreach (var _ in claims) Steps.Pass("mail claimed");
        var done = 0;
        foreach (var claim in claims)
        {
            if (trouble.IsCancellationRequested || clock.Now() + settings.Timeout >= claim.Until) break;
            if (await SendOne(claim, stopping) is { Trouble: MailTrouble.Server } failure) await StandBack(failure, trouble);
            done++;
        }
        await mails.Release([.. claims.Skip(done)]);
        return done;
    }

    /// <summary>Nothing when it was sent.</summary>
    async Task<MailFailure?> SendOne(MailClaim claim, CancellationToken stopping)
    {
        try
        {
            await mailer.Send(letterhead.Write(claim), stopping);
        }
        catch (MailFailure failure)
        {
            log.LogWarning("Mail {Mail} was not taken: {Code}", claim.MailId, failure.Code);
            await mails.Failed(claim, failure);
            return failure;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await mails.Release([claim]);
            return null;
        }
        catch (Exception fault) // Of this one mail; the others are not to wait for it.
        {
            log.LogError("Mail {Mail} could not be written or sent: {Failure}", claim.MailId, fault.GetType().Name);
            await mails.Failed(claim, new MailFailure(MailTrouble.Later, fault.GetType().Name, fault));
            return null;
        }
        Steps.Pass("mail sent");
        failures = 0;
        if (!await mails.Sent(claim)) log.LogWarning("Mail {Mail} took longer than its claim", claim.MailId);
        return null;
    }

    async Task StandBack(MailFailure failure, CancellationTokenSource trouble)
    {
        var pause = Pause * Math.Pow(2, Math.Min(failures++, 4));
        resumeAt = clock.Now() + (pause < LongestPause ? pause : LongestPause);
        log.LogWarning("Mail stands still until {Time:u}: {Code}", resumeAt, failure.Code);
        await trouble.CancelAsync();
    }
}
