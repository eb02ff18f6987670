using System.Collections.Concurrent;
using System.Globalization;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Html;

namespace LetterExchange.Features.Guides;

/// <summary>A guide for mentors in one language.</summary>
/// <param name="Name">The same in every language; its address ends with it.</param>
/// <param name="Lede">What it is about, in a sentence or two.</param>
/// <param name="Minutes">Reading time.</param>
/// <param name="Body">As it was written: Markdown.</param>
public sealed record Guide(string Name, string Title, string Lede, int Minutes, string Body)
{
    public string Address => $"/guides/{Name}";

    public HtmlString Html { get; } = Markdown.Story(Body);
}

/// <summary>The guides for mentors. Each is a file a language, <c>Pages/NAME.LANGUAGE.md</c>; read once, when a language is first asked for.</summary>
public sealed class Guides
{
    /// <summary>Their names, in the order in which they are offered.</summary>
    public static readonly IReadOnlyList<string> Names = ["writing-to-a-child", "hard-news", "trauma-aware-writing", "what-is-not-allowed", "what-happens-in-review"];

    readonly ConcurrentDictionary<string, IReadOnlyList<Guide>> read = new();

    /// <summary>All of them in the language of whoever asks.</summary>
    public IReadOnlyList<Guide> All => In(Spoken.Of(CultureInfo.CurrentUICulture.Name) ?? Spoken.Default);

    /// <summary>All of them in a language that is spoken here.</summary>
    public IReadOnlyList<Guide> In(string language) => read.GetOrAdd(language, static language => [.. Names.Select(name => Read(name, language))]);

    /// <summary>One in the language of whoever asks; nothing for a name that none has.</summary>
    public Guide? Find(string name) => All.FirstOrDefault(guide => guide.Name == name);

    static Guide Read(string name, string language)
    {
        using var file = new StreamReader(typeof(Guides).Assembly.GetManifestResourceStream($"guides/{name}.{language}.md")
            ?? throw new InvalidOperationException($"The guide {name} is missing in {language}."));
        var (yaml, body, _) = FrontMatter.Split(TextNormal.Of(file.ReadToEnd())) ?? throw new InvalidOperationException($"The guide {name} has no front matter in {language}.");
        var head = FrontMatter.Read(yaml)!.Fields!.ToDictionary(field => field.Key.Text!, field => field.Value.Text!);
        return new(name, head["title"], head["lede"], int.Parse(head["minutes"], CultureInfo.InvariantCulture), body);
    }
}
