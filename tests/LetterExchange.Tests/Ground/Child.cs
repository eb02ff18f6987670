using System.Collections.Concurrent;
using System.Diagnostics;

namespace LetterExchange.Tests.Ground;

/// <summary>A process that never outlives the test run. A small shell stands between: it holds the read end of a pipe from
/// here, and when that pipe closes, even because this process was killed, it stops the child and removes its folder. It has a session of its own, so that what kills our whole group leaves it be.
/// (The kernel's parent-death signal would not do: it fires when the thread that started the child ends.)</summary>
public sealed class Child : IAsyncDisposable
{
    internal const string Keeper = """
        signal=$1 grace=$2 folder=$3; shift 3
        exec 3<&0
        sh -c 'echo $$; exec "$@"' sh "$@" 3<&- </dev/null & child=$!
        {
            while read -r _ <&3; do :; done
            kill -s "$signal" "$child"
            i=0; while [ $i -lt "$grace" ] && kill -0 "$child"; do sleep 0.05; i=$((i + 1)); done
            kill -s KILL "$child"
        } >/dev/null 2>&1 & keeper=$!
        while :; do wait "$child"; status=$?; kill -0 "$child" 2>/dev/null || break; done
        kill -s KILL "$keeper" 2>/dev/null
        [ -z "$folder" ] || rm -rf -- "$folder"
        exit $status
        """;

    readonly Process keeper;
    readonly ConcurrentQueue<string> lines = new();
    readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Seen)> waiting = [];
    readonly Lock gate = new();
    readonly Task ended;

    Child(Process keeper)
    {
        this.keeper = keeper;
        ended = Task.WhenAll(Read(keeper.StandardOutput), Read(keeper.StandardError));
    }

    /// <summary>The process id of the child itself (not of the shell that watches over it).</summary>
    public int Id { get; private set; }

    public bool HasExited => keeper.HasExited;

    /// <summary>The lines that the child has written so far, output and errors as they came.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    public string Output => string.Join('\n', lines);

    /// <summary>Starts a program. <paramref name="signal"/> is what stops it, and when it has not
    /// stopped after <paramref name="grace"/> (5 s) it is killed; <paramref name="folder"/>, when given, is removed after it.</summary>
    public static async Task<Child> Start(string program, IEnumerable<string> arguments, string signal = "TERM", string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null, TimeSpan? grace = null)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Keeper, "keeper", signal, $"{(grace ?? TimeSpan.FromSeconds(5)) / TimeSpan.FromMilliseconds(50):0}", folder ?? "", program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(), // The child may run as a user who may not enter ours.
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var id = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{program} did not start: {await process.StandardError.ReadToEndAsync()}");
        return new Child(process) { Id = int.Parse(id) };
    }

    /// <summary>The first line, written already or yet to come, that is wanted. Fails with all of the output when the child ends before it.</summary>
    public async Task<string> Line(Func<string, bool> wanted, TimeSpan? timeout = null)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (lines.FirstOrDefault(wanted) is { } line) return line;
            waiting.Add((wanted, seen));
        }
        if (await Task.WhenAny(seen.Task, ended, Task.Delay(timeout ?? TimeSpan.FromSeconds(30))) == seen.Task || seen.Task.IsCompleted) return await seen.Task;
        throw new InvalidOperationException((ended.IsCompleted ? "The process ended before it said what was awaited.\n" : "The process did not say in time what was awaited.\n") + Output);
    }

    /// <summary>Asks the child to stop and waits until it has.</summary>
    /// <returns>Its exit status (128 and the signal's number when a signal ended it).</returns>
    public async Task<int> Stop()
    {
        if (!keeper.HasExited) keeper.StandardInput.Close();
        return await Exit();
    }

    /// <summary>Waits for the child to end by itself.</summary>
    public async Task<int> Exit()
    {
        await keeper.WaitForExitAsync();
        await ended;
        return keeper.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        keeper.Dispose();
    }

    async Task Read(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
            lock (gate)
            {
                lines.Enqueue(line);
                foreach (var (_, seen) in waiting.Where(w => w.Wanted(line))) seen.TrySetResult(line);
                waiting.RemoveAll(w => w.Seen.Task.IsCompleted);
            }
    }
}
