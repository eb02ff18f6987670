using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using MimeKit;

namespace LetterExchange.Tests.Ground;

/// <summary>What the mail server does with a message, or with those to one address.</summary>
public enum MailBehaviour
{
    Accept,

    /// <summary>Says 550 to the address, for good.</summary>
    Refuse,

    /// <summary>Says 451 to the address, for now.</summary>
    TryLater,

    /// <summary>Takes the message, keeps nothing and never answers.</summary>
    Hang,

    /// <summary>Keeps the message and breaks the connection instead of answering: it was delivered, and the sender can't know.</summary>
    AcceptThenDrop,
}

/// <summary>One message as the server took it: who it was from and to on the envelope, and the message itself.</summary>
public sealed record ReceivedMail(string Sender, IReadOnlyList<string> To, MimeMessage Message);

/// <summary>A real SMTP server on loopback (Debian's aiosmtpd in a process of its own), each with its own port and folder.</summary>
public sealed class MailServer : IAsyncDisposable
{
    readonly Child server;
    readonly string folder;
    readonly ConcurrentDictionary<string, string> behaviour;
    readonly ConcurrentDictionary<string, ReceivedMail> parsed = new();

    MailServer(Child server, string folder, int port, ConcurrentDictionary<string, string> behaviour) =>
        (this.server, this.folder, Port, this.behaviour) = (server, folder, port, behaviour);

    public int Port { get; }

    /// <summary>All messages kept so far, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedMail> Messages => [.. server.Lines.Where(IsMail).Select(Parse)];

    /// <summary>Starts a server. With <paramref name="user"/> and <paramref name="password"/> it wants them; <paramref name="port"/> is for one that comes
    /// back after an outage (0: a free one).</summary>
    /// <exception cref="InvalidOperationException">Python or aiosmtpd is missing; says what to install.</exception>
    public static async Task<MailServer> Start(string? user = null, string? password = null, int port = 0, string python = "/usr/bin/python3")
    {
        if (!File.Exists(python)) throw Missing($"There is no Python at {python}.");
        var folder = Directory.CreateTempSubdirectory("letterexchange-mail-").FullName;
        var behaviour = new ConcurrentDictionary<string, string> { ["*"] = "accept" };
        Write(folder, behaviour);
        string[] access = user is null ? [] : [user, password ?? ""];
        var server = await Child.Start(python, [Repository.At("tests", "LetterExchange.Tests", "Ground", "smtp.py"), folder, $"{port}", .. access], folder: folder);
        try
        {
            var listening = JsonNode.Parse(await server.Line(line => line.StartsWith("{\"event\": \"listening\"")))!;
            return new MailServer(server, folder, (int)listening["port"]!, behaviour);
        }
        catch (InvalidOperationException error) when (error.Message.Contains("No module named")) { throw Missing(error.Message); }
    }

    /// <summary>Changes what is done from the next command on, with all messages or, where <paramref name="address"/> is given, with those to it.</summary>
    public void Behave(MailBehaviour how, string address = "*")
    {
        behaviour[address.ToLowerInvariant()] = how.ToString().ToLowerInvariant();
        Write(folder, behaviour);
    }

    /// <summary>The first message that is wanted, come already or yet to come (by default within 15 s).</summary>
    public async Task<ReceivedMail> WaitForMail(Func<ReceivedMail, bool>? wanted = null, TimeSpan? timeout = null) =>
        Parse(await server.Line(line => IsMail(line) && (wanted is null || wanted(Parse(line))), timeout ?? TimeSpan.FromSeconds(15)));

    /// <summary>Waits until the server has done so once for this address (by default within 15 s).</summary>
    public Task WaitUntil(MailBehaviour done, string address, TimeSpan? timeout = null)
    {
        var name = done switch
        {
            MailBehaviour.Refuse => "refused",
            MailBehaviour.TryLater => "delayed",
            MailBehaviour.Hang => "hung",
            MailBehaviour.AcceptThenDrop => "dropped",
            _ => "mail",
        };
        return server.Line(line => line.StartsWith($$"""{"event": "{{name}}",""") && line.Contains($"\"{address}\"", StringComparison.OrdinalIgnoreCase),
            timeout ?? TimeSpan.FromSeconds(15));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    static bool IsMail(string line) => line.StartsWith("{\"event\": \"mail\"");

    ReceivedMail Parse(string line) => parsed.GetOrAdd(line, _ =>
    {
        var mail = JsonNode.Parse(line)!;
        return new ReceivedMail((string)mail["sender"]!, [.. mail["to"]!.AsArray().Select(to => (string)to!)], MimeMessage.Load((string)mail["file"]!));
    });

    // In one step, so that the server never reads half of it.
    static void Write(string folder, IDictionary<string, string> behaviour)
    {
        var next = Path.Combine(folder, "behaviour.next");
        File.WriteAllText(next, JsonSerializer.Serialize(behaviour));
        File.Move(next, Path.Combine(folder, "behaviour.json"), overwrite: true);
    }

    static InvalidOperationException Missing(string what) =>
        new($"The mail server of the tests can't start. {what}\nInstall Debian's package python3-aiosmtpd, or run scripts/test, which does.");
}
