using System.Buffers;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Identity;

/// <summary>The writer's birthday with its day. An age or a month alone is none, and neither is the birth of somebody from history.</summary>
static class BirthdateRule
{
    public const string Name = "birthdate.day";

    const string Months =
        "(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|" +
        "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|" +
        @"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)\b";
    const string Year = @"(,? (de |del )?\d{4}|,? de dos mil( [a-z]+){0,3})?";
    const string Ordinal = "(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|" +
        "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty(-| )[a-z]+|thirtieth|thirty(-| )first)";
    const string DayWord = "(premier|uno|primero|deux|dos|trois|tres|quatre|cuatro|cinq|cinco|six|seis|sept|siete|huit|ocho|neuf|nueve|dix|diez|onze|once|douze|doce|" +
        "treize|trece|quatorze|catorce|quinze|quince|seize|dieci[a-z]+|dix(-| )[a-z]+|vingt((-| )[a-z]+)*|veint[a-z]+|trente( et un)?|treinta( y uno)?)";
    const string Date = $@"((the )?(\d{{1,2}} ?(st|nd|rd|th|er|º|°)?|{Ordinal})( of| de|,)? {Months}{Year}|{Months} (the )?(\d{{1,2}}(st|nd|rd|th)?\b|{Ordinal}){Year}|" +
        $@"{DayWord} (de )?{Months}{Year}|\d{{1,4}} ?[/.-] ?\d{{1,2}} ?[/.-] ?\d{{2,4}}|the \d{{1,2}}(st|nd|rd|th))";

    const string Mine = @"(my (birthday|b-?day|date of birth)|i was born|i'm born|i am born|i('ll| will| am going to|'m going to) (be|turn) [a-z0-9-]+( years old)?( on)|i turn [a-z0-9-]+|\bdob|date of birth|" +
        @"je suis nee?|mon anni(versaire)?|j'aurai \w+(-\w+)? ans|je (fete|souffle|soufflerai) mes|date de naissance|\bnaci\b|mi cumple(anos)?|cumplo( los)?( \w+)?( anos)?|cumplire( \w+)?( anos)?|fecha de nacimiento)";

    // The day before what it is of: "2 June is my birthday".
    const string Then = @"( is| was|,? (that's|it's|c'est)| es| sera| est|,|:)? ";

    /// <summary>One of these stands in whatever the patterns find.</summary>
    static readonly SearchValues<string> Cues = SearchValues.Create(["birth", "bday", "b-day", "born", "dob", "be ", "turn", "suis ne", "anni", "aurai", "fete mes", "souffle", "naiss", "naci", "cumpl"], StringComparison.Ordinal);

    static readonly Regex[] Birthday =
    [
        Patterns.Linear($@"\b{Mine}[^.!?\n]{{0,30}}\b{Date}"),
        Patterns.Linear($@"\b{Mine}[^.!?\n]{{0,12}}[.!?] ?(it's |its |it is |on |c'est |es )?{Date}"),
        Patterns.Linear($@"\b{Date}{Then}{Mine}"),
    ];

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (!text.Folded.AsSpan().ContainsAny(Cues)) yield break;
        foreach (var pattern in Birthday)
            foreach (var match in pattern.EnumerateMatches(text.Folded).ToRanges())
                yield return text.Find(Category.Birthdate, match.Start.Value, match.End.Value, Name, 0.9);
    }
}
