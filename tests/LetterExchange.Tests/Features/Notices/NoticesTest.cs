using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace LetterExchange.Tests.Features.Notices;

/// <summary>The base of the tests of notices and mail: mails are files in a folder unless a test starts a server.</summary>
public abstract class NoticesTest(Engine engine) : DatabaseTest(engine)
{
    internal static readonly IStringLocalizer<Texts> Words =
        new StringLocalizer<Texts>(new LetterExchange.Text.Localizers(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    protected MailSettings Settings { get; private set; } = null!;

    [SetUp]
    public void MakeFolder()
    {
        Settings = new MailSettings { Folder = Directory.CreateTempSubdirectory("letterexchange-eml-").FullName, PublicUrl = "https://letters.example.org" };
        Equip(Parts, new EmlMailer(Settings, Clock));
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Settings.Folder, recursive: true);

    protected T Equip<T>(Parts parts, T mailer) where T : IMailer
    {
        parts.With<IMailer>(mailer).With(Settings).With(Words).With<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        return mailer;
    }

    protected Task<int> Send() => Get<SendNotices>().Run(CancellationToken.None);

    protected Task<int> SendAt(DateTimeOffset at)
    {
        Clock.SetUtcNow(at);
        return Send();
    }

    /// <summary>The mails in the folder, in the order in which they were claimed.</summary>
    protected List<MimeMessage> Mails => [.. Directory.GetFiles(Settings.Folder, "*.eml").Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))];

    /// <summary>A mentor with an address, unless another role is named.</summary>
    protected async Task<Guid> Person(string email, string role = "Mentor", Guid? program = null)
    {
        var person = await Given.Person(role, program, name: email.Split('@')[0]);
        await Db.Execute("UPDATE people SET email = @email WHERE id = @person", new { email, person });
        return person;
    }

    protected async Task<Guid> Tell(Guid person, NoticeKind kind = NoticeKind.LetterArrived, params string[] arguments)
    {
        var subject = Clock.New();
        await Tell(new Telling(person, (await Given.Program()).Id, kind, subject, "1", $"/letters/{subject}", arguments.Length > 0 ? arguments : ["Amina"]));
        return subject;
    }

    protected Task Tell(params Telling[] tellings) => Db.Transact(tx => Get<Notifier>().Tell(tx, tellings));

    protected Task<List<MailRow>> Rows() => Db.Query<MailRow>("SELECT id, person_id, message_id, state, tries, repeats, retry_at, error FROM mails ORDER BY id");

    protected Task<DateTimeOffset?> MailAt(Guid subject) => Db.Find<DateTimeOffset?>("SELECT mail_at FROM notices WHERE subject_id = @subject", new { subject });

    protected static string At(DateTimeOffset at) => at.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A mail's row as the tests look at it.</summary>
public sealed record MailRow
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string MessageId { get; init; } = "";
    public string State { get; init; } = "";
    public int Tries { get; init; }
    public int Repeats { get; init; }
    public DateTimeOffset? RetryAt { get; init; }
    public string? Error { get; init; }
}
