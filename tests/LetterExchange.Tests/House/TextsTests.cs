using System.Text.RegularExpressions;
using LetterExchange.Tests.Ground;
using LetterExchange.Text;

namespace LetterExchange.Tests.House;

/// <summary>Each feature's Texts.resx holds the texts that it shows, and no other; each language has them all.</summary>
public sealed partial class TextsTests
{
    static IEnumerable<string> Features => Resources.Features;

    static IEnumerable<(string Feature, string Language)> Translations =>
        from feature in Resources.Features from language in Spoken.All.Skip(1) select (feature, language);

    [TestCaseSource(nameof(Features))]
    public void Every_text_that_is_shown_exists(string feature)
    {
        var keys = Resources.Of(feature).Select(text => text.Key).ToHashSet();
        var missing =
            from file in SourceOf(feature)
            from Match use in Use().Matches(File.ReadAllText(file))
            let key = use.Groups["key"].Value
            from form in use.Groups["count"].Success ? new[] { key, $"{key}.one" } : [key]
            where !keys.Contains(form)
            select $"{Path.GetFileName(file)}: {form}";
        Assert.That(missing, Is.Empty);
    }

    // A feature whose pages are not there yet shows nothing.
    static IEnumerable<string> Shown => Features.Where(feature => SourceOf(feature).Any(file => Path.GetFileName(file) != "Texts.cs"));

    [TestCaseSource(nameof(Shown))]
    public void Every_text_is_shown_somewhere(string feature)
    {
        // What all features share may be shown by any of them.
        var files = feature == "Shared" ? Source.Files(Repository.At("src", "LetterExchange"), ".cs", ".cshtml") : SourceOf(feature);
        var source = string.Join('\n', files.Select(File.ReadAllText));
        var families = Interpolated().Matches(source).Select(match => Family(match.Groups[1].Value)).DistinctBy(family => family.ToString()).ToList();
        var keys = Resources.Of(feature).Select(text => text.Key).ToHashSet();
        Assert.That(keys.Where(key => !IsLiteral(Counted(key)) && !IsLiteral(key) && !families.Any(family => IsOf(family, key))), Is.Empty);

        bool IsLiteral(string text) => source.Contains($"\"{text}\"");
        // The singular of a text that counts is named by the text's own key.
        string Counted(string key) => key.EndsWith(".one") && keys.Contains(key[..^4]) && source.Contains("Count(") ? key[..^4] : key;
        // $"state.{x}" shows all that begins with state. And $"{x}.{y}" shows those whose parts are named somewhere.
        bool IsOf(Regex family, string key) => family.Match(Counted(key)) is { Success: true } match &&
            (family.ToString().Any(char.IsLetter) || match.Groups.Values.Skip(1).All(part => IsLiteral(part.Value)));
    }

    // A pattern of the keys that an interpolated string may give, each hole a group.
    static Regex Family(string interpolated) => new($"^{string.Join("(.+)", Hole().Split(interpolated).Select(Regex.Escape))}$");

    [TestCaseSource(nameof(Features))]
    public void No_text_has_two_forms_or_none(string feature)
    {
        Assert.That(Resources.Of(feature).Select(text => text.Key), Is.Unique);
        Assert.That(Resources.Of(feature).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key), Is.Empty);
    }

    [TestCaseSource(nameof(Translations))]
    public void Each_language_has_every_text_in_the_same_order_and_no_other((string Feature, string Language) of) =>
        Assert.That(Resources.Of(of.Feature, of.Language).Select(text => text.Key), Is.EqualTo(Resources.Of(of.Feature).Select(text => text.Key)));

    [TestCaseSource(nameof(Translations))]
    public void Each_language_fills_the_same_into_a_text((string Feature, string Language) of)
    {
        var english = Resources.Of(of.Feature).DistinctBy(text => text.Key).ToDictionary(text => text.Key, text => Places(text.Value));
        var wrong =
            from text in Resources.Of(of.Feature, of.Language)
            where english.ContainsKey(text.Key)
            let own = Places(text.Value)
            // A singular may say its number, where it is also nought's.
            let may = text.Key.EndsWith(".one") ? [.. english[text.Key], .. english.GetValueOrDefault(text.Key[..^4]) ?? []] : english[text.Key]
            where own.Except(may).Any() || english[text.Key].Except(own).Any()
            select $"{text.Key}: {text.Value}";
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(Translations))]
    public void No_translation_is_empty((string Feature, string Language) of) =>
        Assert.That(Resources.Of(of.Feature, of.Language).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key), Is.Empty);

    static IEnumerable<(string Feature, string Language)> French => Translations.Where(of => of.Language == "fr");

    /// <summary>How a date or a time is written: no words for people.</summary>
    static bool IsPattern(string feature, string key) => feature == "Text" && key.Split('.')[0] is "date" or "clock";

    static IEnumerable<(string Feature, string Language)> Spanish => Translations.Where(of => of.Language == "es");

    // ’ and not ', … and not three points, and before : ; ! ? and inside « » a narrow blank at which no line is broken.
    [TestCaseSource(nameof(French))]
    public void French_is_set_as_the_French_set_it((string Feature, string Language) of) =>
        Assert.That(Resources.Of(of.Feature, "fr").Where(text => !IsPattern(of.Feature, text.Key) && ByHandInFrench().IsMatch(Address().Replace(text.Value, ""))).Select(text => $"{text.Key}: {text.Value}"), Is.Empty);

    // ¿ and ¡ open what ? and ! close.
    [TestCaseSource(nameof(Spanish))]
    public void Spanish_is_set_as_the_Spanish_set_it((string Feature, string Language) of) =>
        Assert.That(Resources.Of(of.Feature, "es").Where(text => text.Value is var words
            && (words.Count('¿'.Equals) != words.Count('?'.Equals) || words.Count('¡'.Equals) != words.Count('!'.Equals) || StraightApostrophe().IsMatch(words))).Select(text => $"{text.Key}: {text.Value}"), Is.Empty);

    // "[Ta|Votre] lettre": to a child the first, to an adult the second. What is left of a bracket would be read.
    [TestCaseSource(nameof(Translations))]
    public void What_is_said_in_two_ways_has_both((string Feature, string Language) of) =>
        Assert.That(Resources.Of(of.Feature, of.Language).Where(text => Either().Replace(text.Value, "").AsSpan().ContainsAny("[]|")).Select(text => $"{text.Key}: {text.Value}"), Is.Empty);

    static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(place => place.Value)];

    static IEnumerable<string> SourceOf(string feature) => Source.Files(Resources.Folder(feature), ".cs", ".cshtml");

    [GeneratedRegex("""\b(?:T|texts)(?:\[|(?<count>\.Count\())"(?<key>[^"{}]+)"[\],]""")]
    private static partial Regex Use();

    [GeneratedRegex("""\$"((?:[^"{}\n]|\{(?:[^{}"\n]|"[^"\n]*")*\})*\{(?:[^{}"\n]|"[^"\n]*")*\}[^"{}\n]*)"(?!")""")]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{\d[^{}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{L}'\p{L}|\.\.\.|(?<!\u202F)[;!?»]|(?<![\u202F\d])(?<!\{\d):|«(?!\u202F)")]
    private static partial Regex ByHandInFrench();

    [GeneratedRegex(@"\[[^\[\]|]*\|[^\[\]|]*\]")]
    private static partial Regex Either();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\p{L}'\p{L}")]
    private static partial Regex StraightApostrophe();
}
