using System.Collections.Frozen;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Telephone numbers in digits, in words or in both. libphonenumber says what a number of a region looks like; the words around it, and how the
/// digits are grouped, say whether somebody means one.</summary>
static class PhoneRule
{
    public const string Name = "phone.number", Spoken = "phone.words", Pieces = "phone.pieces";

    const int Fewest = 7, Most = 15; // Digits; 15 is the most of ITU-T E.164.
    const int WidestRun = 40; // A longer row of digits is a table.

    static readonly Regex Calling = Patterns.Linear(
        @"\b(phones?|cell|cellphone|mobile|mob|mobs|tel|telephone|landline|land line|house line|home line|own line|office line|hotline|whatsapp|whats ?app|signal|sms|dial|dialling|dialing|sim|fax|extension|voicemail|" +
        @"(call|text|ring|message|phone|buzz|reach|try|get|catch) (me|us|him|her|them|my|our|mum|mom|dad|nan|gran)|reached (at|on)|drop me a|give (me|us|him|her|mum) a (bell|ring|call|shout|buzz)|put me in your contacts|(a|new|your|area) code|" +
        @"my (new |home |work |own )?(number|nummber|num|digits)|(his|her|our|their|mums|dads|mum's|dad's) (number|num)|the number('s| is|:)|number's|numbers? (is|are)|(mum|dad|nan|home|work)'s on|i'm on|im on|in case you (need|want)|is me\b|" +
        @"portables?|telephones?|fixe|mon fix|g un tel|gsm|natel|cellulaire|puce|appel(le|lez|er|ez|e)( |-)(moi|nous|au|le|apres)|appelle,|(m'|nous |t')appeler?|tu appelles|appelle apres|mon (nouveau |06|07)?(numero|num|n°)|notre numero|(un|le) numero a (rappeler|appeler)|(me|nous|le|la|les) joindre|joignable|joindre (au|a)|rappel\w*|texto|textote|" +
        @"moviles?|telefonos?|telf?|telefonito|celular(es)?|celu|selular|fijo|cel|fono|linea|lada|llam(a|e|ar|enos|eme|ada|adas)(me|nos|le|lo|la)?|marc(a|ar|ame|anos|as|ale)|mi (nuevo )?(numero|num)|nuestro numero|su numero|el numero es|guasap|wasap|mensajes?|apunta(lo|me)?|anota(lo|me)?)\b");

    static readonly Regex Counting = Patterns.Linear(
        @"(\b(page|pages|isbn|issn|doi|ref|refs|reference|part|parts|order|orders|model|modele|serial|code|ticket|flight|vol|item|label|inventory|invoice|version|lot|chapter|score|scored|build|patent|barcode|tracking|parcel|batch|id|pi|clabe|iban|rib|siret|dni|" +
        @"account|tag|numero d'ordre|billet|commande|piece|facture|compte|dossier|colis|suivi|pagina|paginas|pedido|pieza|factura|vuelo|signatura|referencia|serie|codigo|cuenta|matricula|expediente|envio)( (no|number|numero|nr|n°|is|was|es|est)){0,2}|[#$€£=])[ :.,]*$");

    static readonly Regex Measuring = Patterns.Linear(@"^ ?(%|°|€|\$|£|(euros?|pesos?|dollars?|pounds?|km|kg|m|metres?|meters?|metros|miles|people|personnes|personas|habitants|habitantes|years?|ans|anos|points?|puntos?|million|millones|millions|steps|stars|words|mots|palabras)\b)");

    // What joins the parts of a number that is told in parts.
    static readonly Regex Joining = Patterns.Linear(
        @"\b(then|add|put|first|begins?|starts?|starting|finish|ends?|ending|half|rest|middle|after (it|that)|followed|in front|in the|last|d'abord|puis|ensuite|ajoute|moitie|debut|commence|finit|fin|termine|reste|enfin|" +
        @"primero|luego|despues|empieza|empiezan|empieza por|acaba|termina|mitad|resto|ultimos?|ultimas?|primeros|en medio|posdata|y los|con lada)\b");

    static readonly Regex Turned = Patterns.Linear(@"\b(backwards?|back to front|reversed?|mirror|right to left|turn it round|a l'envers|de droite a gauche|miroir|al reves|de derecha a izquierda|espejo)\b");

    static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input) =>
        InDigits(text, input.Language).Concat(InWords(text)).Concat(InPieces(text, input.Language));

    static IEnumerable<Finding> InDigits(LetterText text, string language)
    {
        if (text.Digits < 4) yield break;
        var (regions, view) = (RegionsOf(language), DigitView.Of(text.Folded));
        foreach (var run in DigitRun.Of(view))
        {
            var digits = run.Groups.Sum(group => group.End.Value - group.Start.Value);
            if (digits is < Fewest or > WidestRun || Patterns.IsBefore(Counting, text.Folded, run.Start, 24) || IsHelp(text.Folded, run)) continue;
            foreach (var part in Parts(view, run))
            {
                if (Strength(text.Folded, view, part, regions) is not (> 0 and var strength)) continue;
                yield return text.Find(Category.Phone, part.Start, part.End, Name, strength);
                break;
            }
        }
        foreach (var word in text.Words)
            if (word.End - word.Start is >= Fewest + 2 and <= WidestRun && IsPaddedWithLetters(text.Folded, word, regions)) yield return text.Find(Category.Phone, word, word, Name, 0.8);
    }

    // Whom every child may call.
    static readonly Regex Help = Patterns.Linear(@"\b(childline|helpline|samaritans|lifeline|kids help phone|kidshelp|numero vert|allo enfance|fil sante|telefono de la esperanza|telefono del menor|linea de ayuda)\b");

    static bool IsHelp(string folded, DigitRun run) => Patterns.IsBefore(Help, folded, run.Start, 40) || Patterns.IsAfter(Help, folded, run.End, 30);

    // "077xxx00xxx900xxx845": letters among the digits of a number that begins with 0, or of one of the letter's regions.
    static bool IsPaddedWithLetters(string folded, Word word, string[] regions)
    {
        var written = folded.AsSpan(word.Start..word.End);
        var count = written.Length - written.CountAny("0123456789");
        if (count == 0 || written.Length - count < 9 || written.Length - count > 12) return false;
        var digits = string.Concat(folded[word.Start..word.End].Where(char.IsAsciiDigit));
        return digits[0] == '0' && digits[1] != '0' && char.IsAsciiDigit(written[0]) || regions.Any(region => IsValid(digits, region)) && IsCall(folded, word.Start, word.End);
    }

    static IEnumerable<Finding> InWords(LetterText text)
    {
        foreach (var number in SpokenNumber.Of(text))
        {
            if (number.Digits.Length is < Fewest - 1 or > Most + 1 || number.IsCounting || number.IsYears) continue;
            var (start, end) = (text.Words[number.First].Start, text.Words[number.Last].End);
            if (StrengthOf(number, IsCall(text.Folded, start, end)) is > 0 and var strength) yield return text.Find(Category.Phone, start, end, Spoken, strength);
        }
    }

    static double StrengthOf(SpokenNumber number, bool calls)
    {
        if (number.Values.Count(value => value > 999) > 1) return 0;
        var isWhole = number.Digits.Length >= Fewest && number.Digits.Distinct().Count() > 2;
        if (calls) return isWhole ? 0.9 : 0.75;
        if (!isWhole) return 0;
        if (number.IsDialled && number.Digits.Length >= 8) return 0.9;
        if (number.Digits.Length >= 9 && number.Values.Count >= 4 || number.Values.Count >= 7) return 0.75;
        return number.IsDialled && number.Values.Count >= 4 ? 0.7 : 0;
    }

    // "First half 07700 … second half 900 461", "begins with 020, then 7946, and ends in 0311".
    static IEnumerable<Finding> InPieces(LetterText text, string language)
    {
        if (text.Digits < Fewest || !Joining.IsMatch(text.Folded)) yield break;
        var runs = DigitRun.Of(text.Folded).Select(run => (run.Start, run.End, Digits: Bare(text.Folded[run.Start..run.End]))).Where(run => run.Digits.Length is >= 2 and < 8 || run.Digits == "0").ToList();
        for (var first = 0; first < runs.Count; first++)
        {
            var digits = runs[first].Digits;
            for (var last = first + 1; last < runs.Count && last < first + 5 && digits.Length < 11; last++)
            {
                var gap = text.Folded[runs[last - 1].End..runs[last].Start];
                if (gap.Length > 90 || gap.Length < 4 || gap.Contains("\n\n", StringComparison.Ordinal) || !Joining.IsMatch(gap) && !(last > first + 1 && gap.Length < 40)) break;
                digits += runs[last].Digits;
                var (start, end) = (runs[first].Start, runs[last].End);
                var calls = IsCall(text.Folded, start, end) || Calling.IsMatch(text.Folded.AsSpan(start..end));
                if (!(calls && digits.Length is >= Fewest and <= 12) && !(digits[0] == '0' && digits[1] != '0' && digits.Length is 10 or 11 && last > first) && !(digits.Length >= 9 && RegionsOf(language).Any(region => IsValid(digits, region)))) continue;
                if (last + 1 < runs.Count && digits.Length + runs[last + 1].Digits.Length <= 11 && runs[last + 1].Start - end < 60 && Joining.IsMatch(text.Folded.AsSpan(end..runs[last + 1].Start))) continue;
                yield return text.Find(Category.Phone, start, end, Pieces, 0.75);
                first = last;
                break;
            }
        }
    }

    static string Bare(string written) => string.Concat(written.Where(char.IsAsciiDigit));

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
    static double Strength(string folded, string view, DigitRun run, string[] regions)
    {
        var written = view[run.Start..run.End];
        var digits = written.Count(char.IsAsciiDigit);
        if (digits is < Fewest or > Most || Touches(view, run) || IsSomethingElse(written, run, view)) return 0;
        if (written.Contains('+') || written.StartsWith("00", StringComparison.Ordinal) && digits > 10 && written[2] != '0')
            return digits >= (written.Contains('+') ? 8 : 9) ? 0.95 : 0;
        var calls = IsCall(folded, run.Start, run.End);
        if (!calls && Patterns.IsAfter(Measuring, folded, run.End, 12)) return 0;
        var isValid = IsShaped(run, view, regions) || regions.Any(region => IsValid(written, region));
        if (!isValid && IsTurned(folded, run, written, regions)) return 0.8;
        if (!isValid) return calls && !run.IsPart ? 0.8 : 0;
        if (calls) return 0.95;
        if (run.Groups.Count > 1) return 0.8;
        return written[0] == '0' && !run.IsPart ? 0.75 : 0.5;
    }

    static bool IsTurned(string folded, DigitRun run, string written, string[] regions)
    {
        if (written[^1] != '0' && written[0] == '0') return false;
        if (!Patterns.IsBefore(Turned, folded, run.Start, 60) && !Patterns.IsAfter(Turned, folded, run.End, 40)) return false;
        var turned = string.Concat(Bare(written).Reverse());
        return turned[0] == '0' && turned.Length is 10 or 11 || regions.Any(region => IsValid(turned, region));
    }

    // How people part their numbers, in service or not: nothing else is written so.
    static bool IsShaped(DigitRun run, string folded, string[] regions)
    {
        var lengths = run.Groups.Select(group => group.End.Value - group.Start.Value).ToArray();
        var digits = string.Concat(run.Groups.Select(group => folded[group]));
        var leads = digits[0] == '0' && digits[1] != '0';
        if (leads && regions.Contains("FR") && lengths is [2, 2, 2, 2, 2] or [10]) return true;
        if (lengths.All(length => length == 1)) return digits.Length >= 9 && (leads || digits.Distinct().Count() > 4) && !IsSeries(digits);
        if (leads && digits.Length is 10 or 11 && lengths.Length <= 7) return lengths.Length > 1 || !run.IsPart;
        if (leads && digits.Length == 9 && lengths.Length >= 3 && lengths[0] is 2 or 3) return true;
        if (lengths is [3, 3, 4] && digits[0] is >= '2' && digits[3] is >= '2') return true;
        if (lengths is [3, 4]) return digits[0] >= '2' && folded[run.Groups[0].End] == '-' && digits[^2..] != "00" && regions.Contains("US") && digits.StartsWith("555", StringComparison.Ordinal);
        if (!regions.Contains("ES")) return false;
        return lengths is [3, 3, 3] or [3, 2, 2, 2] or [2, 3, 2, 2] && digits[0] is >= '6' and <= '9' || lengths is [2, 4, 4] or [1, 4, 4] || lengths is [3, 3, 4];
    }

    static bool IsSeries(string digits) => Enumerable.Range(1, digits.Length - 1).Count(at => digits[at] - digits[at - 1] is 1 or -1) * 3 >= (digits.Length - 1) * 2;

    static bool IsCall(string folded, int start, int end) =>
        Patterns.IsBefore(Calling, folded, start, 60) || Patterns.IsAfter(Calling, folded, end, 40);

    // A part number, a decimal or a path goes on where a telephone number ends.
    static bool Touches(string folded, DigitRun run)
    {
        char At(int index) => (uint)index < (uint)folded.Length ? folded[index] : ' ';
        var (before, after, beyond) = (At(run.Start - 1), At(run.End), At(run.End + 1));
        if (folded[run.Start] == '+' && before == ':' && !char.IsLetterOrDigit(after)) return false; // tel:+44-20-7946-0958
        return char.IsLetterOrDigit(before) || before is '/' or '_' or '#' or '=' or '€' or '$' or '£' or '@'
            || before is '.' or ',' or '-' or ':' or '(' && char.IsLetterOrDigit(At(run.Start - 2))
            || char.IsLetterOrDigit(after) || after is '_' or '@'
            || after is '.' or ',' or '-' or ':' or '/' && char.IsLetterOrDigit(beyond);
    }

    static bool IsSomethingElse(string written, DigitRun run, string folded)
    {
        var lengths = run.Groups.Select(group => group.End.Value - group.Start.Value).ToArray();
        var groups = run.Groups.Select(group => folded[group]).ToArray();
        var digits = string.Concat(groups);
        var isIsbn = digits.StartsWith("978", StringComparison.Ordinal) || digits.StartsWith("979", StringComparison.Ordinal);
        if (isIsbn && digits.Length == 13) return true;
        if (IsDate(lengths, groups)) return true;
        if (groups.Length > 1 && lengths[0] <= 3 && lengths[1..].All(length => length == 3) && groups[^1] == "000") return true; // 12 000 000
        if (groups.Length > 1 && lengths.All(length => length == 4) && groups.All(IsYear)) return true; // 1914-1918
        if (groups.Length == 2 && folded.AsSpan(run.Groups[0].End.Value..run.Groups[1].Start.Value) is "." && lengths[0] <= 2) return true; // 0.12345678
        if (groups.Length == 4 && written.Count(character => character == '.') == 3 && groups.All(group => group.Length < 4 && int.Parse(group) < 256)) return true; // 192.0.2.44
        return digits.AsSpan().IndexOfAnyExcept("01") < 0 || groups.Length > 1 && groups.Distinct().Count() == 1 && lengths[0] > 1 && groups[0].Distinct().Count() == 1; // bits, 000-000
    }

    static bool IsDate(int[] lengths, string[] groups) => lengths switch
    {
        [1 or 2, 1 or 2, 4, ..] => IsYear(groups[2]) && int.Parse(groups[0]) is >= 1 and <= 31 && int.Parse(groups[1]) is >= 1 and <= 31,
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
