using System.Text.Json;

namespace LetterExchange.Benchmarks.Searches;

/// <summary>A test collection in the form of BEIR: documents and queries as JSON lines (_id, title, text), answers as lines of query, document and grade.</summary>
sealed record Collection(IReadOnlyList<(string Id, string Text)> Documents, IReadOnlyList<(string Id, string Text)> Queries, IReadOnlyDictionary<string, Dictionary<string, int>> Answers)
{
    /// <exception cref="FormatException">A line cannot be read; it is named.</exception>
    public static Collection Read(string documents, string queries, string answers) => new(Lines(documents), Lines(queries), Grades(answers));

    /// <summary>The normalised discounted cumulative gain of the first ten of an answer, with grades as gains, as trec_eval reckons it (Järvelin and Kekäläinen, 2002).</summary>
    public static double Gain(IReadOnlyList<string> found, IReadOnlyDictionary<string, int> grades)
    {
        var best = Sum(grades.Values.Where(grade => grade > 0).OrderDescending());
        return best == 0 ? 0 : Sum(found.Select(id => Math.Max(0, grades.GetValueOrDefault(id)))) / best;
    }

    static double Sum(IEnumerable<int> grades) => grades.Take(10).Select((grade, n) => grade / Math.Log2(n + 2)).Sum();

    static List<(string, string)> Lines(string path)
    {
        var lines = new List<(string, string)>();
        foreach (var line in File.ReadLines(path))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var read = JsonDocument.Parse(line);
                string Of(string name) => read.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
                lines.Add((Of("_id"), $"{Of("title")}\n\n{Of("text")}".Replace('\0', ' ').Trim()));
            }
            catch (JsonException unreadable)
            {
                throw new FormatException($"{path}, line {lines.Count + 1}: {unreadable.Message}");
            }
        }
        return lines;
    }

    static Dictionary<string, Dictionary<string, int>> Grades(string path)
    {
        var grades = new Dictionary<string, Dictionary<string, int>>();
        foreach (var line in File.ReadLines(path))
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // Three columns with a heading, or trec_eval's four.
            if (parts.Length is not (3 or 4) || !int.TryParse(parts[^1], out var grade)) continue;
            if (!grades.TryGetValue(parts[0], out var of)) grades[parts[0]] = of = [];
            of[parts[^2]] = grade;
        }
        return grades;
    }
}
