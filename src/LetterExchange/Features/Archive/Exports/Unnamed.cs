using System.Text;

namespace LetterExchange.Features.Archive;

/// <summary>Puts roles in the place of the pair's names in a text. Other people's names stay: nobody knows them.</summary>
static class Unnamed
{
    /// <param name="names">The parts of names, as they are written, with what stands in their place.</param>
    public static string In(string text, IEnumerable<(string Name, string Role)> names)
    {
        var roles = new Dictionary<string, string>();
        foreach (var (name, role) in names)
            foreach (var part in Folded(name)) if (part.Word.Length > 1) roles.TryAdd(part.Word, role);
        var (without, at) = (new StringBuilder(text.Length), 0);
        foreach (var (word, start, end) in Folded(text))
        {
            if (!roles.TryGetValue(word, out var role)) continue;
            without.Append(text, at, start - at).Append('[').Append(role).Append(']');
            at = end;
        }
        return without.Append(text, at, text.Length - at).ToString();
    }

    static List<(string Word, int Start, int End)> Folded(string text)
    {
        var found = new List<(string, int, int)>();
        var words = new FoldedWords(text, stackalloc char[FoldedWords.Longest]);
        while (words.MoveNext()) found.Add((words.Current.ToString(), words.Start, words.End));
        return found;
    }
}
