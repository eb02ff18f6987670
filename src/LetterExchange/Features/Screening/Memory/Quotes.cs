namespace LetterExchange.Features.Screening.Memory;

/// <summary>What of a text stands in quotation marks. A mark that is not closed in its paragraph quotes nothing.</summary>
sealed class Quotes
{
    readonly List<(int Start, int End)> places = [];

    public static Quotes Of(string text)
    {
        var quotes = new Quotes();
        var (open, mark) = (-1, '\0');
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n') open = -1;
            else if (open >= 0 && text[at] == mark)
            {
                quotes.places.Add((open, at));
                open = -1;
            }
            else if (open < 0 && Closing(text[at]) is { } closing) (open, mark) = (at, closing);
        }
        return quotes;
    }

    /// <summary>Whether the character stands inside of marks.</summary>
    public bool Hold(int at)
    {
        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].End < at) low = middle + 1;
            else high = middle;
        }
        return low < places.Count && places[low].Start < at;
    }

    static char? Closing(char character) => character switch
    {
        '"' => '"',
        '“' or '„' => '”',
        '«' => '»',
        _ => null,
    };
}
