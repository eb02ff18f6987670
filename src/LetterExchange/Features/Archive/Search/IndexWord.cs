namespace LetterExchange.Features.Archive;

/// <summary>A word of a text.</summary>
/// <param name="Stem">As the index keeps it.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="IsCommon">Whether it says nothing beside other words.</param>
readonly record struct IndexWord(string Stem, int Start, int Length, bool IsCommon)
{
    /// <summary>By how many words, from the beginning, a text's language is guessed.</summary>
    const int Enough = 150;

    public int End => Start + Length;

    /// <summary>The words of a text, in their order.</summary>
    public static List<IndexWord> Of(string text, string language)
    {
        var tongue = Tongue.Of(language);
        var words = new List<IndexWord>(text.Length / 5 + 1);
        var at = new FoldedWords(text, stackalloc char[FoldedWords.Longest]);
        while (at.MoveNext())
        {
            var (stem, isCommon) = tongue.Read(at.Current);
            words.Add(new(stem, at.Start, at.End - at.Start, isCommon));
        }
        return words;
    }

    /// <summary>The language among those given whose common words stand in the text most; the first where none does.</summary>
    public static string LanguageOf(string text, IReadOnlyList<string> languages)
    {
        if (languages.Count == 1) return languages[0];
        Span<int> votes = stackalloc int[languages.Count];
        var at = new FoldedWords(text, stackalloc char[FoldedWords.Longest]);
        for (var read = 0; read < Enough && at.MoveNext(); read++)
            for (var i = 0; i < languages.Count; i++) if (Tongue.Of(languages[i]).IsCommon(at.Current)) votes[i]++;
        var best = 0;
        for (var i = 1; i < votes.Length; i++) if (votes[i] > votes[best]) best = i;
        return languages[best];
    }
}
