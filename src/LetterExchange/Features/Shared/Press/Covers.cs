namespace LetterExchange.Features.Shared;

/// <summary>The covers: those composed by hand, and for every other story one large figure of its theme over a row of tiles.</summary>
internal static class Covers
{
    /// <summary>Ground, figure and second ink of a cover.</summary>
    static readonly (char Ground, char Figure, char Second)[] Inks = [('a', 'b', 'c'), ('c', 'a', 'b'), ('b', 'a', 'c'), ('a', 'c', 'b')];

    /// <summary>The feet of covers, in the inks of a figure (f) and its second (s). Neighbours differ in ink, so that no seam shows.</summary>
    static readonly string[] Feet =
    [
        "hbs hbf hbs hbf", "tuf tus tuf tus", "q4f q4s q4f q4s", "lff lgs lff lgs", "q3s q4f q3s q4f",
        "t1f t3s t1f t3s", "of os of os", "q2f q2s q2f q2s", "dds ddf dds ddf", "k1f k3s k1f k3s",
    ];

    static readonly Dictionary<string, string> Composed = new()
    {
        ["the-lighthouse-with-no-sea"] = Rect('a', 0, 0, 120, 180)
            + """<path class="b" d="M45 60V-15A75 75 0 0 1 120 60Z"/><path class="c" d="M45 60L0 38V82Z"/>"""
            + Alphabet.Draw("hb", 30, 45, 30, "c") + Rect('c', 30, 60, 30, 15) + Rect('c', 30, 90, 30, 30)
            + Rect('b', 30, 75, 30, 15) + Rect('b', 30, 120, 30, 30) + Rect('c', 30, 150, 30, 30)
            + Alphabet.Field(". . q4c q4b/q2b . q4b q4c", 30, 0, 120),

        ["eleven-ways-to-mend-a-kite"] = Rect('c', 0, 0, 120, 180)
            + """<path class="a" d="M60 8L18 64H60Z"/><path class="b" d="M60 8L102 64H60Z"/><path class="b" d="M18 64L60 128V64Z"/><path class="a" d="M102 64L60 128V64Z"/>"""
            + """<path class="b" d="M60 128l-14 9 14 9z"/><path class="a" d="M60 146l14-9-14-9z"/>""" + Alphabet.Field("q2b . . q1a", 30, 0, 150)
            + """<path class="a" d="M30 180V168A30 30 0 0 1 60 150V180Z"/><path class="b" d="M60 150A30 30 0 0 1 90 180H60Z"/>""",

        ["the-night-bus-knows-my-name"] = Rect('a', 0, 0, 120, 180)
            + """<circle class="c" cx="84" cy="36" r="21"/><path class="b" d="M0 75H90A30 30 0 0 1 120 105V150H0Z"/>"""
            + string.Concat(new[] { 10, 36, 62 }.Select(x => $"<path class=\"a\" d=\"M{x} 112V99A9 9 0 0 1 {x + 18} 99V112Z\"/>"))
            + """<path class="c" d="M90 112V90A15 15 0 0 1 108 112Z"/>"""
            + string.Concat(new[] { 30, 90 }.Select(x => Disc('a', x, 150, 14) + Disc('c', x, 150, 6)))
            + string.Concat(new[] { 6, 42, 78 }.Select(x => Rect('c', x, 172, 18, 3)))
            + Disc('b', 15, 20, 2.5) + Disc('b', 36, 46, 2.5) + Disc('b', 22, 58, 2.5) + Disc('b', 48, 14, 2.5),

        ["what-the-beekeeper-counted"] = Rect('b', 0, 0, 120, 180)
            + string.Concat(new[] { (44, 40), (68, 65), (88, 90), (104, 115), (112, 140) }.Select(ring =>
                $"<path class=\"a\" d=\"M{60 - ring.Item1 / 2 + 11} {ring.Item2}h{ring.Item1 - 22}a11 11 0 0 1 0 22h-{ring.Item1 - 22}a11 11 0 0 1 0-22z\"/>"))
            + """<path class="b" d="M48 162V151A12 12 0 0 1 72 151V162Z"/>""" + Rect('a', 0, 162, 120, 18)
            + Disc('c', 16, 22, 7) + Disc('c', 100, 30, 7) + Disc('c', 96, 58, 5) + Disc('c', 20, 62, 5) + Disc('c', 62, 17, 6),

        ["second-hand-thunder"] = Rect('a', 0, 0, 120, 180)
            + """<path class="c" d="M0 75A15 15 0 0 1 15 60H30V45A15 15 0 0 1 60 40A15 15 0 0 1 90 45V60H105A15 15 0 0 1 120 75Z"/><path class="b" d="M66 75L30 128H56L42 176L94 112H66L84 75Z"/>"""
            + string.Concat(new[] { (22, 84), (16, 122), (108, 84), (112, 124) }.Select(drop =>
                $"<path class=\"c\" d=\"M{drop.Item1} {drop.Item2}h5l-9 22h-5z\"/>")),
    };

    /// <summary>What stands on the cover of 120 by 180 units.</summary>
    public static string Draw(string storyId, IReadOnlyList<string> themes) =>
        Composed.TryGetValue(storyId, out var composed) ? composed : Compose(Work(storyId), themes);

    /// <summary>A story that a program has added has the cover of its name, which it was previewed with and keeps when it is mended.</summary>
    static string Work(string storyId) => storyId.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? storyId[..dot] : storyId;

    /// <summary>The choices come from the story's id alone, so that a cover stays as it is for good.</summary>
    static string Compose(string storyId, IReadOnlyList<string> themes)
    {
        var hash = Press.Hash($"ink/{storyId}"); // With this prefix no two of the library's stories share a figure.
        var inks = Inks[hash % Inks.Length];
        var figure = Figures.Of(themes, hash >> 4);
        if ((hash >> 8) % 2 == 1) figure = $"<g transform=\"matrix(-1 0 0 1 120 0)\">{figure}</g>";
        var foot = Alphabet.Field(Feet[(hash >> 12) % Feet.Length], 30, 0, 150);
        return Rect(inks.Ground, 0, 0, 120, 180) + (figure + foot)
            .Replace("class=\"g\"", $"class=\"{inks.Ground}\"", StringComparison.Ordinal)
            .Replace("class=\"f\"", $"class=\"{inks.Figure}\"", StringComparison.Ordinal)
            .Replace("class=\"s\"", $"class=\"{inks.Second}\"", StringComparison.Ordinal);
    }

    static string Rect(char ink, int x, int y, int width, int height) => $"<path class=\"{ink}\" d=\"M{x} {y}h{width}v{height}h-{width}z\"/>";

    static string Disc(char ink, int x, int y, double radius) =>
        FormattableString.Invariant($"<circle class=\"{ink}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
}
