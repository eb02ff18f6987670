using System.Text.RegularExpressions;
using PhoneNumbers;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Telephone numbers in digits. libphonenumber says what a number of a region looks like; the words around it, and how the
/// digits are grouped, say whether somebody means one.</summary>
static class PhoneRule
{
    public const string Name = "phone.number";

    const int Fewest = 7, Most = 15; // Digits; 15 is the most of ITU-T E.164.
    const int WidestRun = 40; // A longer row of digits is a table.

    static readonly Regex Calling = Patterns.Linear(
        @"\b(phones?|cell|cellphone|mobile|mob|tel|telephone|landline|whatsapp|whats ?app|signal|sms|call (me|us|him|her|my|mum|mom|dad)|text (me|us)|ring (me|us)|phone me|my (new )?number|(his|her|our) number|" +
        @"portables?|telephones?|fixe|g un tel|appel(le|lez|er)( |-)(moi|nous)|m'appeler|mon (nouveau )?numero|notre numero|(un|le) numero a (rappeler|appeler)|joindre au|rappel\w*|" +
        @"moviles?|telefonos?|telf?|celular|fijo|cel|llam(a|e|ar)(me|nos)|marca(me|nos)|mi (nuevo )?numero|nuestro numero|guasap|wasap)\b");

    static readonly Regex Counting = Patterns.Linear(
        @"(\b(page|pages|isbn|ref|refs|reference|part|parts|order|model|modele|serial|code|ticket|flight|vol|item|label|inventory|invoice|version|lot|chapter|score|scored|" +
        @"account|tag|numero d'ordre|billet|commande|piece|facture|compte|pagina|paginas|pedido|pieza|factura|vuelo|signatura|referencia|serie|codigo|cuenta|matricula)( (no|number|numero|nr|n°|is|was|es|est))?|[#$€£])[ :.,]*$");

    static readonly Regex Measuring = Patterns.Linear(@"^ ?(%|°|€|\$|£|(euros?|pesos?|dollars?|pounds?|km|kg|metres?|meters?|metros|miles|people|personnes|personas|habitants|habitantes|years?|ans|anos|points?|puntos?)\b)");

    static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        var regions = RegionsOf(input.Language);
        foreach (var run in DigitRun.Of(text.Folded))
        {
            var digits = run.Groups.Sum(group => group.End.Value - group.Start.Value);
            if (digits is < Fewest or > WidestRun) continue;
            foreach (var part in Parts(text.Folded, run))
            {
                if (Strength(text.Folded, part, regions) is not (> 0 and var strength)) continue;
                yield return text.Find(Category.Phone, part.Start, part.End, Name, strength);
                break;
            }
        }
    }

    static string[] RegionsOf(string language) => language switch
    {
        "fr" => ["FR", "CA", "BE", "CH"],
        "es" => ["ES", "MX"],
        _ => ["US", "GB"],
    };

    // The whole run, then what is left of it without its first or last groups, as in "at 7 402-555-0147".
    static IEnumerable<DigitRun> Parts(string folded, DigitRun run)
    {
        yield return run;
        if (IsBankNumber(folded, run)) yield break;
        for (var count = run.Groups.Count - 1; count > 1; count--)
            for (var first = 0; first + count <= run.Groups.Count; first++)
                yield return new DigitRun(
                    first == 0 ? run.Start : run.Groups[first].Start.Value, run.Groups[first + count - 1].End.Value, [.. run.Groups.Skip(first).Take(count)])
                { IsPart = true };
    }

    // A card's groups of four, or an account's after the letters of its country.
    static bool IsBankNumber(string folded, DigitRun run) =>
        run.Groups.Count > 2 && run.Groups.Count(group => group.End.Value - group.Start.Value == 4) >= run.Groups.Count - 1
        || run.Start > 0 && char.IsLetter(folded[run.Start - 1]);

    /// <summary>How surely the run is a telephone number; 0 where it is none.</summary>
    static double Strength(string folded, DigitRun run, string[] regions)
    {
        var written = folded[run.Start..run.End];
        var digits = written.Count(char.IsAsciiDigit);
        if (digits is < Fewest or > Most || Touches(folded, run) || IsSomethingElse(written, run, folded)) return 0;
        if (written[0] == '+' || written.StartsWith("00", StringComparison.Ordinal) && digits > 10)
            return digits >= 9 ? 0.95 : 0;
        var calls = IsCall(folded, run);
        if (!calls && (Patterns.IsBefore(Counting, folded, run.Start, 24) || Patterns.IsAfter(Measuring, folded, run.End, 12))) return 0;
        if (!IsShaped(run, folded, regions) && !regions.Any(region => IsValid(written, region))) return calls && !run.IsPart ? 0.8 : 0;
        if (calls) return 0.95;
        if (run.Groups.Count > 1) return 0.8;
        return written[0] == '0' && !run.IsPart ? 0.75 : 0.5;
    }

    // Five pairs that begin with 0: nothing else is written so in French, not even where the number is not in service.
    static bool IsShaped(DigitRun run, string folded, string[] regions)
    {
        if (!regions.Contains("FR")) return false;
        var groups = run.Groups.Select(group => folded[group]).ToArray();
        return groups is [['0', >= '1', ..], ..] && (groups.Length == 5 && groups.All(group => group.Length == 2) || groups is [{ Length: 10 }]);
    }

    static bool IsCall(string folded, DigitRun run) =>
        Patterns.IsBefore(Calling, folded, run.Start, 60) || Patterns.IsAfter(Calling, folded, run.End, 30);

    // A part number, a decimal or a path goes on where a telephone number ends.
    static bool Touches(string folded, DigitRun run)
    {
        char At(int index) => (uint)index < (uint)folded.Length ? folded[index] : ' ';
        var (before, after, beyond) = (At(run.Start - 1), At(run.End), At(run.End + 1));
        return char.IsLetterOrDigit(before) || before is '/' or '_' or '#' or '=' or '€' or '$' or '£' or '@'
            || before is '.' or ',' or '-' or ':' or '(' && char.IsLetterOrDigit(At(run.Start - 2))
            || char.IsLetterOrDigit(after) || after is '_' or '@'
            || after is '.' or ',' or '-' or ':' or '/' && char.IsLetterOrDigit(beyond);
    }

    static bool IsSomethingElse(string written, DigitRun run, string folded)
    {
        var lengths = run.Groups.Select(group => group.End.Value - group.Start.Value).ToArray();
        var groups = run.Groups.Select(group => folded[group]).ToArray();
        var isIsbn = written.StartsWith("978", StringComparison.Ordinal) || written.StartsWith("979", StringComparison.Ordinal);
        if (isIsbn && lengths.Sum() == 13) return true;
        if (IsDate(lengths, groups)) return true;
        if (groups.Length > 1 && lengths[0] <= 3 && lengths[1..].All(length => length == 3) && groups[^1] == "000") return true; // 12 000 000
        if (groups.Length > 1 && lengths.All(length => length == 4) && groups.All(IsYear)) return true; // 1914-1918
        return groups.Distinct().Count() == 1 && groups[0].Distinct().Count() == 1; // 000-000
    }

    static bool IsDate(int[] lengths, string[] groups) => lengths switch
    {
        [1 or 2, 1 or 2, 4] => IsYear(groups[2]),
        [4, 1 or 2, 1 or 2] => IsYear(groups[0]),
        [4, 2, 2, 2, 2] or [4, 2, 2, 2, 2, 2] => IsYear(groups[0]),
        [8] => IsYear(groups[0][..4]) && int.Parse(groups[0][4..6]) is >= 1 and <= 12,
        _ => false,
    };

    static bool IsYear(string group) => int.Parse(group) is >= 1000 and <= 2100;

    static bool IsValid(string written, string region)
    {
        try
        {
            return Numbers.IsValidNumberForRegion(Numbers.Parse(written, region), region);
        }
        catch (NumberParseException) // What cannot be parsed is no number of this region.
        {
            return false;
        }
    }
}
