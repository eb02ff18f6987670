using System.Net;
using System.Net.Sockets;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>Where the mails of one process come to the simulated post: a small SMTP server (RFC 5321) on this machine, which says yes to everything. While it is shut, it hangs up on whoever calls,
/// also in the midst of a mail.</summary>
sealed class MailDoor : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource ending = new();
    readonly HashSet<TcpClient> callers = [];
    readonly Lock gate = new();
    readonly Post post;
    readonly Action taken;
    readonly Task open;
    bool isShut;

    /// <param name="taken">Called when a mail has been taken, before its sender hears of it.</param>
    public MailDoor(Post post, Action taken)
    {
        (this.post, this.taken) = (post, taken);
        listener.Start();
        open = Answer();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Shut()
    {
        lock (gate)
        {
            isShut = true;
            foreach (var caller in callers) caller.Close();
        }
    }

    public void Open()
    {
        lock (gate) isShut = false;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        Shut();
        await open;
        listener.Dispose();
        ending.Dispose();
    }

    async Task Answer()
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var caller = await listener.AcceptTcpClientAsync(ending.Token);
                if (IsLetIn(caller)) _ = Serve(caller);
                else caller.Close();
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                // Who has hung up already; or it is over.
            }
        }
    }

    bool IsLetIn(TcpClient caller)
    {
        lock (gate) return !isShut && callers.Add(caller);
    }

    async Task Serve(TcpClient caller)
    {
        try
        {
            await using var stream = caller.GetStream();
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 post ESMTP");
            while (await reader.ReadLineAsync() is { } said && await Reply(said, reader, writer) is { } reply) await writer.WriteLineAsync(reply);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was killed, or has been hung up on.
        }
        finally
        {
            lock (gate) callers.Remove(caller);
            caller.Dispose();
        }
    }

    /// <summary>Nothing when the caller is gone.</summary>
    async Task<string?> Reply(string said, StreamReader reader, StreamWriter writer)
    {
        if (said.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase)) return null;
        if (said.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase)) return "250-post\r\n250 8BITMIME";
        if (!said.StartsWith("DATA", StringComparison.OrdinalIgnoreCase)) return "250 yes";
        await writer.WriteLineAsync("354 go on");
        if (await MessageId(reader) is not { } id) return null;
        post.Take(id);
        taken();
        return "250 taken";
    }

    /// <summary>Reads a mail to its end; nothing when it has none, for then it was not taken.</summary>
    static async Task<string?> MessageId(StreamReader reader)
    {
        var (id, isHead) = ("", true);
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == ".") return id;
            if (line.Length == 0) isHead = false;
            if (isHead && line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)) id = line[(line.IndexOf('<') + 1)..line.LastIndexOf('>')];
        }
        return null;
    }
}
