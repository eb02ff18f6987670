using System.Collections.Concurrent;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace LetterExchange.Features.Notices;

/// <summary>Sends through the configured SMTP server. A connection is kept for the next mail and closed after a few idle seconds,
/// so that a batch goes over one.</summary>
public sealed class SmtpMailer : IMailer, IDisposable
{
    static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);
    readonly MailSettings settings;
    readonly TimeProvider clock;
    readonly ConcurrentStack<Line> idle = [];
    readonly Timer closing;

    public SmtpMailer(MailSettings settings, TimeProvider clock)
    {
        (this.settings, this.clock) = (settings, clock);
        closing = new Timer(_ => CloseIdle());
    }

    public async Task Send(OutgoingMail mail, CancellationToken stopping)
    {
        var message = MailMessage.Of(mail, settings, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(settings.Timeout);
        Line? client = null;
        try
        {
            client = await Connected(limit.Token);
            client.MayHaveTaken = false;
            await client.SendAsync(message, limit.Token);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && InWords(failure, client?.MayHaveTaken == true) is { } known)
        {
            throw known;
        }
        finally
        {
            Keep(client);
        }
    }

    public void Dispose()
    {
        closing.Dispose();
        CloseIdle();
    }

    async Task<Line> Connected(CancellationToken limit)
    {
        while (idle.TryPop(out var kept))
        {
            if (await Answers(kept, limit)) return kept;
            kept.Dispose();
        }
        var client = new Line { Timeout = (int)settings.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Socket, limit);
            if (!string.IsNullOrEmpty(settings.User)) await client.AuthenticateAsync(settings.User, settings.Password ?? "", limit);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>A server may have closed a kept connection; better to know before a mail is half out.</summary>
    static async Task<bool> Answers(Line kept, CancellationToken limit)
    {
        if (!kept.IsConnected) return false;
        try
        {
            await kept.NoOpAsync(limit);
            return true;
        }
        catch (Exception failure) when (failure is IOException or ProtocolException or CommandException or ServiceNotConnectedException)
        {
            return false;
        }
    }

    void Keep(Line? client)
    {
        if (client is not { IsConnected: true })
        {
            client?.Dispose();
            return;
        }
        idle.Push(client);
        try
        {
            closing.Change(KeptFor, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            CloseIdle();
        }
    }

    void CloseIdle()
    {
        while (idle.TryPop(out var client)) client.Dispose();
    }

    /// <summary>What a failure means; nothing for one that is a fault of ours.</summary>
    /// <param name="mayHaveTaken">Whether the server may have the mail, unless it said no.</param>
    static MailFailure? InWords(Exception failure, bool mayHaveTaken) => failure switch
    {
        MailFailure already => already,
        SmtpCommandException refusal => new(Meaning(refusal), ((int)refusal.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), refusal),
        AuthenticationException or SaslException => new(MailTrouble.Server, "sign-in", failure),
        SslHandshakeException or NotSupportedException => new(MailTrouble.Server, "tls", failure),
        OperationCanceledException or TimeoutException => new(MailTrouble.Server, "timeout", failure) { MayHaveArrived = mayHaveTaken },
        SocketException or IOException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException => new(MailTrouble.Server, "connection", failure) { MayHaveArrived = mayHaveTaken },
        _ => null,
    };

    static MailTrouble Meaning(SmtpCommandException refusal)
    {
        var status = (int)refusal.StatusCode;
        // A sender who is refused, or a server that is leaving, would refuse every mail.
        if (refusal.ErrorCode is SmtpErrorCode.SenderNotAccepted or SmtpErrorCode.UnexpectedStatusCode || status is 421 or 530 or 535) return MailTrouble.Server;
        if (status < 500) return MailTrouble.Later;
        if (refusal.Message.Contains("5.7.", StringComparison.Ordinal)) return MailTrouble.Refused; // RFC 3463: policy, not the address.
        return refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted || status is 550 or 551 or 553 ? MailTrouble.Address : MailTrouble.Refused;
    }

    /// <summary>A connection that knows how far a mail has come.</summary>
    sealed class Line : SmtpClient
    {
        /// <summary>Since the address was accepted the text is on its way: whoever hears no more can't know whether it was kept.</summary>
        public bool MayHaveTaken { get; set; }

        protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            MayHaveTaken = true;
            base.OnRecipientAccepted(message, mailbox, response);
        }
    }
}
