using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>One process of a season that does what is due, over the same database as the others. It can be killed, started again, frozen and thawed.</summary>
sealed class Node(int number, string folder, string time, string connection, int mail) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Farewell = TimeSpan.FromSeconds(15);

    const int Kept = 30;

    readonly ConcurrentQueue<string> last = new();
    Process? process;
    TaskCompletionSource ready = new();
    volatile bool isKilled, isFrozen;

    public int Number => number;

    public int ProcessId => process!.Id;

    /// <summary>Whether it has been started, has said that it is ready, and is neither dead nor frozen.</summary>
    public bool IsWell => ready.Task.IsCompletedSuccessfully && !isKilled && !isFrozen;

    /// <summary>Starts it, for the first time or again.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Node).Assembly.Location); // Not where the program is a file of its own.
        foreach (var word in new[] { "simulate", NodeCommand.Name, "--time", time, "--number", Text(number), "--mail", Text(mail), "--data", folder }) start.ArgumentList.Add(word);
        start.Environment["LETTEREXCHANGE_DATABASE"] = connection; // It may hold a password, which a command line would show to everybody.
        ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        isKilled = isFrozen = false;
        process?.Dispose();
        var begun = Process.Start(start)!;
        begun.OutputDataReceived += (_, line) => Hear(line.Data);
        begun.ErrorDataReceived += (_, line) => Hear(line.Data);
        begun.BeginOutputReadLine();
        begun.BeginErrorReadLine();
        process = begun;
    }

    /// <summary>Waits until it has said that it is ready.</summary>
    /// <exception cref="SeasonStuck">It has not in a minute, or has ended.</exception>
    public async Task Ready(CancellationToken stopping)
    {
        var limit = Task.Delay(Patience, stopping);
        while (!ready.Task.IsCompleted && !limit.IsCompleted)
        {
            Check();
            await Task.WhenAny(ready.Task, limit, Task.Delay(50, stopping));
        }
        stopping.ThrowIfCancellationRequested();
        if (!ready.Task.IsCompleted) throw new SeasonStuck($"Process {number + 1} was not ready within a minute.\n{Said}");
    }

    /// <exception cref="SeasonStuck">It has ended without having been killed.</exception>
    public void Check()
    {
        if (!isKilled && process is { HasExited: true } ended) throw new SeasonStuck($"Process {number + 1} has ended by itself with status {ended.ExitCode}.\n{Said}");
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public void Kill()
    {
        isKilled = true;
        process!.Kill();
    }

    public void Freeze()
    {
        isFrozen = true;
        Signals.Freeze(process!.Id);
    }

    public void Thaw()
    {
        Signals.Thaw(process!.Id);
        isFrozen = false;
    }

    /// <summary>Lets it come to its end in peace.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not { } ending) return;
        if (isFrozen) Thaw();
        ending.StandardInput.Close();
        using var limit = new CancellationTokenSource(Farewell);
        try
        {
            await ending.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            ending.Kill();
        }
        ending.Dispose();
    }

    string Said => string.Join('\n', last);

    void Hear(string? line)
    {
        if (line is null) return;
        if (line.StartsWith("Ready: ", StringComparison.Ordinal)) ready.TrySetResult();
        last.Enqueue(line);
        while (last.Count > Kept) last.TryDequeue(out _);
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Why a season over several processes can't go on.</summary>
public sealed class SeasonStuck(string message) : Exception(message);
