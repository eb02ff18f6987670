using System.Runtime.InteropServices;

namespace LetterExchange.Benchmarks.Bench;

/// <summary>What the figures were measured on.</summary>
static class Machine
{
    static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Cores, model, memory, how often a second the disk of <paramref name="folder"/> takes 4 kB for good, and how busy the machine was before.</summary>
    public static string Describe(string folder) =>
        $"{Environment.ProcessorCount} cores ({Model()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, {Syncs(folder):N0} fsync a second, load before {Load()}; {RuntimeInformation.OSDescription.Trim()}, .NET {Environment.Version}";

    static string Model() => Line("/proc/cpuinfo", "model name")?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    static string? Line(string file, string begin) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal)) : null;

    static double Syncs(string folder)
    {
        var path = Path.Combine(folder, $"sync-{Environment.ProcessId}");
        var block = new byte[4096];
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        var (began, many) = (TimeProvider.System.GetTimestamp(), 0);
        while (TimeProvider.System.GetElapsedTime(began) < Enough)
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
            many++;
        }
        return many / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }
}
