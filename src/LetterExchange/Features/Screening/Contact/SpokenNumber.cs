using System.Collections.Frozen;
using System.Text;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Numbers in words, alone or among digits, that follow one another: "oh seven seven double oh", "zéro six, trente-neuf", "seis uno 2".</summary>
/// <param name="First">The index of its first word.</param>
/// <param name="Last">The index of its last word.</param>
/// <param name="Digits">What would be dialled.</param>
/// <param name="Values">Of each number that was said, what it is.</param>
/// <param name="Words">How many of them are words.</param>
/// <param name="IsDialled">Whether something is said that is only said of digits: a nought, a double, a plus.</param>
sealed record SpokenNumber(int First, int Last, string Digits, IReadOnlyList<int> Values, int Words, bool IsDialled)
{
    const int MostBetween = 3; // Words such as "and then".

    static readonly FrozenDictionary<string, int> Known = new (string Words, int[] Values)[]
    {
        ("zero nought naught oh null cero zerro ceros zeros noughts o", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", [.. Enumerable.Range(1, 19)]),
        ("twenty thirty forty fourty fifty sixty seventy eighty ninety", [20, 30, 40, 40, 50, 60, 70, 80, 90]),
        ("ones twos threes fours fives sevens eights nines", [1, 2, 3, 4, 5, 7, 8, 9]),
        ("un une deux trois quatre cinq sis sept huit neuf dix onze douze treize quatorze quinze seize", [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
        ("vingt vingts trente quarante cinquante soixante septante huitante octante nonante", [20, 20, 30, 40, 50, 60, 70, 80, 80, 90]),
        ("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        ("dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintiun veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve", [16, 17, 18, 19, 20, 21, 21, 22, 23, 24, 25, 26, 27, 28, 29]),
        ("treinta cuarenta cincuenta sesenta setenta ochenta noventa cincos seises ochos doses treses sietes nueves cuatros", [30, 40, 50, 60, 70, 80, 90, 5, 6, 8, 2, 3, 7, 9, 4]),
        ("hundred cent cents cien ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos", [100, 100, 100, 100, 100, 200, 300, 400, 500, 600, 700, 800, 900]),
    }.SelectMany(row => row.Words.Split(' ').Zip(row.Values)).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    static readonly FrozenDictionary<string, int> Times = FrozenDictionary.ToFrozenDictionary<string, int>(
        [new("double", 2), new("triple", 3), new("treble", 3), new("doble", 2), new("quadruple", 4)]);

    static readonly FrozenSet<string> Between = FrozenSet.ToFrozenSet(
    [
        "then", "and", "next", "dash", "space", "dot", "after", "that", "followed", "by", "comma", "hyphen", "again", "with", "a", "the",
        "puis", "et", "ensuite", "apres", "tiret", "point", "espace", "encore", "virgule", "le", "pouet",
        "luego", "y", "despues", "guion", "punto", "espacio", "coma", "otra", "vez", "el",
    ]);

    // A letter's words seldom begin like a number: a quick look before words that are run together are taken apart.
    static readonly FrozenSet<string> Beginnings = FrozenSet.ToFrozenSet(["zero", "cero", "cinco", "seven", "seis", "siete", "five", "nueve", "three", "eight", "quatre", "trente", "neuf", "cuatro"]);

    /// <summary>The longest rows of numbers of which at least two are words.</summary>
    public static IEnumerable<SpokenNumber> Of(LetterText text)
    {
        var words = text.Words;
        for (var at = 0; at < words.Length; at++)
        {
            if (!IsNumber(text, at)) continue;
            var last = at;
            var next = NextNumber(text, at);
            while (next >= 0) next = NextNumber(text, last = next);
            if (Read(text, at, last) is { } number) yield return number;
            at = last;
        }
    }

    static bool IsNumber(LetterText text, int at) =>
        Known.ContainsKey(text.Words[at].Text) && !IsLoneLetter(text, at) || Times.ContainsKey(text.Words[at].Text) || char.IsAsciiDigit(text.Folded[text.Words[at].Start]) && IsDigits(text, at) || IsRunTogether(text.Words[at].Text);

    // "o" is a nought beside a number only: in Spanish it is "or".
    static bool IsLoneLetter(LetterText text, int at) => text.Words[at].Text == "o"
        && !(at + 1 < text.Words.Length && Known.TryGetValue(text.Words[at + 1].Text, out var next) && next < 100 && (at == 0 || !Known.ContainsKey(text.Words[at - 1].Text) || at + 1 < text.Words.Length && text.Words[at + 1].Text == "o"));

    static bool IsDigits(LetterText text, int at)
    {
        var word = text.Words[at];
        if (word.End - word.Start > 5) return false;
        foreach (var character in text.Folded.AsSpan(word.Start..word.End)) if (!char.IsAsciiDigit(character)) return false;
        return true;
    }

    static bool IsRunTogether(string word)
    {
        if (word.Length < 7) return false;
        foreach (var beginning in Beginnings)
            if (word.StartsWith(beginning, StringComparison.Ordinal) && TakenApart(word) is { Count: > 1 }) return true;
        return false;
    }

    static List<int>? TakenApart(string word)
    {
        var values = new List<int>();
        for (var at = 0; at < word.Length;)
        {
            var length = Math.Min(12, word.Length - at);
            while (length > 1 && !Known.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(word.AsSpan(at, length))) length--;
            if (length < 2) return null;
            values.Add(Known.GetAlternateLookup<ReadOnlySpan<char>>()[word.AsSpan(at, length)]);
            at += length;
        }
        return values;
    }

    static int NextNumber(LetterText text, int at)
    {
        var words = text.Words;
        for (var next = at + 1; next < words.Length && next <= at + 1 + MostBetween; next++)
        {
            if (words[next].Start - words[next - 1].End > 6 || text.Folded.AsSpan(words[next - 1].End..words[next].Start).IndexOfAny("!?%$") >= 0 || words[next].IsCapital && text.At(words[next - 1].End) == '.') return -1;
            if (IsNumber(text, next)) return next;
            if (!Between.Contains(words[next].Text)) return -1;
        }
        return -1;
    }

    static SpokenNumber? Read(LetterText text, int first, int last)
    {
        if (last - first < 2 && !IsRunTogether(text.Words[first].Text)) return null;
        var (digits, values) = (new StringBuilder(), new List<int>());
        var (spoken, times) = (0, 1);
        var isDialled = false;
        var previous = -1; // The value of the number just before, while another can still be a part of it: twenty-one.
        for (var at = first; at <= last; at++)
        {
            var word = text.Words[at];
            if (Times.TryGetValue(word.Text, out var many))
            {
                (times, isDialled, previous) = (many, true, -1);
                spoken++;
                continue;
            }
            if (Known.TryGetValue(word.Text, out var value))
            {
                spoken++;
                if (value == 0) isDialled = true;
                var apart = at > first && text.Folded.AsSpan(text.Words[at - 1].End..word.Start).IndexOfAny(",.;/\n") >= 0;
                previous = Append(digits, values, value, apart ? -1 : previous, times);
            }
            else if (char.IsAsciiDigit(text.Folded[word.Start]) && IsDigits(text, at))
            {
                var written = text.Folded[word.Start..word.End];
                for (var time = 0; time < times; time++) digits.Append(written);
                values.Add(int.Parse(written));
                previous = -1;
            }
            else if (TakenApart(word.Text) is { } several)
            {
                foreach (var one in several) Append(digits, values, one, -1, 1);
                spoken += several.Count;
                isDialled |= several.Contains(0);
                previous = -1;
            }
            else if (word.Text is not ("et" or "y" or "and")) previous = -1;
            if (Known.ContainsKey(word.Text) || char.IsAsciiDigit(text.Folded[word.Start])) times = 1;
        }
        return spoken < 2 ? null : new SpokenNumber(first, last, digits.ToString(), values, spoken, isDialled);
    }

    // A unit after tens, or tens after hundreds, take the place of their noughts; four twenties are eighty.
    static int Append(StringBuilder digits, List<int> values, int value, int previous, int times)
    {
        if (value == 20 && previous == 4) return Replace(digits, values, 1, 80);
        if (value == 100 && previous is >= 1 and <= 9) return Replace(digits, values, 1, previous * 100);
        if (previous is 60 or 80 && value is >= 10 and <= 19) return Replace(digits, values, 2, previous + value);
        if (previous == 10 && value is >= 7 and <= 9) return Replace(digits, values, 2, 10 + value);
        if (previous >= 20 && previous < 100 && previous % 10 == 0 && value is >= 1 and <= 9) return Replace(digits, values, 2, previous + value);
        if (previous >= 100 && previous % 100 == 0 && value is >= 1 and <= 99) return Replace(digits, values, 3, previous + value);
        for (var time = 0; time < times; time++)
        {
            digits.Append(value);
            values.Add(value);
        }
        return value;
    }

    static int Replace(StringBuilder digits, List<int> values, int length, int value)
    {
        digits.Length -= Math.Min(length, digits.Length);
        digits.Append(value);
        values[^1] = value;
        return value;
    }

    /// <summary>"One two three four", "ten, nine, eight", "five, six, seven, eight": somebody counts, or names what grows.</summary>
    public bool IsCounting
    {
        get
        {
            var (up, down, step) = (0, 0, 0);
            for (var at = 1; at < Values.Count; at++)
            {
                if (Values[at] > Values[at - 1]) up++;
                if (Values[at] < Values[at - 1]) down++;
                if (Math.Abs(Values[at] - Values[at - 1]) == 1) step++;
            }
            var steps = Values.Count - 1;
            return steps > 0 && (up == steps || down == steps || step * 3 >= steps * 2 || up + down == 0 || !IsDialled && Values.Distinct().Count() < 3 || IsRepeated);
        }
    }

    // "One two three, one two three": a dance.
    bool IsRepeated
    {
        get
        {
            for (var period = 1; period <= 4 && period * 2 <= Values.Count; period++)
                if (Enumerable.Range(period, Values.Count - period).All(at => Values[at] == Values[at - period])) return true;
            return false;
        }
    }

    /// <summary>"Nineteen fourteen to nineteen eighteen".</summary>
    public bool IsYears => Values.Count % 2 == 0 && Values.Where((_, at) => at % 2 == 0).All(value => value is >= 15 and <= 20) && Values.Where((_, at) => at % 2 == 1).All(value => value is >= 10 and <= 99);
}
