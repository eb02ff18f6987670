using System.Globalization;
using System.Resources;

namespace LetterExchange.Features.Screening;

/// <summary>To whom screening explains what it found.</summary>
public enum Reader { Reviewer, Adult, Child }

/// <summary>The keys, in this feature's texts, of what is said of a category.</summary>
public static class Explanations
{
    /// <summary>The name of the category: a heading, or an entry in a list.</summary>
    public static string NameOf(string category) => $"{category}.name";

    /// <summary>One or two sentences that say what was seen and, to a writer, what to do.</summary>
    public static string KeyFor(string category, Reader reader) => $"{category}.{Word(reader)}";

    /// <summary>What is said to a reviewer of a finding of this category by this rule: a phrase of the program's own, and what several letters tell together, explain themselves.</summary>
    public static string KeyFor(string category, string rule) => IsOfItself(rule) ? $"{rule}.reviewer" : KeyFor(category, Reader.Reviewer);

    /// <summary>What the finding of such a rule is called: what several letters tell together is more than its category.</summary>
    public static string NameOf(string category, string rule) => IsOfLetters(rule) ? $"{rule}.name" : NameOf(category);

    /// <summary>What a reviewer may send with a returned letter, or null for a disclosure: a letter is never returned to have one taken out.</summary>
    public static string? ReturnKeyFor(string category, Side writer) =>
        Category.IsDisclosure(category) ? null : $"{category}.return.{(writer == Side.Mentee ? "child" : "adult")}";

    /// <summary>The same for a finding of this rule. A pattern is nothing to tell its writer: null.</summary>
    public static string? ReturnKeyFor(string category, string rule, Side writer) => rule switch
    {
        Memory.Pattern.Rule => null,
        Memory.Picture.Rule => "cumulative.return",
        _ => ReturnKeyFor(category, writer),
    };

    /// <summary>The warm note with whom to turn to, which a child who tells of danger reads; null for what is no disclosure.</summary>
    public static string? SupportKeyFor(string category) => Category.IsDisclosure(category) ? $"{category}.support" : null;

    /// <summary>The text outside a request, where there is no localizer.</summary>
    /// <exception cref="MissingManifestResourceException">The category has no text.</exception>
    internal static string Of(string category, Reader reader, CultureInfo culture) =>
        Texts.GetString(KeyFor(category, reader), culture) ?? throw new MissingManifestResourceException(KeyFor(category, reader));

    static bool IsOfLetters(string rule) => rule is Memory.Picture.Rule or Memory.Pattern.Rule;

    static bool IsOfItself(string rule) => rule == Phrases.ProgramPhrases.Rule || IsOfLetters(rule);

    static readonly ResourceManager Texts = new(typeof(Texts));

    static string Word(Reader reader) => reader switch { Reader.Reviewer => "reviewer", Reader.Adult => "adult", _ => "child" };
}
