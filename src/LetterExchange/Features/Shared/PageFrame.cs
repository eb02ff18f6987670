namespace LetterExchange.Features.Shared;

/// <summary>One link of a navigation; the current one is where the reader is.</summary>
public sealed record NavItem(string Href, string Text, bool Current = false);

/// <summary>What stands around a page: who is here, where they can go, what waits for them.</summary>
public sealed record Frame(
    string Home,
    IReadOnlyList<NavItem> Nav,
    Guid? PersonId,
    string? PersonName,
    bool Worry,
    int UnreadNotices,
    IReadOnlyList<NavItem> FootLinks,
    string? FootLine)
{
    /// <summary>By what a browser tells people apart; empty where nobody is signed in, none where that is not known.</summary>
    public string? Who { get; init; }

    /// <summary>The frame for somebody who has not signed in, and for an error that may have to do without a database.</summary>
    public static Frame Anonymous { get; } = new("/", [], null, null, false, 0, [], null);
}
