using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LetterExchange.Benchmarks;

/// <summary>A mail server on loopback that takes every message and keeps none (RFC 5321, with PIPELINING): the fastest far end there is.</summary>
sealed class SmtpSink : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource ending = new();
    readonly Task accepting;
    int taken;

    public SmtpSink()
    {
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Messages taken so far.</summary>
    public int Taken => Volatile.Read(ref taken);

    /// <summary>The settings with which the service mails to this.</summary>
    public Dictionary<string, string?> Settings => new() { ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{Port}", ["Mail:Security"] = "none" };

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        ending.Dispose();
    }

    async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await listener.AcceptTcpClientAsync(ending.Token));
        }
        catch (Exception) when (ending.IsCancellationRequested) { }
    }

    async Task Serve(TcpClient client)
    {
        using (client)
            try
            {
                client.NoDelay = true;
                using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
                await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 sink");
                while (await reader.ReadLineAsync(ending.Token) is { } line)
                {
                    if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase)) await Take(reader, writer);
                    else await writer.WriteLineAsync(Answer(line));
                    if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase)) return;
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException) { } // Its client has gone, or the run has ended.
    }

    static string Answer(string line) => line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) ? "250-sink\r\n250-PIPELINING\r\n250 8BITMIME"
        : line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok";

    async Task Take(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        while (await reader.ReadLineAsync(ending.Token) is { } line && line != ".") { }
        Interlocked.Increment(ref taken);
        await writer.WriteLineAsync("250 taken");
    }
}
