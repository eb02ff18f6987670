using System.Globalization;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Stories;

/// <summary>A word that the story explains, and the line of the file where it does.</summary>
sealed record GlossaryEntry(string Word, string Meaning, int Line);

/// <summary>The front matter's fields, each read under its rule. A field that breaks it is reported and reads as empty.</summary>
sealed partial class StoryHead
{
    readonly StoryReport report;
    readonly Dictionary<string, YamlNode> fields = [];
    List<GlossaryEntry>? glossary;

    public StoryHead(YamlNode root, StoryReport report)
    {
        this.report = report;
        foreach (var (key, value) in root.Fields!)
        {
            var name = key.Text ?? "?";
            if (!StoryRules.Keys.Contains(name)) report.Add(key.Line, name, Unknown("key", name, StoryRules.Keys));
            else if (!fields.TryAdd(name, value)) report.Add(key.Line, name, "stands here a second time; write it once");
        }
        foreach (var key in StoryRules.Keys)
            if (key != "notes" && !fields.ContainsKey(key)) report.Add(1, key, "is missing; " + Allowed(key));
        if (fields.TryGetValue("id", out var id)) Id = Scalar(id, "id", StoryRules.MaxTitle);
        IdLine = id?.Line ?? 1;
    }

    public string? Id { get; }
    public int IdLine { get; }

    /// <summary>A text on one line.</summary>
    public string Line(string field, int longest) => fields.TryGetValue(field, out var node) ? Scalar(node, field, longest) ?? "" : "";

    public string Language()
    {
        var language = Line("language", StoryRules.MaxTitle);
        if (language != "" && !StoryRules.Languages.Contains(language)) Wrong("language", language);
        return language;
    }

    /// <summary>Two ages, or one that stands for both.</summary>
    public (int Min, int Max) Level()
    {
        var level = Line("level", StoryRules.MaxTitle);
        if (level == "") return default;
        var ages = Ages().Match(level);
        if (!ages.Success) Wrong("level", level);
        else
        {
            var (min, max) = (Number(ages.Groups[1].Value), Number(ages.Groups[2].Value));
            if (min >= StoryRules.MinAge && max <= StoryRules.MaxAge && min <= max) return (min, max);
            Wrong("level", level);
        }
        return default;
    }

    public int Minutes()
    {
        var minutes = Line("minutes", StoryRules.MaxTitle);
        if (minutes == "") return 0;
        if (Digits().IsMatch(minutes) && Number(minutes) is >= 1 and <= StoryRules.MaxMinutes and var number) return number;
        Wrong("minutes", minutes);
        return 0;
    }

    public IReadOnlyList<string> Themes()
    {
        if (!fields.TryGetValue("themes", out var node)) return [];
        var themes = Texts(node, "themes", 1, StoryRules.MaxThemes);
        for (var i = 0; i < themes.Count; i++)
        {
            var (theme, line) = themes[i];
            if (!StoryRules.Themes.Contains(theme)) report.Add(line, "themes", Unknown("theme", theme, StoryRules.Themes));
            else if (themes.Take(i).Any(t => t.Text == theme)) report.Add(line, "themes", $"\"{theme}\" stands here twice; name each theme once");
        }
        return [.. themes.Select(t => t.Text)];
    }

    public IReadOnlyList<string> Prompts(string side)
    {
        if (!fields.TryGetValue("prompts", out var node)) return [];
        if (node.Fields is null) return [];
        var sides = node.Fields.Where(f => f.Key.Text == side).ToList();
        if (sides.Count != 1) report.Add(node.Line, $"prompts.{side}", sides.Count == 0 ? "is missing; " + Allowed("prompts") : "stands here twice; write it once");
        return sides.Count == 0 ? [] : [.. Texts(sides[0].Value, $"prompts.{side}", 1, StoryRules.MaxPrompts).Select(t => t.Text)];
    }

    public IReadOnlyList<GlossaryEntry> Glossary()
    {
        if (glossary is not null) return glossary;
        glossary = [];
        if (!fields.TryGetValue("glossary", out var node) || node.Text == "") return glossary;
        if (node.Fields is null) report.Add(node.Line, "glossary", "is not a list of words; " + Allowed("glossary"));
        if (node.Fields is { Count: > StoryRules.MaxGlossary } many) report.Add(node.Line, "glossary", $"has {many.Count} words; at most {StoryRules.MaxGlossary} are allowed");
        foreach (var (key, value) in node.Fields?.Take(StoryRules.MaxGlossary) ?? [])
        {
            var word = Scalar(key, "glossary", StoryRules.MaxTitle);
            if (Scalar(value, $"glossary.{word}", StoryRules.MaxText) is not { } meaning || word is null) continue;
            if (!word.Any(char.IsLetterOrDigit)) report.Add(key.Line, "glossary", $"\"{word}\" is not a word; " + Allowed("glossary"));
            else if (glossary.Any(e => e.Word.Equals(word, StringComparison.OrdinalIgnoreCase))) report.Add(key.Line, $"glossary.{word}", "stands here a second time; explain it once");
            else glossary.Add(new(word, meaning, key.Line));
        }
        return glossary;
    }

    public IReadOnlyList<string> Notes()
        => fields.TryGetValue("notes", out var node) && node.Text != "" ? [.. Texts(node, "notes", 0, 10).Select(t => t.Text)] : [];

    /// <summary>Reports what no single field could: prompts for somebody else, or of another form.</summary>
    public void Finish()
    {
        if (!fields.TryGetValue("prompts", out var node)) return;
        if (node.Fields is null) report.Add(node.Line, "prompts", "has not the two sides; " + Allowed("prompts"));
        foreach (var (key, _) in node.Fields ?? [])
            if (key.Text is not ("mentee" or "mentor")) report.Add(key.Line, $"prompts.{key.Text}", Unknown("side", key.Text ?? "?", ["mentee", "mentor"]));
    }

    string? Scalar(YamlNode node, string field, int longest)
    {
        var text = node.Text?.Trim();
        if (text is null) report.Add(node.Line, field, "is not a single text; " + Allowed(field));
        else if (text == "") report.Add(node.Line, field, "is empty; " + Allowed(field));
        else if (text.Length > longest) report.Add(node.Line, field, $"is {text.Length} characters long; at most {longest} are allowed");
        else if (text.Contains('\n')) report.Add(node.Line, field, "runs over several lines; write it on one");
        else return text;
        return null;
    }

    List<(string Text, int Line)> Texts(YamlNode node, string field, int fewest, int most)
    {
        if (node.Items is null)
        {
            report.Add(node.Line, field, "is not a list; " + Allowed(field));
            return [];
        }
        if (node.Items.Count < fewest || node.Items.Count > most) report.Add(node.Line, field, $"has {node.Items.Count} entries; {fewest} to {most} are allowed");
        return [.. node.Items.Select(item => (Text: Scalar(item, field, StoryRules.MaxText), item.Line)).Where(t => t.Text is not null).Select(t => (t.Text!, t.Line))];
    }

    void Wrong(string field, string value) => report.Add(fields[field].Line, field, $"\"{value}\" is not allowed; {Allowed(field)}");

    static string Unknown(string what, string name, IReadOnlyList<string> allowed)
        => StoryRules.Nearest(name, allowed) is { } near ? $"\"{name}\" is no {what}; did you mean \"{near}\"? allowed: {string.Join(", ", allowed)}"
            : $"\"{name}\" is no {what}; allowed: {string.Join(", ", allowed)}";

    static string Allowed(string field) => field.Split('.')[0] switch
    {
        "id" => "allowed: the file's name without .md",
        "language" => $"allowed: {string.Join(", ", StoryRules.Languages)}",
        "level" => $"allowed: two ages from {StoryRules.MinAge} to {StoryRules.MaxAge}, the younger first, such as 10-12",
        "minutes" => $"allowed: a whole number from 1 to {StoryRules.MaxMinutes}",
        "themes" => $"allowed: a list of 1 to {StoryRules.MaxThemes} of {string.Join(", ", StoryRules.Themes)}",
        "prompts" => $"allowed: mentee and mentor, each a list of 1 to {StoryRules.MaxPrompts} texts",
        "glossary" => "allowed: word: explanation, one a line, or {} for none",
        "notes" => "allowed: a list of texts",
        _ => "allowed: a text on one line",
    };

    static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([0-9]{1,2})-([0-9]{1,2})\z")]
    private static partial Regex Ages();

    [GeneratedRegex(@"^[0-9]{1,3}\z")]
    private static partial Regex Digits();
}
