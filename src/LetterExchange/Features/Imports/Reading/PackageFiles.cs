using System.IO.Compression;

namespace LetterExchange.Features.Imports;

/// <summary>A line of a package's file; a column that it has not is empty.</summary>
sealed record PackageRow(int Number, Dictionary<string, int> Columns, string[] Cells, Fault? Fault)
{
    public string this[string column] => Columns.TryGetValue(column, out var place) && place < Cells.Length ? Cells[place].Trim() : "";
}

/// <summary>Why a package is not taken.</summary>
sealed class PackageFault(Fault fault) : Exception(fault.Key)
{
    public Fault Fault => fault;
}

/// <summary>The files of a package. What is unpacked is counted as it comes out, whatever the package says of itself: one that swells beyond measure is let go of.</summary>
sealed class PackageFiles(ZipArchive zip)
{
    /// <summary>Most bytes that a package may unpack to, and most files in it.</summary>
    public const int MostUnpacked = 80_000_000, MostFiles = 60;

    long unpacked;

    /// <param name="optional">Empty when it is not there.</param>
    public List<PackageRow> Read(string name, bool optional = false) => Read(name, Table.MostLines * 4, optional);

    public List<PackageRow> Read(string name, int mostLines, bool optional = false)
    {
        if (zip.Entries.Count > MostFiles) throw new PackageFault(Fault.Of("zip.swells"));
        if (zip.Entries.FirstOrDefault(entry => entry.Name.Equals($"{name}.csv", StringComparison.OrdinalIgnoreCase)) is not { } file)
            return optional ? [] : throw new PackageFault(Fault.Of("zip.missing", null, $"{name}.csv"));
        using var bytes = Unpack(file);
        var table = Table.Read(bytes, mostLines);
        if (table.Faults is [var fault, ..]) return fault.Key is "file.header" ? [] : throw new PackageFault(fault);
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < table.Header.Length; place++) columns.TryAdd(table.Header[place], place);
        return table.Rows.ConvertAll(row => new PackageRow(row.Number, columns, row.Cells, row.Fault));
    }

    MemoryStream Unpack(ZipArchiveEntry file)
    {
        using var packed = file.Open();
        var bytes = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = packed.Read(part)) > 0; bytes.Write(part, 0, read))
            if ((unpacked += read) > MostUnpacked) throw new PackageFault(Fault.Of("zip.swells"));
        return bytes;
    }
}
