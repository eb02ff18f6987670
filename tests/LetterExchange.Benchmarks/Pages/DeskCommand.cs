using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using LetterExchange.Benchmarks.Bench;
using LetterExchange.Benchmarks.Load;

namespace LetterExchange.Benchmarks.Pages;

/// <summary><c>desk</c>: how many desks of people who are signed in the service shows a second with a year's letters stored, beside how many empty Razor pages the same framework shows, each in a process of
/// its own, asked over loopback by turns. Neither is compressed. The exit status is 1 when it is below a limit.</summary>
static class DeskCommand
{
    /// <summary>Desks a second, and as a share of the empty pages.</summary>
    const double Least = 1800, Share = 0.2;

    /// <summary>Enough to keep two cores busy.</summary>
    const int Connections = 8;

    /// <summary>Turns that count; and those before, in which methods are compiled for good.</summary>
    const int Turns = 5, WarmUp = 2;

    static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static Command Create() => StoredLetters.Command("desk", "How many desks are shown a second.", async (folder, connection, runs) =>
    {
        await using var service = await LoadedService.Start(folder, connection, users: 320, mail: 9, idle: true);
        await using var empty = await Own.Start(["empty"], asService: true);
        var nothing = new Uri((await empty.Line(line => line.StartsWith("Ready: ", StringComparison.Ordinal)))["Ready: ".Length..]);
        var sessions = service.Parts.FindAll(part => part.Role == "Writer").ConvertAll(part => part.Session);
        var (desks, empties) = (new List<double>(), new List<double>());
        var (spent, many) = (TimeSpan.Zero, 0.0);
        for (var turn = -WarmUp; turn < Turns; turn++)
        {
            var before = Spent(service.ProcessId);
            var (desk, page) = (Rate(service.Address, "/desk", sessions, out var shown), Rate(nothing, "/empty", [""], out _));
            if (turn < 0) continue;
            (spent, many) = (spent + Spent(service.ProcessId) - before, many + shown);
            desks.Add(desk);
            empties.Add(page);
        }
        var (rate, floor, engine) = (desks.Order().ElementAt(Turns / 2), empties.Order().ElementAt(Turns / 2), connection is null ? "SQLite" : "PostgreSQL");
        Console.WriteLine($"  {rate:N0} desks a second, {floor:N0} empty pages a second: {rate / floor:P0}; {spent.TotalMilliseconds / many:0.00} ms of the processor a desk");
        new Figure($"processor's time of the service a desk, {engine}", spent.TotalMilliseconds / many, "ms").Say();
        return new Figure($"desks of people signed in, {engine}", rate, "pages/s") { AtLeast = Least }.Say()
            & new Figure($"the same beside an empty Razor page ({Figure.Number(floor)} pages/s)", rate / floor * 100, "%") { AtLeast = Share * 100 }.Say();
    });

    /// <summary>Pages a second over connections that stay open, each asking for the next page when it has one.</summary>
    static double Rate(Uri address, string path, List<string> sessions, out long shown)
    {
        var (began, many) = (TimeProvider.System.GetTimestamp(), 0L);
        var asking = Enumerable.Range(0, Connections).Select(n => new Thread(() => Interlocked.Add(ref many, Ask(address, path, sessions, n, began)))).ToList();
        asking.ForEach(thread => thread.Start());
        asking.ForEach(thread => thread.Join());
        shown = many;
        if (shown < Connections) throw new InvalidOperationException($"{path} was not shown.");
        return shown / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    static TimeSpan Spent(int process) => System.Diagnostics.Process.GetProcessById(process).TotalProcessorTime;

    /// <summary>Asks with as little work as can be, since both share the cores: what is measured is the service.</summary>
    static long Ask(Uri address, string path, List<string> sessions, int first, long began)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        socket.Connect(address.Host, address.Port);
        var requests = sessions.ConvertAll(session => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: session={session}\r\n\r\n"));
        var (buffer, shown) = (new byte[256 * 1024], 0L);
        for (var n = first; TimeProvider.System.GetElapsedTime(began) < Turn; n += Connections, shown++)
        {
            socket.Send(requests[n % requests.Count]);
            var got = 0;
            do got += socket.Receive(buffer, got, buffer.Length - got, SocketFlags.None);
            while (!IsWhole(buffer.AsSpan(0, got)));
            if (!buffer.AsSpan(0, got).StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException($"{path} answered {Encoding.ASCII.GetString(buffer, 0, Math.Min(got, 60))}");
        }
        return shown;
    }

    /// <summary>Whether the answer has come: to its last chunk, or as long as it says it is.</summary>
    static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..end];
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0) return answer.EndsWith("0\r\n\r\n"u8);
        var digits = head[(length + 16)..];
        var line = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(line < 0 ? digits : digits[..line]);
    }
}
