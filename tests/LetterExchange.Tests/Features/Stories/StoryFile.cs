namespace LetterExchange.Tests.Features.Stories;

/// <summary>A sound story's file, to be broken.</summary>
static class StoryFile
{
    public const string Head = """
        ---
        id: the-fox
        title: The Fox
        author: A. Writer
        language: en
        level: 10-12
        minutes: 9
        themes: [home, loss]
        question: What is worth keeping?
        prompts:
          mentee:
            - What did you see?
            - And then?
          mentor:
            - What did you keep?
        glossary:
          ballast: Something heavy.
          den: A fox’s home.
        ---


        """;

    static readonly string Filler = string.Join(' ', Enumerable.Repeat("The fox went home and slept.", 40));

    public static readonly string Sound = Head + $"""
        Line one
        Line two of the den. The Ballast lay *deep*.

        ## The Night

        {Filler}
        ## The Day

        Another den.

        """;

    public static string With(string sound, string broken)
    {
        var at = Sound.IndexOf(sound, StringComparison.Ordinal);
        return Sound[..at] + broken + Sound[(at + sound.Length)..];
    }
}
