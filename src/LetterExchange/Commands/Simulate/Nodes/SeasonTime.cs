using System.IO.MemoryMappedFiles;

namespace LetterExchange.Commands.Simulate.Nodes;

/// <summary>The time of a season that several processes share: a file that each of them has in its memory, so that one that was frozen reads the right time as soon as it goes on,
/// as from a clock on the wall. The clock of each can be put wrong by itself.</summary>
public sealed class SeasonTime : IDisposable
{
    const long Mark = 0x5345_4153_4F4E_0001;
    const int AtMark = 0, AtNow = 8, AtFirst = 16, Most = 64;

    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;

    SeasonTime(MemoryMappedFile file) => (this.file, view) = (file, file.CreateViewAccessor());

    /// <summary>Makes the file.</summary>
    public static SeasonTime Create(string path, DateTimeOffset now)
    {
        var time = new SeasonTime(MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, AtFirst + 8 * Most)) { Now = now };
        time.view.Write(AtMark, Mark);
        return time;
    }

    /// <exception cref="CannotStart">There is no such file, or it is another.</exception>
    public static SeasonTime Open(string path)
    {
        if (!File.Exists(path)) throw new CannotStart($"There is no season whose time stands in {path}. Simulate starts its processes itself.");
        if (new FileInfo(path).Length >= AtFirst)
        {
            var time = new SeasonTime(MemoryMappedFile.CreateFromFile(path, FileMode.Open));
            if (time.view.ReadInt64(AtMark) == Mark) return time;
            time.Dispose();
        }
        throw new CannotStart($"{path} does not hold a season's time. Simulate starts its processes itself.");
    }

    /// <summary>What the season's time is. Only the process that plays the people sets it.</summary>
    public DateTimeOffset Now
    {
        get => new(view.ReadInt64(AtNow), TimeSpan.Zero);
        set => view.Write(AtNow, value.UtcTicks);
    }

    /// <summary>By how much the clock of a process is ahead of the season (or behind it).</summary>
    public TimeSpan Wrong(int node) => new(view.ReadInt64(AtFirst + 8 * node));

    /// <summary>Puts the clock of a process wrong, or right again.</summary>
    public void Put(int node, TimeSpan wrong) => view.Write(AtFirst + 8 * node, wrong.Ticks);

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
