namespace LetterExchange.Features.Imports;

/// <summary>Reads a file of people: a table of text, or a OneRoster package.</summary>
public static class RosterFile
{
    /// <summary>The largest file, in bytes, and the largest request that brings one.</summary>
    public const int MostBytes = 20_000_000, MostRequest = MostBytes + 100_000;

    /// <summary>Where files are sent to.</summary>
    public const string Path = "/people/import";

    /// <summary>Whether a request brings one: then its size is not for others to judge.</summary>
    public static bool Takes(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase);

    /// <param name="file">Can be read more than once.</param>
    public static ReadRoster Read(Stream file, RosterRules rules)
    {
        if (file.Length > MostBytes) return Refused("file.large", $"{file.Length / 1_000_000}", $"{MostBytes / 1_000_000}");
        Span<byte> head = stackalloc byte[4];
        file.Position = 0;
        file.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        file.Position = 0;
        var read = head switch
        {
            [(byte)'P', (byte)'K', 3, 4] => OneRoster.Read(file, rules),
            [0xD0, 0xCF, 0x11, 0xE0] => Refused("file.workbook"), // Excel 97 to 2003.
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F'] => Refused("file.encoding"),
            _ => TableRoster.Read(Table.Read(file), rules),
        };
        LineChecks.Together(read.Lines);
        return read;
    }

    internal static ReadRoster Refused(string key, params string[] with) => new(RosterKind.Table, [], [Fault.Of(key, null, with)]);
}
