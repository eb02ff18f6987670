using System.Collections.Immutable;

namespace LetterExchange.Features.Screening;

/// <summary>The codes of what screening looks for. They are stored, exported and name the texts in the resources.</summary>
public static class Category
{
    public const string Phone = "contact.phone";
    public const string Email = "contact.email";
    public const string Address = "contact.address";
    public const string Handle = "contact.handle";
    public const string Link = "contact.link";
    public const string Surname = "identity.surname";
    public const string School = "identity.school";
    public const string Place = "identity.place";
    public const string Birthdate = "identity.birthdate";
    public const string Finance = "finance";
    public const string Offplatform = "offplatform";
    public const string Meeting = "meeting";
    public const string Secrecy = "secrecy";
    public const string Gift = "gift";
    public const string Image = "image";
    public const string Selfharm = "disclosure.selfharm";
    public const string Abuse = "disclosure.abuse";
    public const string Neglect = "disclosure.neglect";
    public const string Threat = "threat";
    public const string Sexual = "sexual";
    public const string Bullying = "bullying";
    public const string Profanity = "profanity";

    /// <summary>Every category, the gravest first: the order in which a list of findings may be shown.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Selfharm, Abuse, Neglect, Threat, Sexual, Secrecy, Meeting, Offplatform, Image, Gift, Finance,
        Phone, Email, Address, Handle, Link, Surname, School, Place, Birthdate, Bullying, Profanity,
    ];

    /// <summary>Something that a child tells of itself. It is never returned to have it taken out.</summary>
    public static bool IsDisclosure(string category) => category.StartsWith("disclosure.", StringComparison.Ordinal);

    /// <summary>A detail by which someone can be reached or recognised, given or asked for.</summary>
    public static bool IsPersonalDetail(string category) =>
        category.StartsWith("contact.", StringComparison.Ordinal) || category.StartsWith("identity.", StringComparison.Ordinal);
}
