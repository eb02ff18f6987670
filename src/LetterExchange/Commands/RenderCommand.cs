using System.CommandLine;
using System.Text;
using LetterExchange.Features.Stories;
using LetterExchange.Text;

namespace LetterExchange.Commands;

/// <summary>render: the Markdown pipeline from outside, standard input to standard output.</summary>
public static class RenderCommand
{
    public static Command Create()
    {
        var kind = new Option<string>("--as") { Description = "By which rules", Required = true, HelpName = "story|letter" };
        kind.AcceptOnlyFromAmong("story", "letter");
        var render = new Command("render", "Turn Markdown from standard input into the HTML fragment that readers get") { kind };
        render.SetAction(parsed => Render(parsed.GetRequiredValue(kind) == "letter", Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error));
        return render;
    }

    /// <summary>0, or 1 when the input is not UTF-8 or too long; then nothing goes to the output.</summary>
    public static int Render(bool letter, Stream input, Stream output, TextWriter errors)
    {
        var bytes = new byte[StoryRules.MaxBytes + 1];
        var read = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes.AsSpan(0, read);
        if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
        if (read > StoryRules.MaxBytes) return Refuse(errors, $"the input is longer than {StoryRules.MaxBytes:N0} bytes");
        string markdown;
        try
        {
            markdown = TextNormal.Of(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text));
        }
        catch (DecoderFallbackException e)
        {
            return Refuse(errors, $"the input is not UTF-8: a wrong byte on line {1 + text[..Math.Clamp(e.Index, 0, text.Length)].Count((byte)'\n')}");
        }
        if (letter && markdown.Length > Markdown.LetterLimit)
            return Refuse(errors, $"the letter has {markdown.Length:N0} characters; at most {Markdown.LetterLimit:N0} are allowed");
        var html = letter ? Markdown.Letter(markdown) : Markdown.Story(Body(markdown));
        output.Write(Encoding.UTF8.GetBytes(html.Value!));
        output.Flush();
        return 0;
    }

    /// <summary>Without the front matter, when a whole story was given.</summary>
    static string Body(string markdown)
        => FrontMatter.Split(markdown) is { } split && split.Yaml.StartsWith("id:", StringComparison.Ordinal) ? split.Body : markdown;

    static int Refuse(TextWriter errors, string why)
    {
        errors.WriteLine($"render: {why}");
        return 1;
    }
}
