using System.Globalization;
using LetterExchange.Features.Notices;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>Why somebody gets a link that sets a password.</summary>
public enum LinkKind { Invitation, Forgotten }

/// <summary>A mail with a link, claimed to be sent. The link is made from the stamp when the mail is written, and kept nowhere.</summary>
public sealed record LinkMail
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public LinkKind Kind { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    public int Tries { get; init; }

    /// <summary>When the claim counts as lost.</summary>
    public DateTimeOffset SendAt { get; init; }

    public string GivenName { get; init; } = "";
    public string Surname { get; init; } = "";
    public string? Email { get; init; }
    public string Language { get; init; } = "en";
    public string Stamp { get; init; } = "";
    public bool HasPassword { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
    public string? ProgramName { get; init; }
    public string? ByName { get; init; }

    /// <summary>After which it is no use any more: somebody who has waited a day for a link has asked again.</summary>
    public TimeSpan GivenUpAfter => Kind == LinkKind.Forgotten ? LinkTokens.ResetStands : Retries.GivenUpAfter;

    /// <summary>Why it need not be sent, or can't be; nothing when it shall be.</summary>
    public string? Idle(DateTimeOffset now) =>
        LeftAt is not null || string.IsNullOrWhiteSpace(Email) ? "no address"
        : Kind == LinkKind.Invitation && HasPassword ? "settled"
        : now - AskedAt >= GivenUpAfter ? "too old" : null;
}

/// <summary>Words those mails.</summary>
public sealed class LinkLetter(IStringLocalizer<Texts> texts, LinkTokens tokens, MailSettings settings)
{
    public OutgoingMail Write(LinkMail mail)
    {
        using var speaking = new Speaking(mail.Language);
        var speech = CultureInfo.CurrentUICulture.Name;
        var stands = mail.Kind == LinkKind.Invitation ? LinkTokens.InvitationStands : LinkTokens.ResetStands;
        var token = tokens.Make(new Account { Id = mail.PersonId, SecurityStamp = mail.Stamp }, stands);
        var kind = mail.Kind == LinkKind.Invitation ? "invite" : "forgot";
        var sheet = new MailSheet
        {
            Home = settings.PublicUrl,
            Language = speech,
            Subject = MailSheet.OneLine(mail is { Kind: LinkKind.Invitation, ProgramName: { } program } ? texts["mail.invite.subject", program] : texts[$"mail.{kind}.subject.plain"]),
            Greeting = texts["mail.greeting", mail.GivenName],
            Items = [new(Why(mail), texts["mail.choose"], $"{settings.PublicUrl}/password/{mail.PersonId}/{token}?{ReadersLanguage.Query}={speech}")],
            After = [texts[$"mail.{kind}.stands", $"{settings.PublicUrl}/password/forgotten?{ReadersLanguage.Query}={speech}"], texts[$"mail.{kind}.unasked"]],
            Why = texts["mail.once"],
        };
        return new($"{mail.Id}@{settings.MessageHost}", mail.Email!, $"{mail.GivenName} {mail.Surname}".Trim(), sheet.Subject, sheet.Text(), sheet.Html(), new Dictionary<string, string>());
    }

    string Why(LinkMail mail) => mail switch
    {
        { Kind: LinkKind.Forgotten, HasPassword: true } => texts["mail.forgot.why"],
        { Kind: LinkKind.Forgotten } => texts["mail.forgot.first"],
        { ProgramName: { } program, ByName: { } by } => texts["mail.invite.by", by, program],
        { ProgramName: { } program } => texts["mail.invite.why", program],
        _ => texts["mail.invite.plain"],
    };
}
