using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LetterExchange.Tests.Features.People;

/// <summary>The base of the tests of people's verbs: passwords are hashed quickly, mails are caught or refused as a test says, what is logged is kept.</summary>
public abstract class PeopleTest(Engine engine) : DatabaseTest(engine)
{
    protected Caught Post { get; private set; } = null!;
    protected Heard Log { get; private set; } = null!;
    protected Guid Program { get; private set; }
    protected Guid Coordinator { get; private set; }

    [SetUp]
    public async Task Equip()
    {
        (Post, Log) = (new Caught(), new Heard());
        var texts = new StringLocalizer<LetterExchange.Features.People.Texts>(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));
        Parts.With<IMailer>(Post).With(new MailSettings { Folder = Path.GetTempPath(), PublicUrl = "https://letters.example.org" })
            .With<IStringLocalizer<LetterExchange.Features.People.Texts>>(texts).With<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .With<IPasswordHasher<Account>>(new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })))
            .With<ILogger<SendLinks>>(Log);
        Program = (await Given.Program()).Id;
        Coordinator = await Given.Coordinator();
    }

    protected Roster Roster => Get<Roster>();

    protected async Task<NewMentee> Mentee(string name = "Amina", Guid? cohort = null, string surname = "Karimova") =>
        new() { GivenName = name, Surname = surname, CohortId = cohort ?? await Given.Cohort() };

    protected static NewAdult Adult(string email = "henrik@example.org", params (Role, Guid?)[] roles) =>
        new() { GivenName = "Henrik", Surname = "Solberg", Email = email, Roles = roles.Length > 0 ? roles : [(Role.Mentor, null)] };

    protected Task<int> SendLinks() => Get<SendLinks>().Run(CancellationToken.None);

    protected Task<LinkRow> LinkOf(Guid person) => Db.Get<LinkRow>("SELECT kind, send_at, sent_at, tries, repeats, error FROM link_mails WHERE person_id = @person", new { person });

    protected Task<Person?> Person(Guid id) => Get<PersonStore>().Find(id);

    /// <summary>The key of the refusal that this ends in.</summary>
    protected static async Task<string> Refusal(Func<Task> deed) => (await Assert.ThrowsAsync<Refusal>(deed))!.Key;

    protected static async Task NotTheirs(Func<Task> deed) => await Assert.ThrowsAsync<NotYours>(deed);
}

/// <summary>The far end of the mail in tests of verbs: keeps what it gets, unless it is to refuse.</summary>
public sealed class Caught : IMailer
{
    public List<OutgoingMail> Mails { get; } = [];

    public MailFailure? Refuses { get; set; }

    public Task Send(OutgoingMail mail, CancellationToken stopping)
    {
        if (Refuses is not null) throw Refuses;
        Mails.Add(mail);
        return Task.CompletedTask;
    }

    /// <summary>Person and token of the link in the last mail.</summary>
    public (Guid Person, string Token) Link
    {
        get
        {
            var link = System.Text.RegularExpressions.Regex.Match(Mails[^1].Text, @"https://letters\.example\.org/password/([^/\s]+)/([^\s?]+)");
            return (Guid.Parse(link.Groups[1].Value), link.Groups[2].Value);
        }
    }
}

/// <summary>Keeps what is logged.</summary>
public sealed class Heard : ILogger<SendLinks>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception) + exception);
}

/// <summary>A row of the outbox as the tests look at it.</summary>
public sealed record LinkRow
{
    public LinkKind Kind { get; init; }
    public DateTimeOffset? SendAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public int Tries { get; init; }
    public int Repeats { get; init; }
    public string? Error { get; init; }
}
