namespace LetterExchange.Tests.Ground;

/// <summary>How a page is looked at: language (such as en), theme (light or dark), width of the window in CSS pixels.</summary>
public sealed record Variant(string Language, string Theme, int Width)
{
    public override string ToString() => $"{Language}-{Theme}-{Width}";
}

/// <summary>Every page can be looked at in every variant, which takes long. An ordinary run gives each page one of them, another for its neighbour;
/// LETTEREXCHANGE_LONG=1 gives each page all of them.</summary>
public static class Variants
{
    static readonly string[] themes = ["light", "dark"];
    static readonly int[] widths = [390, 1280];

    // Neighbours differ in both theme and width; the first ones are English.
    public static IReadOnlyList<Variant> All { get; } =
    [
        .. from language in LetterExchange.Text.Spoken.All
           from flip in Enumerable.Range(0, widths.Length)
           from turn in Enumerable.Range(0, themes.Length)
           select new Variant(language, themes[turn], widths[(turn + flip) % widths.Length]),
    ];

    public static bool Long => Environment.GetEnvironmentVariable("LETTEREXCHANGE_LONG") == "1";

    /// <summary>The variants to look at the page of this index in; the same at each run.</summary>
    public static IReadOnlyList<Variant> For(int index) => For(index, Long);

    /// <summary>The same for a test that reads the page's words, or goes by them.</summary>
    public static IReadOnlyList<Variant> InEnglish(int index) => Long ? English : [English[index % English.Count]];

    public static IReadOnlyList<Variant> English { get; } = [.. All.Where(variant => variant.Language == "en")];

    // Five steps at a time: so that pages side by side speak different languages too.
    internal static IReadOnlyList<Variant> For(int index, bool all) => all ? All : [All[index * 5 % All.Count]];
}
