using System.Text;
using static System.FormattableString;

namespace LetterExchange.Features.Shared;

/// <summary>The press alphabet: a square module filled with a square, a disc, a half disc, a quarter, a triangle or a leaf.
/// Every drawing of the product (covers, marks, tracks, keys, the sign-in field) is set from it.</summary>
internal static class Alphabet
{
    /// <summary>One tile as an SVG element. <paramref name="kind"/> is a code of the alphabet, <paramref name="ink"/> a class:
    /// a strong, b bright, c pale, n outline.</summary>
    /// <exception cref="ArgumentException">The alphabet has no such tile.</exception>
    public static string Draw(string kind, double x, double y, double size, string ink) => kind switch
    {
        "o" => Invariant($"<circle class=\"{ink}\" cx=\"{x + size / 2}\" cy=\"{y + size / 2}\" r=\"{size / 2}\"/>"),
        "d" => Invariant($"<circle class=\"{ink}\" cx=\"{x + size / 2}\" cy=\"{y + size / 2}\" r=\"{size / 5}\"/>"),
        _ => $"<path class=\"{ink}\" d=\"{Outline(kind, x, y, size, x + size, y + size)}\"/>",
    };

    /// <summary>A grid of tiles. Rows are parted by a line break or a slash, cells by spaces; a cell is a tile's code and its ink
    /// (<c>q3a</c>), several laid over one another with a plus, or a full stop for an empty one.</summary>
    public static string Field(string spec, double size, double x = 0, double y = 0)
    {
        var drawing = new StringBuilder();
        var rows = Rows(spec);
        for (var row = 0; row < rows.Length; row++)
            for (var column = 0; column < rows[row].Length; column++)
                foreach (var part in rows[row][column].Split('+').Where(part => part != "."))
                    drawing.Append(Draw(part[..^1], x + column * size, y + row * size, size, part[^1..]));
        return drawing.ToString();
    }

    /// <summary>The cells of a grid, row by row.</summary>
    public static string[][] Rows(string spec) =>
        [.. spec.Split(['\n', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The outline of a tile between (x, y) and (r, b). A number after the letter turns it: 1 points to the top left,
    /// then clockwise.</summary>
    static string Outline(string kind, double x, double y, double n, double r, double b) => kind switch
    {
        "s" => Invariant($"M{x} {y}h{n}v{n}h-{n}z"),
        "q1" => Invariant($"M{x} {y}H{r}A{n} {n} 0 0 1 {x} {b}Z"),
        "q2" => Invariant($"M{r} {y}V{b}A{n} {n} 0 0 1 {x} {y}Z"),
        "q3" => Invariant($"M{r} {b}H{x}A{n} {n} 0 0 1 {r} {y}Z"),
        "q4" => Invariant($"M{x} {b}V{y}A{n} {n} 0 0 1 {r} {b}Z"),
        "k1" => Invariant($"M{x} {y}H{r}A{n} {n} 0 0 0 {x} {b}Z"),
        "k2" => Invariant($"M{r} {y}V{b}A{n} {n} 0 0 0 {x} {y}Z"),
        "k3" => Invariant($"M{r} {b}H{x}A{n} {n} 0 0 0 {r} {y}Z"),
        "k4" => Invariant($"M{x} {b}V{y}A{n} {n} 0 0 0 {r} {b}Z"),
        "t1" => Invariant($"M{x} {y}H{r}L{x} {b}Z"),
        "t2" => Invariant($"M{x} {y}H{r}V{b}Z"),
        "t3" => Invariant($"M{r} {y}V{b}H{x}Z"),
        "t4" => Invariant($"M{x} {y}V{b}H{r}Z"),
        "tu" => Invariant($"M{x} {b}L{x + n / 2} {y}L{r} {b}Z"),
        "td" => Invariant($"M{x} {y}H{r}L{x + n / 2} {b}Z"),
        "hb" => Invariant($"M{x} {b}A{n / 2} {n / 2} 0 0 1 {r} {b}Z"),
        "ht" => Invariant($"M{x} {y}A{n / 2} {n / 2} 0 0 0 {r} {y}Z"),
        "hl" => Invariant($"M{x} {y}A{n / 2} {n / 2} 0 0 1 {x} {b}Z"),
        "hr" => Invariant($"M{r} {y}A{n / 2} {n / 2} 0 0 0 {r} {b}Z"),
        "lf" => Invariant($"M{x} {y}A{n} {n} 0 0 1 {r} {b}A{n} {n} 0 0 1 {x} {y}Z"),
        "lg" => Invariant($"M{r} {y}A{n} {n} 0 0 1 {x} {b}A{n} {n} 0 0 1 {r} {y}Z"),
        "so" => Invariant($"M{x} {y}h{n}v{n}h-{n}zM{x} {y + n / 2}a{n / 2} {n / 2} 0 0 0 {n} 0a{n / 2} {n / 2} 0 0 0 -{n} 0z"),
        "dd" => Invariant($"M{x} {y}h{n / 2}a{n / 2} {n / 2} 0 0 1 0 {n}h-{n / 2}z"),
        "lo" => Invariant($"M{x} {y + n / 2}a{n / 2} {n / 2} 0 0 0 {n} 0z"),
        "z" => string.Concat(Enumerable.Range(0, 4).Select(i => Invariant($"M{x} {y + i * n / 4}h{n}v{n / 8}h-{n}z"))),
        "v" => string.Concat(Enumerable.Range(0, 4).Select(i => Invariant($"M{x + i * n / 4} {y}v{n}h{n / 8}v-{n}z"))),
        _ => throw new ArgumentException($"The press has no tile \"{kind}\".", nameof(kind)),
    };
}
