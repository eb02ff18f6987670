using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace LetterExchange.Features.Administration;

/// <summary>Looks at everything that an installation needs and says what to do: the same for the verb and for the administrator's page.</summary>
public sealed class Doctor(Database db, ServeOptions options, IConfiguration configuration, MailSettings mail, MailStatusStore mails, Settings settings, Backups backups, Figures figures, StuckRows stuck, TimeProvider clock)
{
    /// <summary>How long a mail server may take to greet.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>For how long what a mail server answered is said again to whoever looks at the page once more.</summary>
    static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    readonly Examination body = new(db, options, backups, clock);
    (long At, Diagnosis Said)? greeted;

    /// <summary>All checks, in the order in which one would look. What asks the database is left out when it does not answer.</summary>
    /// <param name="thorough">Whether the whole database is read too, however large it is, and the mail server asked anew.</param>
    public async Task<IReadOnlyList<Diagnosis>> Look(bool thorough, CancellationToken stopping = default)
    {
        var database = await body.Database();
        List<Diagnosis> all = [Configuration(), database, body.Disk(database.Verdict == Verdict.Good ? await body.Bytes() : 0), body.Access(), await MailServer(thorough, stopping)];
        if (database.Verdict == Verdict.Bad) return all;
        var schema = body.Schema();
        all.AddRange([schema, await body.Soundness(thorough), await body.Clock()]);
        if (schema.Verdict != Verdict.Good) return all; // Questions to tables that are not there yet, or not as they are known here.
        var now = await figures.Look();
        all.AddRange([await body.History(thorough), await Backup(), Work(now), Review(now), await Notices(), await Stuck(), await Leads()]);
        return all;
    }

    Diagnosis Configuration() => string.IsNullOrWhiteSpace(configuration["PublicUrl"]) && !options.Demo
        ? new("configuration", Verdict.Look, "configuration.url", mail.PublicUrl)
        : new("configuration", Verdict.Good, "configuration.good", mail.PublicUrl);

    async Task<Diagnosis> MailServer(bool anew, CancellationToken stopping)
    {
        if (!mail.IsConfigured) return new("mail", Verdict.Look, "mail.none", mail.Folder);
        if (!anew && greeted is { } last && clock.GetElapsedTime(last.At) < Remembered) return last.Said;
        var wrong = await Greet(stopping);
        var server = $"{mail.Host}:{mail.Port}";
        var said = wrong is null ? new Diagnosis("mail", Verdict.Good, "mail.good", server) : new("mail", Verdict.Bad, "mail.bad", server, wrong);
        greeted = (clock.GetTimestamp(), said);
        return said;
    }

    /// <summary>Greets the mail server (EHLO), signs in where that is configured, and goes again.</summary>
    /// <returns>What is wrong; nothing when all is well.</returns>
    async Task<string?> Greet(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(Patience);
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(mail.Host!, mail.Port, mail.Socket, limit.Token);
            if (!string.IsNullOrEmpty(mail.User)) await client.AuthenticateAsync(mail.User, mail.Password ?? "", limit.Token);
            await client.DisconnectAsync(true, limit.Token);
            return null;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            return failure switch
            {
                OperationCanceledException => $"{Patience.TotalSeconds:0} s",
                AuthenticationException or SaslException => "sign-in",
                SslHandshakeException or NotSupportedException => "TLS",
                ServiceNotAuthenticatedException or CommandException or ProtocolException or IOException or System.Net.Sockets.SocketException => failure.Message,
                _ => failure.GetType().Name,
            };
        }
    }

    async Task<Diagnosis> Backup()
    {
        if (backups.Newest() is not { } last)
        {
            var first = await db.Find<DateTimeOffset?>("SELECT MIN(created_at) FROM programs");
            return new("backup", first < clock.GetUtcNow().AddDays(-2) ? Verdict.Bad : Verdict.Look, "backup.none");
        }
        var hours = Hours(clock.GetUtcNow() - last.At);
        return hours < 48 ? new("backup", hours < 26 ? Verdict.Good : Verdict.Look, "backup.last", hours, last.Path) : new("backup", Verdict.Bad, "backup.old", hours);
    }

    Diagnosis Work(IReadOnlyList<Figure> now)
    {
        var waited = now.Of("screening").Age(clock.GetUtcNow());
        return waited < TimeSpan.FromMinutes(10) ? new("work", Verdict.Good, "work.good") : new("work", Verdict.Bad, "work.late", (long)waited.TotalMinutes);
    }

    Diagnosis Review(IReadOnlyList<Figure> now)
    {
        var (waiting, late) = (now.InReview().Select(one => one.Figure).ToList(), now.Of("late"));
        if (waiting.Sum(figure => figure.Waiting) is var count && count == 0) return new("review", Verdict.Good, "review.none");
        var oldest = Hours(waiting.Max(figure => figure.Age(clock.GetUtcNow())));
        return late.Waiting == 0 ? new("review", Verdict.Good, "review.good", count, oldest)
            : new("review", late.Age(clock.GetUtcNow()) > TimeSpan.FromDays(3) ? Verdict.Bad : Verdict.Look, "review.late", count, oldest, late.Waiting);
    }

    async Task<Diagnosis> Notices()
    {
        var status = await mails.Find(1);
        var waited = status.OldestUnsent is { } oldest ? clock.GetUtcNow() - oldest : TimeSpan.Zero;
        return waited < TimeSpan.FromHours(1) ? new("notices", Verdict.Good, "notices.good")
            : new("notices", waited < TimeSpan.FromHours(6) ? Verdict.Look : Verdict.Bad, "notices.late", Hours(waited), status.LastError ?? "–");
    }

    async Task<Diagnosis> Stuck() => await stuck.All(1) is [var oldest]
        ? new("stuck", Verdict.Bad, "stuck.some", await stuck.Count(), oldest.Sweep, oldest.RowId, oldest.Code, Hours(clock.GetUtcNow() - oldest.Since))
        : new("stuck", Verdict.Good, "stuck.none");

    async Task<Diagnosis> Leads() => await settings.WithoutTwoLeads() is { Count: > 0 } few
        ? new("leads", Verdict.Bad, "leads.few", string.Join(", ", few.Select(program => program.Name)))
        : new("leads", Verdict.Good, "leads.good");

    static long Hours(TimeSpan time) => (long)time.TotalHours;
}
