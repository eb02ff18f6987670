using System.Globalization;
using LetterExchange.Features.Letters;
using LetterExchange.Text;

namespace LetterExchange.Features.Archive;

/// <summary>How a part of a query is meant.</summary>
enum TermKind { Word, Beginning, Phrase }

/// <summary>A word, the beginning of one, or words that stand one after the other.</summary>
sealed record Term(TermKind Kind, string Text);

/// <summary>Any one of these must stand in a letter, or none of them may.</summary>
sealed record Clause(IReadOnlyList<Term> Terms, bool IsUnwanted);

/// <summary>The facts of a letter that a query can ask for.</summary>
enum Fact { From, Pair, Round, Story, State, Finding, After, Before, On }

/// <summary>What a fact must be, or must not be.</summary>
sealed record Narrowing(Fact Fact, string Value, bool IsUnwanted);

/// <summary>What is looked for, as it was typed: words, <c>"phrases"</c>, <c>beginnings*</c>, <c>-without</c>, <c>this OR that</c>, and facts such as <c>from:Ada</c>.
/// Any string whatsoever is a query. What looks like a fact and is none (<c>re:you</c>, <c>round:many</c>) is words.</summary>
sealed class SearchQuery
{
    /// <summary>What is longer is cut.</summary>
    public const int Longest = 1_000;

    /// <summary>How many clauses are looked at; those after them are left out.</summary>
    public const int MostClauses = 40;

    static readonly Dictionary<string, Fact> Facts = Enum.GetValues<Fact>().ToDictionary(fact => fact.ToString(), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Clause> Clauses { get; private init; } = [];

    public IReadOnlyList<Narrowing> Narrowings { get; private init; } = [];

    public bool IsEmpty => Clauses.Count == 0 && Narrowings.Count == 0;

    public static SearchQuery Parse(string? typed)
    {
        var clauses = new List<Clause>();
        var narrowings = new List<Narrowing>();
        var isOr = false;
        foreach (var piece in Pieces(TextNormal.Of(typed is { Length: > Longest } ? typed[..Longest] : typed ?? "")))
        {
            if (piece is { IsQuoted: false, IsUnwanted: false, Text: "OR", Fact: null } && clauses.Count > 0)
            {
                isOr = true;
                continue;
            }
            if (piece.Fact is { } fact && IsOne(fact, piece.Text) && !(piece.IsUnwanted && fact >= Fact.After)) narrowings.Add(new(fact, piece.Text, piece.IsUnwanted));
            else foreach (var term in TermsOf(piece, isOr)) Add(clauses, term, piece.IsUnwanted, isOr);
            isOr = false;
        }
        return new() { Clauses = [.. clauses.Take(MostClauses)], Narrowings = narrowings };
    }

    static void Add(List<Clause> clauses, Term term, bool isUnwanted, bool isOr)
    {
        if (isOr && !isUnwanted && !clauses[^1].IsUnwanted) clauses[^1] = clauses[^1] with { Terms = [.. clauses[^1].Terms, term] };
        else clauses.Add(new([term], isUnwanted));
    }

    /// <summary>One term as a rule. Words that were typed in one piece without quotes (<c>mother-in-law</c>) are looked for each by itself: together they count more anyway, and a
    /// letter that writes them apart is found too. Where they may not be there, or are one of several, they are meant as they stand.</summary>
    static IEnumerable<Term> TermsOf(Piece piece, bool isOr)
    {
        var text = piece.Prefix + piece.Text;
        var words = IndexWord.Of(text, "en");
        if (words.Count == 0) return [];
        if (words.Count == 1) return [new(!piece.IsQuoted && text.EndsWith('*') ? TermKind.Beginning : TermKind.Word, text)];
        if (piece.IsQuoted || piece.IsUnwanted || isOr) return [new(TermKind.Phrase, text)];
        return words.Select(word => new Term(TermKind.Word, text.Substring(word.Start, word.Length)));
    }

    /// <summary>Whether a fact can be this at all.</summary>
    static bool IsOne(Fact fact, string value) => value.Length > 0 && fact switch
    {
        Fact.Round => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        Fact.State => StatesOf(value) is not null,
        Fact.After or Fact.Before or Fact.On => DaysOf(value) is not null,
        _ => true,
    };

    /// <summary>The states of the index that a word names; nothing for another word.</summary>
    public static IReadOnlyList<LetterState>? StatesOf(string value) => value.ToLowerInvariant() switch
    {
        "delivered" => [LetterState.Delivered, LetterState.Read],
        "read" => [LetterState.Read],
        "withheld" => [LetterState.Withheld],
        _ => null,
    };

    /// <summary>The first and the last day of a day (2027-01-31), a month (2027-01) or a year (2027).</summary>
    public static (DateOnly First, DateOnly Last)? DaysOf(string value)
    {
        if (Day(value, "yyyy-MM-dd") is { } day) return (day, day);
        if (Day(value, "yyyy-MM") is { } month) return (month, month.AddMonths(1).AddDays(-1));
        return Day(value, "yyyy") is { } year ? (year, year.AddYears(1).AddDays(-1)) : null;
    }

    // Years that no calendar reckons with (the first, the last) are no days either: nobody wrote then.
    static DateOnly? Day(string value, string form) =>
        DateOnly.TryParseExact(value, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1000 and < 9000 ? day : null;

    /// <param name="Prefix">The fact's name as it was typed, for where it turns out to be words.</param>
    sealed record Piece(string Prefix, Fact? Fact, string Text, bool IsQuoted, bool IsUnwanted);

    static IEnumerable<Piece> Pieces(string typed)
    {
        for (var at = 0; at < typed.Length;)
        {
            if (char.IsWhiteSpace(typed[at]))
            {
                at++;
                continue;
            }
            var isUnwanted = typed[at] == '-' && at + 1 < typed.Length && !char.IsWhiteSpace(typed[at + 1]);
            if (isUnwanted) at++;
            var (prefix, fact) = FactAt(typed, at);
            at += prefix.Length;
            var isQuoted = at < typed.Length && IsQuote(typed[at]);
            var begin = isQuoted ? at + 1 : at;
            at = begin;
            while (at < typed.Length && (isQuoted ? !IsQuote(typed[at]) : !char.IsWhiteSpace(typed[at]) && !IsQuote(typed[at]))) at++;
            yield return new(prefix, fact, typed[begin..at].Trim(), isQuoted, isUnwanted);
            if (isQuoted) at++;
        }
    }

    static (string Prefix, Fact? Fact) FactAt(string typed, int at)
    {
        var end = at;
        while (end < typed.Length && char.IsAsciiLetter(typed[end])) end++;
        return end > at && end < typed.Length && typed[end] == ':' && Facts.TryGetValue(typed[at..end], out var fact) ? (typed[at..(end + 1)], fact) : ("", null);
    }

    static bool IsQuote(char character) => character is '"' or '“' or '”' or '„' or '«' or '»';
}
