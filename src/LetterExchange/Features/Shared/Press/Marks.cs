namespace LetterExchange.Features.Shared;

/// <summary>The marks of people: four tiles in a square, chosen from combinations that look well, never drawn at random.</summary>
internal static class Marks
{
    /// <summary>Each has both inks and no two tiles of one ink that meet along an edge and would show a seam.</summary>
    static readonly string[] Squares =
    [
        "q3a hlb/ob q1a", "sa q4b/tub sa", "t3a q1b/ob sa", "oa q2b/q4b oa", "q1a q2a/t4b sa", "lfa lgb/lgb lfa",
        "q3a q4a/q2b q1b", "t3a t4b/t2b t1a", "hba hbb/sa sb", "q4a sa/ob q2a", "oa t1b/sa ob", "lfa ob/tub lfa",
        "soa q4b/q2b soa", "q3a tub/dda q1b", "k1a ob/ob k3a", "tda q2b/q4b tua", "hla soa/lgb hrb", "q1a lgb/lgb q3a",
        "dda tub/ob dda", "q2a ob/sb q4a", "t1a q2b/lgb t3a", "hta q4b/lfb sa", "soa tdb/tub oa", "q3a sb/q1b oa",
    ];

    /// <summary>How many different marks there are.</summary>
    public static int Count => Squares.Length * 8;

    public static string Draw(Guid person)
    {
        var hash = Press.Hash(person.ToByteArray(bigEndian: true));
        var square = Squares[hash % Squares.Length];
        var turn = hash / 64 % 4 * 90;
        if (hash / 1024 % 2 == 1) square = Swap(square);
        var tiles = Alphabet.Field(square, 20);
        return turn == 0 ? tiles : $"<g transform=\"rotate({turn} 20 20)\">{tiles}</g>";
    }

    /// <summary>Exchanges the two inks; they stand last in a cell.</summary>
    static string Swap(string square) => string.Join('/', Alphabet.Rows(square).Select(row =>
        string.Join(' ', row.Select(cell => cell[..^1] + (cell[^1] == 'a' ? 'b' : 'a')))));
}
