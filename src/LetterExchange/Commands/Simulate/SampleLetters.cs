namespace LetterExchange.Commands.Simulate;

/// <summary>Letters of a simulation: each one its own, some with what screening must find.</summary>
static class SampleLetters
{
    static readonly string[] Openings = ["I finished the story on the bus.", "The middle part made me laugh.", "I did not agree with the ending.", "My favourite was the part with the lamp."];
    static readonly string[] Middles = ["We had rain all week and I counted the days.", "My brother thinks that I write too much.", "At work nobody reads stories, so this is my secret.", "I tried to mend the old kite with tape and rice paste."];
    static readonly string[] Questions = ["What would you have done?", "Have you ever kept something going for years?", "Which word did you look up?", "Would you read it twice?"];

    /// <summary>A letter like any other, with its number so that no two are alike.</summary>
    public static string Plain(Random chance, int number) =>
        $"Dear friend,\n\n{One(chance, Openings)} {One(chance, Middles)}\n\n{One(chance, Questions)} This is my letter number {Words(number)}.\n\nYours";

    /// <summary>With a telephone number: a reviewer returns it.</summary>
    public static string WithNumber(Random chance, int number) => Plain(chance, number) + $"\n\nPS call me on 07700 900{chance.Next(100, 1000)}";

    /// <summary>With a disclosure: two people must read it.</summary>
    public static string Troubled(Random chance, int number) => Plain(chance, number) + "\n\nSometimes I want to die and nobody knows it.";

    /// <summary>As much longer or shorter as somebody writes.</summary>
    /// <param name="share">Of the usual length: 1 for all of it.</param>
    public static string Of(Random chance, int number, int sentences, double share)
    {
        var all = (sentences * 3 + 6) * share * (0.85 + 0.3 * chance.NextDouble());
        var body = string.Join(' ', Enumerable.Range(0, Math.Max(0, (int)Math.Round(all) - 1)).Select(n => One(chance, n % 3 == 0 ? Openings : Middles)));
        return $"Dear friend,\n\n{body}\n\nThis is my letter number {Words(number)}.\n\nYours";
    }

    static string One(Random chance, string[] of) => of[chance.Next(of.Length)];

    /// <summary>Digits spelt with letters, so that the number of a letter does not look like a telephone number.</summary>
    static string Words(int number) => string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));
}
