using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace LetterExchange.Commands.Demo;

/// <summary>What becomes of a letter of the demo other than that it is approved at the next look, delivered, and read the next day.</summary>
public enum Fate { Delivered, Unread, Returned, Withheld, Discarded, Draft }

/// <summary>A letter of the demo: by whom, when it is written on the program's wall clock, and what becomes of it.</summary>
/// <param name="Round">From 1; none for a free letter.</param>
/// <param name="Reason">The reviewer's, where one is needed.</param>
/// <param name="HasDrawing">Whether a drawing goes with it.</param>
public sealed record ScriptedLetter(string Writer, int? Round, LocalDateTime At, Fate Fate, string? Reason, string Text, bool HasDrawing = false);

/// <summary>All that two people of the demo write to each other, read from a file of the folder Letters: a line with the two names, one with the stories
/// that they read (by round), then for each letter a heading such as <c>## Round 2 · Jaden · 17 Oct 2026 19:05 · returned</c>, a reviewer's
/// reason behind &gt; signs where there is one, and the letter.</summary>
public sealed partial record Correspondence(string Mentee, string Mentor, IReadOnlyList<string?> Stories, IReadOnlyList<ScriptedLetter> Letters)
{
    static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("d MMM uuuu HH:mm");

    /// <summary>All of them, in the order of their files' names.</summary>
    public static IReadOnlyList<Correspondence> All { get; } = [.. Files().Select(Parse)];

    /// <exception cref="FormatException">The file is not as it should be; says where.</exception>
    public static Correspondence Parse(string file)
    {
        var sections = file.ReplaceLineEndings("\n").Split("\n## ");
        if (Head().Match(sections[0]) is not { Success: true } head) throw new FormatException("A file of letters begins with \"# Mentee and Mentor\" and \"Stories: …\".");
        var stories = head.Groups[3].Value.Split(',').Select(story => story.Trim()).Select(story => story == "-" ? null : story);
        return new(head.Groups[1].Value, head.Groups[2].Value, [.. stories], [.. sections.Skip(1).Select(Letter)]);
    }

    static ScriptedLetter Letter(string section)
    {
        var (heading, rest) = (section.Split('\n', 2)[0], section.Split('\n', 2)[1].Trim());
        if (Heading().Match(heading) is not { Success: true } match) throw new FormatException($"No letter has a heading like this: {heading}");
        var reason = string.Join(' ', rest.Split('\n').TakeWhile(line => line.StartsWith('>')).Select(line => line[1..].Trim()));
        var text = reason.Length == 0 ? rest : rest[rest.IndexOf("\n\n", StringComparison.Ordinal)..].Trim();
        var fate = match.Groups[4].Success ? Enum.Parse<Fate>(match.Groups[4].Value, ignoreCase: true) : Fate.Delivered;
        return new(match.Groups[2].Value, match.Groups[1].Success ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : null,
            Time.Parse(match.Groups[3].Value).GetValueOrThrow(), fate, reason.Length == 0 ? null : reason, text, match.Groups[5].Success);
    }

    static IEnumerable<string> Files()
    {
        var assembly = typeof(Correspondence).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("LetterExchange.Commands.Demo.Letters.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    [GeneratedRegex(@"^# (\w+) and (\w+)\n+Stories: (.+)")]
    private static partial Regex Head();

    [GeneratedRegex(@"^(?:Round (\d)|Free) · (\w+) · (\d+ \w+ \d{4} \d\d:\d\d)(?: · (?!with )(\w+))?( · with a drawing)?$")]
    private static partial Regex Heading();
}
