using LetterExchange.Tests.Ground;

namespace LetterExchange.Benchmarks;

/// <summary>This program once more, in a process of its own.</summary>
static class Own
{
    static readonly string library = typeof(Own).Assembly.Location;

    /// <param name="asService">Whether the runtime is set as the product sets it: how memory is collected, how methods are compiled.</param>
    public static Task<Child> Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, bool asService = false) => Child.Start(
        Dotnet, ["exec", .. asService ? new[] { "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "letterexchange.runtimeconfig.json") } : [], library, .. arguments], environment: environment);

    /// <summary>The product by itself.</summary>
    public static Task<Child> StartProduct(params string[] arguments) => Child.Start(Dotnet, ["exec", Path.Combine(AppContext.BaseDirectory, "letterexchange.dll"), .. arguments]);

    /// <summary>Started by dotnet, this is dotnet; started by a file of its own, the runtime lies beside it in its folder.</summary>
    static string Dotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet", "dotnet");
}
