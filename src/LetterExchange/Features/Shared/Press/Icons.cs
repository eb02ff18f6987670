namespace LetterExchange.Features.Shared;

/// <summary>The icons: lines two units wide on a field of 24.</summary>
internal static class Icons
{
    static readonly Dictionary<string, string> Drawings = new()
    {
        ["arrow"] = """<path d="M3 12h17M13 5l7 7-7 7"/>""",
        ["back"] = """<path d="M21 12H4M11 5l-7 7 7 7"/>""",
        ["down"] = """<path d="M5 9l7 7 7-7"/>""",
        ["check"] = """<path d="M4 13l5 5L20 6"/>""",
        ["close"] = """<path d="M5 5l14 14M19 5L5 19"/>""",
        ["plus"] = """<path d="M12 4v16M4 12h16"/>""",
        ["env"] = """<path d="M3 5h18v14H3zM3 5l9 8 9-8"/>""",
        ["opened"] = """<path d="M3 10v10h18V10l-9-7zM3 10l9 6 9-6"/>""",
        ["worry"] = """<path d="M4 4h16v12h-8l-5 4v-4H4zM12 7v4M12 13v1"/>""",
        ["bell"] = """<path d="M5 17V11a7 7 0 0 1 14 0v6l2 1H3zM10 21h4"/>""",
        ["out"] = """<path d="M10 3H4v18h6M9 12h12M16 7l5 5-5 5"/>""",
        ["print"] = """<path d="M7 9V3h10v6M7 17H3V9h18v8h-4M7 14h10v7H7z"/>""",
        ["look"] = """<path d="M2 12c5-8 15-8 20 0-5 8-15 8-20 0z"/><circle cx="12" cy="12" r="3"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v5l4 3"/>""",
        ["cal"] = """<path d="M3 6h18v15H3zM3 11h18M8 3v5M16 3v5"/>""",
        ["search"] = """<circle cx="10" cy="10" r="7"/><path d="M15 15l6 6"/>""",
        ["pen"] = """<path d="M4 20l1-5L16 4l4 4L9 19zM13 7l4 4"/>""",
        ["book"] = """<path d="M12 6c-3-2-6-2-9-1v14c3-1 6-1 9 1 3-2 6-2 9-1V5c-3-1-6-1-9 1zM12 6v14"/>""",
        ["person"] = """<circle cx="12" cy="7" r="4"/><path d="M4 21a8 8 0 0 1 16 0z"/>""",
        ["pair"] = """<circle cx="7" cy="8" r="3"/><circle cx="17" cy="8" r="3"/><path d="M1 20a6 6 0 0 1 12 0zM15 14a6 6 0 0 1 8 6h-7"/>""",
        ["pause"] = """<path d="M8 4v16M16 4v16"/>""",
        ["on"] = """<path d="M6 4l14 8-14 8z"/>""",
        ["lock"] = """<path d="M4 11h16v10H4zM8 11V7a4 4 0 0 1 8 0v4"/>""",
        ["save"] = """<path d="M12 3v13M6 10l6 6 6-6M3 20h18"/>""",
        ["raise"] = """<path d="M12 21V6M5 12l7-7 7 7M4 3h16"/>""",
    };

    /// <summary>Every name that can be asked for.</summary>
    public static IReadOnlyCollection<string> Names => Drawings.Keys;

    public static string Draw(string name) => Drawings.TryGetValue(name, out var drawing)
        ? drawing
        : throw new ArgumentException($"There is no icon \"{name}\".", nameof(name));
}
