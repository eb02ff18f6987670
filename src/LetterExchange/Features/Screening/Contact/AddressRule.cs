using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Postal addresses: a house number beside the name of a street, in the order of each language; a box number; a British postcode.</summary>
static class AddressRule
{
    public const string Name = "address.street";

    const string Number = @"(\d{1,5} ?[a-z]?|number [a-z]+(-[a-z]+)?)";
    const string Word = @"[a-z][a-z'.-]*";
    const string Small = @"( (de|du|des|la|le|les|l'|d'|del|los|las|of|the|saint|san|santa|st\.?))*";
    const string English = "street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|row|terrace|place|square|way|crescent|boulevard|blvd|steps|walk|gardens|mews|hill|parade|circle|trail|parkway|highway|quay|wharf|yard|grove|rise";
    const string French = "rue|avenue|av|boulevard|bd|impasse|allees?|chemin|place|quai|route|cours|passage|square|sentier|venelle|ruelle|faubourg|lotissement|residence|hameau";
    const string Spanish = "calle|c/|cl|avenida|avda|av|plaza|pza|paseo|pº|camino|carretera|ctra|ronda|callejon|travesia|privada|calzada|bulevar|glorieta|urbanizacion|pasaje|cerrada";
    const string Flat = @"(,? (apt|apartment|flat|unit|suite|floor|appartement|appt|batiment|bat|etage|piso|puerta|portal|escalera|no|num|depto|interior|int)(\. ?| )[a-z0-9]+|,? (first|second|third|fourth|fifth|top|ground) floor|,? \d{1,2}(\.?[oaº°ª]|e|er|eme)( etage| piso)?( [a-z]\b)?)*";

    static readonly (Regex Pattern, double Strength)[] Forms =
    [
        (Patterns.Linear($@"\b{Number},? ({Word} ){{1,3}}({English})\b{Flat}"), 0.9),
        (Patterns.Linear($@"\b\d{{1,4}}( ?(bis|ter|quater|[a-d]))?,? ({French}){Small} ?{Word}( {Word}){{0,2}}{Flat}"), 0.9),
        (Patterns.Linear($@"\b({Spanish})\.?{Small} ?{Word}( {Word}){{0,4}},? ?((n\.?[oº°]?|num\.?|numero|#) ?)?\d{{1,4}}\b{Flat}"), 0.9),
        (Patterns.Linear(@"\b(p\.? ?o\.? box|boite postale|apartado( de correos| postal)?) (no\.? ?)?\d+"), 0.9),
        (Patterns.Linear(@"\b[a-z]{1,2}\d[a-z0-9]? \d[a-z]{2}\b"), 0.7),
        (Patterns.Linear($@"\b(i|we) live (at|on|in) (the )?({Word} ){{1,3}}(street|road|avenue|lane|drive|court|close|row|terrace|square|crescent|boulevard)\b"), 0.85),
        (Patterns.Linear($@"\b(j'habite|on habite|nous habitons|vivo|vivimos) (au |en |a )?(la |l')?({French}|calle|avenida|plaza|paseo|camino){Small} {Word}( {Word})?"), 0.85),
    ];

    // What stands in an address without a digit.
    static readonly FrozenSet<string> Cues = FrozenSet.ToFrozenSet(["number", "live", "habite", "habitons", "vivo", "vivimos"]);

    // Addresses that everybody knows from a book or the news.
    static readonly Regex Famous = Patterns.Linear(@"(221 ?b,? baker|privet drive|downing street|42,? wallaby|1600 pennsylvania|grimmauld|rue morgue|124 conch|evergreen terrace|windsor gardens|cherry tree lane|sesame street)");

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (text.Digits == 0 && !text.HasAny(Cues)) yield break;
        foreach (var (pattern, strength) in Forms)
        {
            foreach (var match in pattern.EnumerateMatches(text.Folded).ToRanges())
            {
                var written = text.Folded[match];
                if (Famous.IsMatch(written) || !IsNamed(text, match)) continue;
                yield return text.Find(Category.Address, match.Start.Value, match.End.Value, Name, strength);
            }
        }
    }

    // "3 blocks down the road" has no name in it: a street's is written with capitals, unless the writer uses none.
    static bool IsNamed(LetterText text, Range match)
    {
        if (!text.UsesCapitals) return true;
        for (var at = match.Start.Value + 1; at < match.End.Value; at++)
            if (char.IsLetter(text.Folded[at]) && !char.IsLetterOrDigit(text.At(at - 1)) && char.IsUpper(text.Original[text.OriginalStart(at)])) return true;
        return false;
    }
}
