namespace LetterExchange.Features.Imports;

/// <summary>What is wrong with a line or a file, or worth knowing about it.</summary>
/// <param name="Key">Of its words, which say what to do.</param>
/// <param name="Column">As the file calls it; none for the whole line or file.</param>
/// <param name="With">What the words fill in.</param>
public sealed record Fault(string Key, string? Column, IReadOnlyList<string> With)
{
    /// <summary>What is said without keeping a line, or a file, from being taken.</summary>
    public static readonly IReadOnlySet<string> Hints = new HashSet<string>
    {
        "column.unknown", "staff.left", "inactive.left", "class.ended", "mail.child", "consent.none", "consent.off", "clearance.none", "clearance.off", "guardian.none", "child.same",
    };

    public static Fault Of(string key, string? column = null, params string[] with) => new(key, column, with);

    /// <summary>Whether it is only a hint.</summary>
    public bool IsHint => Hints.Contains(Key);
}
