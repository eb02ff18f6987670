using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LetterExchange.Tests.Ground;

/// <summary>The built program, in a process of its own.</summary>
public static class Exchange
{
    /// <summary>The <c>dotnet</c> that runs this process: it need not be on the path.</summary>
    public static readonly string Dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    static string Program => Path.Combine(AppContext.BaseDirectory, "letterexchange.dll");

    // What this process was told by its own environment is not meant for it.
    static readonly Dictionary<string, string?> clean = new()
    {
        ["LETTEREXCHANGE_DATA"] = null, ["LETTEREXCHANGE_DATABASE"] = null, ["ASPNETCORE_URLS"] = null, ["ASPNETCORE_ENVIRONMENT"] = null,
    };

    /// <summary>Starts a verb that runs until it is stopped by <paramref name="signal"/>. A shell would hand on that SIGINT is ignored: that is undone.</summary>
    public static Task<Child> Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string signal = "TERM", params string[] through) =>
        Child.Start("env", ["--default-signal=INT", .. through, Dotnet, Program, .. arguments], signal, environment: With(environment), grace: TimeSpan.FromSeconds(30));

    /// <summary>Starts <c>serve</c> on a free port and waits until it answers.</summary>
    /// <returns>The process and its address.</returns>
    public static async Task<(Child Child, Uri Url)> Serve(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string signal = "TERM", params string[] through)
    {
        var child = await Start(["serve", "--urls", "http://127.0.0.1:0", .. arguments], environment, signal, through);
        var ready = await child.Line(line => line.StartsWith("Ready: "), TimeSpan.FromSeconds(60));
        return (child, new Uri(ready["Ready: ".Length..]));
    }

    /// <summary>The same with <see cref="Players"/> inside the service. Does not wait for it to be ready.</summary>
    public static Task<Child> Play(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment) => Child.Start(Dotnet,
    [
        "exec", "--depsfile", Path.Combine(AppContext.BaseDirectory, "LetterExchange.Tests.deps.json"),
        "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "letterexchange.runtimeconfig.json"), Program, "serve", "--urls", "http://127.0.0.1:0", .. arguments,
    ], environment: With(new Dictionary<string, string?>(environment) { ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(Exchange).Assembly.GetName().Name }), grace: TimeSpan.FromSeconds(30));

    /// <summary>Runs a verb to its end (a minute at the most).</summary>
    public static async Task<(int Status, string Output, string Errors)> Run(IEnumerable<string> arguments, params string[] through)
    {
        string[] all = [.. through, Dotnet, Program, .. arguments];
        var start = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in clean) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        limit.Token.Register(process.Kill);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await output, await errors);
    }

    static Dictionary<string, string?> With(IReadOnlyDictionary<string, string?>? environment)
    {
        var all = new Dictionary<string, string?>(clean);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) all[name] = value;
        return all;
    }
}
