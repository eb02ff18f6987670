using System.Text;
using System.Text.RegularExpressions;
using LetterExchange.Text;
using YamlDotNet.Core;

namespace LetterExchange.Features.Stories;

/// <summary>Makes a story of a Markdown file with front matter, or says all that is wrong with it.</summary>
public static partial class StoryParser
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a story. The story is null exactly when there are errors; they come in the order of their lines.</summary>
    /// <param name="file">The file's name or path, as the errors shall give it.</param>
    /// <param name="refuses">What is wrong with an id, if anything is; without it the id must be the file's name.</param>
    public static (Story? Story, IReadOnlyList<StoryError> Errors) Parse(string file, ReadOnlySpan<byte> bytes, Func<string, string?>? refuses = null)
    {
        var report = new StoryReport(file);
        var name = Path.GetFileNameWithoutExtension(file);
        refuses ??= id => id == name ? null : $"\"{id}\" is not the file's name; it must be \"{name}\"";
        var story = Text(bytes, report) is { } text ? Read(text, refuses, report) : null;
        return (report.Errors.Count == 0 ? story : null, [.. report.Errors.OrderBy(e => e.Line)]);
    }

    /// <summary>What was sound when it was kept, read again whatever has become of the rules; nothing for what can't be shown at all.</summary>
    internal static Story? Read(string name, string text) => Read(text, _ => null, new StoryReport(name));

    /// <summary>A story's text as it is kept: without a mark at its beginning, its line ends and its letters in one form.</summary>
    internal static string Normal(ReadOnlySpan<byte> bytes) => Text(bytes, new StoryReport("")) ?? throw new ArgumentException("This is no story's text.", nameof(bytes));

    static string? Text(ReadOnlySpan<byte> bytes, StoryReport report)
    {
        if (bytes.Length > StoryRules.MaxBytes)
        {
            report.Add(1, "file", $"is {bytes.Length:N0} bytes long; at most {StoryRules.MaxBytes:N0} are allowed");
            return null;
        }
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return TextNormal.Of(StrictUtf8.GetString(bytes)).InForm(NormalizationForm.FormC);
        }
        catch (DecoderFallbackException e)
        {
            report.Add(1 + bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n'), "file", "holds bytes that are not UTF-8; save it as UTF-8");
            return null;
        }
    }

    static Story? Read(string text, Func<string, string?> refuses, StoryReport report)
    {
        if (FrontMatter.Split(text) is not { } split)
        {
            report.Add(1, "file", "has no front matter; it begins with a line ---, then the keys, then another line ---");
            return null;
        }
        StoryHead? head = null;
        try
        {
            var root = FrontMatter.Read(split.Yaml);
            if (root is null or { Fields: not null }) head = new StoryHead(root ?? new(1) { Fields = [] }, report);
            else report.Add(root.Line, "front matter", "is not a list of keys; write one key: value a line");
        }
        catch (YamlException e)
        {
            report.Add((int)e.Start.Line + 1, "front matter", $"is not YAML: {e.Message.TrimEnd('.')}; a text with a colon or a quote in it stands in \"double quotes\"");
        }
        var body = StoryBody.Read(split.Body, split.BodyLine, report);
        if (head is null) return null;
        CheckId(head, refuses, report);
        return Story(head, body);
    }

    static void CheckId(StoryHead head, Func<string, string?> refuses, StoryReport report)
    {
        if (head.Id is not { } id) return;
        if (!KebabCase().IsMatch(id)) report.Add(head.IdLine, "id", $"\"{id}\" is not allowed; use small letters a to z, digits and single hyphens");
        else if (refuses(id) is { } why) report.Add(head.IdLine, "id", why);
    }

    static Story? Story(StoryHead head, StoryBody? body)
    {
        var (minAge, maxAge) = head.Level();
        var minutes = head.Minutes();
        var story = new Story
        {
            Id = head.Id ?? "",
            Title = head.Line("title", StoryRules.MaxTitle),
            Author = head.Line("author", StoryRules.MaxTitle),
            Language = head.Language(),
            MinAge = minAge,
            MaxAge = maxAge,
            Minutes = minutes,
            Themes = head.Themes(),
            Question = head.Line("question", StoryRules.MaxText),
            MenteePrompts = head.Prompts("mentee"),
            MentorPrompts = head.Prompts("mentor"),
            Glossary = [.. head.Glossary().Select(entry => KeyValuePair.Create(entry.Word, entry.Meaning))],
            Notes = head.Notes(),
            Parts = [],
        };
        head.Finish();
        if (body is null) return null;
        var (parts, sentences) = body.Parts(head.Glossary(), story.Language, minutes);
        return story with { Parts = parts, Sentences = sentences };
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex KebabCase();
}

/// <summary>Collects what is wrong with one file.</summary>
sealed class StoryReport(string file)
{
    readonly List<StoryError> errors = [];

    public IReadOnlyList<StoryError> Errors => errors;

    /// <summary>Says the same thing of the same line once.</summary>
    public void Add(int line, string field, string message)
    {
        var error = new StoryError(file, line, field, message);
        if (!errors.Contains(error)) errors.Add(error);
    }
}
