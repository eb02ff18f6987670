using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace LetterExchange.Features.Imports;

/// <summary>A line of a table.</summary>
/// <param name="Number">Where it begins in the file, the first line being 1.</param>
/// <param name="Fault">Why its cells can't be trusted.</param>
sealed record TableRow(int Number, string[] Cells, Fault? Fault);

/// <summary>A table of text: commas, semicolons or tabs between the cells, found out.</summary>
sealed record Table(string[] Header, int HeaderLine, List<TableRow> Rows, List<Fault> Faults)
{
    /// <summary>Most lines, columns, and characters of a cell.</summary>
    public const int MostLines = 20_000, MostColumns = 60, LongestCell = 2_000;

    /// <summary>Reads no further than the first line too many.</summary>
    /// <param name="file">Can be read twice.</param>
    public static Table Read(Stream file, int mostLines = MostLines)
    {
        if (file.Length == 0) return Refused("file.empty");
        if (TextOf.Find(file) is not { } encoding) return Refused("file.encoding");
        var (delimiter, skip) = Delimiter(file, encoding);
        file.Position = 0;
        var bad = false;
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter, HasHeaderRecord = false, IgnoreBlankLines = false, MaxFieldSize = LongestCell, BadDataFound = _ => bad = true, DetectColumnCountChanges = false,
        });
        var table = new Table([], 0, [], []);
        for (var before = 0; ; before = parser.RawRow)
        {
            string[]? cells;
            try
            {
                bad = false;
                if (!parser.Read()) break;
                cells = parser.Record;
            }
            catch (MaxFieldSizeException)
            {
                table.Rows.Add(new(before + 1, [], Imports.Fault.Of("line.quote", null, LongestCell.ToString(CultureInfo.CurrentCulture)))); // All after it hangs on the quote.
                break;
            }
            if (before < skip || cells is null || cells.All(string.IsNullOrWhiteSpace)) continue;
            if (table.HeaderLine == 0)
            {
                table = table with { Header = [.. cells.Select(cell => cell.Trim().Trim('\uFEFF'))], HeaderLine = before + 1 };
                if (cells.Length > MostColumns) return Refused("file.columns", $"{cells.Length}", $"{MostColumns}");
                if (bad) return Refused("file.header.quote");
                continue;
            }
            if (table.Rows.Count == mostLines) return Refused("file.lines", mostLines.ToString("N0", CultureInfo.CurrentCulture));
            table.Rows.Add(new(before + 1, cells, bad ? Imports.Fault.Of("line.quote", null, LongestCell.ToString(CultureInfo.CurrentCulture)) : Odd(cells, table.Header)));
        }
        if (table.HeaderLine == 0) return Refused("file.empty");
        return table.Rows.Count == 0 ? Refused("file.header") : table;
    }

    static Table Refused(string key, params string[] with) => new([], 0, [], [Imports.Fault.Of(key, null, with)]);

    /// <summary>More cells than columns, or letters that were lost where the file was saved.</summary>
    static Fault? Odd(string[] cells, string[] header)
    {
        if (cells.Skip(header.Length).Any(cell => !string.IsNullOrWhiteSpace(cell))) return Imports.Fault.Of("line.cells", null, $"{cells.Length}", $"{header.Length}");
        var lost = Array.FindIndex(cells, cell => cell.Contains('\uFFFD') || cell.AsSpan().IndexOfAny("ÃÂ") is >= 0 and var at && at + 1 < cell.Length && cell[at + 1] is >= '\u0080' and <= '\u00BF');
        return lost < 0 ? null : Imports.Fault.Of("line.encoding", lost < header.Length ? header[lost] : null, cells[lost].Trim());
    }

    /// <summary>What parts the cells of the first line that has any; Excel may say so itself in a line before.</summary>
    static (string Delimiter, int Skip) Delimiter(Stream file, Encoding encoding)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 4096, leaveOpen: true);
        var head = new char[16 * 1024];
        var text = head.AsSpan(0, reader.ReadBlock(head));
        var skip = 0;
        foreach (var line in text.EnumerateLines())
        {
            if (skip == 0 && line.StartsWith("sep=") && line.Length == 5) return (line[4..].ToString(), 1);
            if (line.IsWhiteSpace())
            {
                skip++;
                continue;
            }
            var (quoted, counts) = (false, new int[3]);
            foreach (var letter in line)
            {
                if (letter == '"') quoted = !quoted;
                else if (!quoted && ",;\t".IndexOf(letter, StringComparison.Ordinal) is >= 0 and var which) counts[which]++;
            }
            var most = Array.IndexOf(counts, counts.Max());
            return (",;\t"[most].ToString(), 0);
        }
        return (",", 0);
    }
}
