using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Parser = YamlDotNet.Core.Parser;

namespace LetterExchange.Features.Stories;

/// <summary>A piece of front matter and the line of the file on which it begins: a text, a list or a map. Keys may repeat:
/// that is for the reader to say.</summary>
sealed record YamlNode(int Line)
{
    public string? Text { get; init; }
    public IReadOnlyList<YamlNode>? Items { get; init; }
    public IReadOnlyList<(YamlNode Key, YamlNode Value)>? Fields { get; init; }
}

/// <summary>The head of a story's file, between two lines of three dashes.</summary>
static class FrontMatter
{
    /// <summary>Prompts hold lists of texts: three levels. What is deeper is refused, since it could exhaust the stack.</summary>
    const int Depth = 4;

    /// <summary>Splits a text with LF line ends into head and body. Null where it has no head.</summary>
    /// <returns>The YAML, which begins on line 2, the body, and the line on which the body begins.</returns>
    public static (string Yaml, string Body, int BodyLine)? Split(string text)
    {
        if (!text.StartsWith("---\n", StringComparison.Ordinal)) return null;
        var line = 2;
        for (var at = 4; at <= text.Length; line++)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            if (text.AsSpan(at, end - at).TrimEnd().SequenceEqual("---"))
                return (text[4..at], end < text.Length ? text[(end + 1)..] : "", line + 1);
            at = end + 1;
        }
        return null;
    }

    /// <summary>Reads the YAML of a head; lines are the file's. Throws <see cref="YamlException"/> where it is none, where it nests
    /// too deeply, and for anchors and aliases, which could make little text into much.</summary>
    public static YamlNode? Read(string yaml)
    {
        var events = new Parser(new StringReader(yaml));
        try
        {
            return Document(events);
        }
        catch (Exception fault) when (fault is not (YamlException or OutOfMemoryException))
        {
            // The parser has other words for some texts that are no YAML, such as a list that is not closed.
            var (start, end) = (events.Current?.Start ?? Mark.Empty, events.Current?.End ?? Mark.Empty);
            throw new YamlException(start, end, "what begins here is not closed, or can't be read", fault);
        }
    }

    static YamlNode? Document(Parser events)
    {
        events.Consume<StreamStart>();
        if (events.Accept<StreamEnd>(out _)) return null;
        events.Consume<DocumentStart>();
        var root = Node(events, 0);
        events.Consume<DocumentEnd>();
        if (!events.Accept<StreamEnd>(out var more)) throw new YamlException(events.Current!.Start, events.Current.End, "a second document begins here");
        return root;
    }

    static YamlNode Node(Parser events, int depth)
    {
        var at = events.Current!;
        var line = (int)at.Start.Line + 1;
        if (at is AnchorAlias or NodeEvent { Anchor.IsEmpty: false }) throw new YamlException(at.Start, at.End, "anchors (&) and aliases (*) are not used here; put the text in quotes");
        if (depth > Depth) throw new YamlException(at.Start, at.End, "this is nested too deeply");
        if (events.TryConsume<Scalar>(out var scalar)) return new(line) { Text = scalar.Value };
        if (events.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!events.TryConsume<SequenceEnd>(out _)) items.Add(Node(events, depth + 1));
            return new(line) { Items = items };
        }
        events.Consume<MappingStart>();
        var fields = new List<(YamlNode, YamlNode)>();
        while (!events.TryConsume<MappingEnd>(out _)) fields.Add((Node(events, depth + 1), Node(events, depth + 1)));
        return new(line) { Fields = fields };
    }
}
