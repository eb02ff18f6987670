using System.Globalization;
using MailKit.Security;

namespace LetterExchange.Features.Notices;

/// <summary>How mail leaves the house: the configuration section <c>Mail</c>, and <c>PublicUrl</c>. Without a host mails are written into a folder.</summary>
public sealed record MailSettings
{
    /// <summary>The SMTP server; nothing when there is none.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 587;
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;
    public string? User { get; init; }
    public string? Password { get; init; }
    public string FromAddress { get; init; } = "letterexchange@localhost";
    public string FromName { get; init; } = "LetterExchange";

    /// <summary>How long one mail may take; a server that needs longer counts as unreachable.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where mails are written as .eml files when there is no server.</summary>
    public required string Folder { get; init; }

    /// <summary>The address under which people reach the service, without a slash at its end.</summary>
    public required string PublicUrl { get; init; }

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The part of a Message-ID after the @.</summary>
    public string MessageHost
    {
        get
        {
            var host = new Uri(PublicUrl);
            return host.HostNameType == UriHostNameType.Dns ? host.Host : FromAddress[(FromAddress.LastIndexOf('@') + 1)..];
        }
    }

    internal SecureSocketOptions Socket => Security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    /// <param name="defaultUrl">Where the service listens (several apart by semicolons), for when no <c>PublicUrl</c> is configured.</param>
    /// <exception cref="InvalidOperationException">A setting can't be read; in the administrator's words.</exception>
    public static MailSettings From(IConfiguration configuration, string dataDirectory, string defaultUrl)
    {
        var mail = configuration.GetSection("Mail");
        var fallback = new MailSettings { Folder = Path.Combine(dataDirectory, "mail"), PublicUrl = "http://localhost" };
        return fallback with
        {
            Host = mail["Host"],
            Port = Number(mail, "Port", fallback.Port, 65_535),
            Security = Read(mail["Security"]),
            User = mail["User"],
            Password = mail["Password"],
            FromAddress = Text(mail["FromAddress"], fallback.FromAddress),
            FromName = Text(mail["FromName"], fallback.FromName),
            Timeout = TimeSpan.FromSeconds(Number(mail, "TimeoutSeconds", 15, 100)),
            Folder = Text(mail["Folder"], fallback.Folder),
            PublicUrl = string.IsNullOrWhiteSpace(configuration["PublicUrl"]) ? Listening(defaultUrl) : Url(configuration["PublicUrl"]!.Trim()),
        };
    }

    static string Text(string? value, string otherwise) => string.IsNullOrWhiteSpace(value) ? otherwise : value.Trim();

    static int Number(IConfiguration mail, string name, int otherwise, int most) => mail[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most ? number
        : throw new InvalidOperationException($"The setting Mail:{name} is {text}; it must be a number from 1 to {most}.");

    static MailSecurity Read(string? text) => string.IsNullOrWhiteSpace(text) ? MailSecurity.StartTls
        : Enum.TryParse<MailSecurity>(text, ignoreCase: true, out var security) && Enum.IsDefined(security) ? security
        : throw new InvalidOperationException($"The setting Mail:Security is {text}; it must be none, starttls or tls.");

    /// <summary>What a browser on this machine would call the address; a service that listens everywhere is found here at localhost.</summary>
    static string Listening(string urls)
    {
        var first = urls.Split(';')[0].Trim().Replace("://*", "://localhost").Replace("://+", "://localhost").Replace("://0.0.0.0", "://localhost").Replace("://[::]", "://localhost");
        return Uri.TryCreate(first, UriKind.Absolute, out _) ? first.TrimEnd('/') : "http://localhost";
    }

    static string Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? text.TrimEnd('/')
        : throw new InvalidOperationException($"The setting PublicUrl is {text}; it must be an address such as https://letters.example.org.");
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity { None, StartTls, Tls }
