using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>Postal addresses: a house number beside the name of a street, in the order of each language; a box number; a British postcode.</summary>
static class AddressRule
{
    public const string Name = "address.street";

    const string Count = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
    const string Number = $@"(\d{{1,5}} ?[a-z]?|number ({Count})((-| )({Count}))?|number [a-z]+|lot \d+)";
    const string Word = @"[a-z][a-z'.-]*";
    const string Plain = "[a-z][a-z'-]*";
    const string Small = @"( (de|du|des|la|le|les|l'|d'|del|los|las|of|the|saint|san|santa|st\.?))*";
    const string Streets = "street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|row|terrace|place|square|way|crescent|boulevard|blvd|steps|walk|gardens|mews|hill|parade|circle|trail|parkway|highway|quay|wharf|yard|grove|rise";
    const string English = $"{Streets}|bank|brae|view|enclave|cottages|orchard|track|boreen|alley|villas|heights|buildings|green|meadows?|fields|gate|vale|crest|loop|esplanade|strand";
    const string French = "rue|avenue|av|boulevard|bd|impasse|allees?|chemin|place|quai|route|cours|cour|passage|square|sentier|sente|venelle|ruelle|faubourg|lotissement|residence|hameau|chaussee|rang|montee|cite|mail|esplanade|clos|traverse|voie|villa|rond-point|promenade|pl";
    const string Spanish = "calle|cl|avenida|avda|av|plaza|plazuela|plazoleta|pza|paseo|pº|camino|carretera|ctra|ronda|callejon|travesia|privada|calzada|bulevar|glorieta|urbanizacion|urb|pasaje|cerrada|jiron|jr|cuesta|carrera|cra|transversal|diagonal|rambla|costanilla|andador|circuito|retorno|barriada|vereda|pje";
    const string Flat = @"(,? (apt|apto|apartment|apartamento|flat|unit|suite|floor|appartement|appt|batiment|bat|etage|piso|puerta|portal|escalera|no|num|depto|departamento|interior|int|bte|boite|col|colonia)(\. ?| )[a-z0-9]+|,? (first|second|third|fourth|fifth|top|ground) floor|,? \d{1,2}(\.?[oaº°ª]|e|er|eme)( etage| piso)?( [a-z]\b)?)*";
    const string Here = @"(i|we|my family|he|she|they) (both |still |all |now )?live|living|(my|our|the new|new|his|her|mum's|dad's|gran's|nan's) (new |old |little )?(house|home|flat|place|street|road|window|door|front door|bungalow|cottage|caravan|trailer|block|building|address|workshop|farm)|(ours|mine)( is|'s| are)?|we're the (end|last|first|second|third)|we'll be|\bi'm at|find me at|moved (in)?to|write to me at|(send|post) (it|them|that|a card|letters) to|back to|home is|grew up on|c/o|care of";
    const string Maison = @"(j'habite|j'abite|jabite|j habite|on habite|nous habitons|on reste|on loge|je loge|on vit|je vis|(ma|notre) rue|(ma|notre|la) (nouvelle )?(maison|chambre|adresse|ferme|caravane)|mon (atelier|appart(ement)?|chalet|immeuble|adresse|coloc)|chez (moi|nous|mon pere|ma mere|mamie|papi)|demenage|emmenage|on est|c'est|sonne|la mienne|le notre|ecris-moi)";
    const string Casa = @"(vivo|vivimos|viven?|(mi|nuestra|la) (casa|direccion|calle|puerta|finca)|mi (piso|portal|edificio|departamento|bloque)|estamos en|nos mudamos|me mude|somos los|la mia|el mio|ponle|pongale|me quedo|en casa de)";

    static readonly (Regex Pattern, double Strength, Needs Needs)[] Forms =
    [
        (Patterns.Linear($@"\b{Number},? ({Word} ){{1,3}}({English})\b{Flat}"), 0.9, Needs.Number | Needs.English),
        (Patterns.Linear($@"\b\d{{1,4}}( ?(bis|ter|quater|[a-d]))?,? ((de )?(la |l'))?({French})\b{Small} ?{Word}( {Word}){{0,2}}{Flat}"), 0.9, Needs.Digit | Needs.French),
        (Patterns.Linear($@"\b(rue|avenue|boulevard|bd|impasse|allee|chemin|quai|chaussee|ruelle|sentier|venelle|place|square|faubourg|rang|montee|cour)\b{Small} ?{Plain}( {Plain}){{0,3}},? ?((au |le )?(numero|n°|nº|num\.?|no\.?|#|le|au) ?)?\d{{1,4}}\b{Flat}"), 0.85, Needs.Digit | Needs.French),
        (Patterns.Linear($@"\b(c/|({Spanish})\b\.?){Small} ?{Word}( {Word}){{0,4}},? ?((n\.?[oº°]?|num\.?|numero|#) ?)?(bis )?(numero )?\d{{1,4}}(-\d+)?\b{Flat}"), 0.9, Needs.Digit | Needs.Spanish),
        (Patterns.Linear($@"\b(c/|({Spanish}|{French})\b\.?){Small} ?{Word}( {Word}){{0,3}},? ?(numero|n°|el numero|y el numero es|y el numero) ?({Word})"), 0.85, Needs.Latin),
        (Patterns.Linear($@"\b({Spanish})\.? ?\d{{1,3}}( ?(bis|[a-z]))? ?(#|n\.?[oº°]?|no\.?|numero) ?\d+"), 0.9, Needs.Digit | Needs.Spanish),
        (Patterns.Linear(@"\b(p\.? ?o\.? box|boite postale|apartado( de correos| postal)?) (no\.? ?)?\d+"), 0.9, Needs.Digit | Needs.Box),
        (Patterns.Linear(@"\b[a-z]{1,2}\d[a-z0-9]? \d[a-z]{2}\b"), 0.7, Needs.Digit),
        (Patterns.Linear($@"\b({Here})\b[^.!?\n]{{0,40}}\b(at|on|in|of|up|off|to|past) (the )?({Word} ){{1,3}}({Streets}|steps|bank|view|green)\b"), 0.85, Needs.English | Needs.Home),
        (Patterns.Linear($@"\b{Maison}\b[^.!?\n]{{0,40}}\b({French})\b{Small} ?{Word}( {Word})?"), 0.85, Needs.French | Needs.Home),
        (Patterns.Linear($@"\b{Casa}\b[^.!?\n]{{0,40}}(c/|\b({Spanish})\b){Small} ?{Word}( {Word})?"), 0.85, Needs.Spanish | Needs.Home),
        (Patterns.Linear($@"\b({Word} ){{1,2}}({Streets}),? (as well,? )?(at )?((we're|we are|i'm|it's) )?(number|no\.?) [a-z0-9]+"), 0.85, Needs.English | Needs.Number),
        (Patterns.Linear($@"\b(the )?({Word} ){{1,2}}(house|forge|farm|cottage|barn|mill|lodge|rectory|vicarage|villa),? ({Word} ){{1,2}}({Streets})\b"), 0.8, Needs.English | Needs.House),
        (Patterns.Linear($@"\b(flat|apartment|apt|unit|room) \d+[a-z]?,? ({Word} ){{1,2}}(house|court|building|tower|block|lodge|mansions|hall)\b"), 0.85, Needs.Digit | Needs.House),
        (Patterns.Linear(@"\b(bloque|portal|torre|edificio|manzana|mz|batiment|bat|residence|hlm|tour|immeuble)\b\.? ?[a-z0-9' -]{1,30},? (puerta|piso|lote|lt|escalera|departamento|depto|apto|apartamento|etage|\d{1,2}(e|eme|er) etage|porte|appartement|appt|\w+ (izquierda|derecha|etage)) ?[a-z0-9]*"), 0.8, Needs.House),
        (Patterns.Linear(@"\b(postcode|post code|zip code|eircode|code postal|codigo postal|cp)( is|'s| es| est| c'est|:)? [a-z0-9]{2,5}( ?[a-z0-9]{2,4}\b)?"), 0.8, Needs.Code),
    ];

    /// <summary>What a text must have for a form of address to be looked for at all: a quick look at its words spares nearly every letter the patterns.</summary>
    [Flags]
    enum Needs { None = 0, Digit = 1, Number = 2, English = 4, French = 8, Spanish = 16, Latin = 32, Home = 64, House = 128, Box = 256, Code = 512 }

    static readonly FrozenDictionary<string, Needs> Has = new (string Words, Needs Needs)[]
    {
        (English.Replace("meadows?", "meadow|meadows", StringComparison.Ordinal), Needs.English), (French.Replace("allees?", "allee|allees", StringComparison.Ordinal) + "|rond", Needs.French | Needs.Latin), (Spanish + "|c", Needs.Spanish | Needs.Latin), ("number|numero|lot", Needs.Number),
        ("live|living|house|home|flat|place|street|road|window|door|bungalow|cottage|caravan|trailer|block|building|address|workshop|farm|ours|mine|im|were|well|find|moved|write|send|post|back|grew|care|c", Needs.Home),
        ("habite|jabite|abite|habitons|reste|loge|vit|vis|maison|chambre|adresse|rue|ferme|caravane|atelier|appart|appartement|chalet|immeuble|coloc|chez|demenage|emmenage|est|sonne|mienne|notre|ecris|vivo|vivimos|vive|viven|casa|direccion|calle|puerta|finca|piso|portal|edificio|departamento|bloque|estamos|mudamos|mude|somos|mia|mio|ponle|pongale|quedo", Needs.Home),
        ("house|forge|farm|cottage|barn|mill|lodge|rectory|vicarage|villa|flat|apartment|apt|unit|room|bloque|portal|torre|edificio|manzana|mz|batiment|bat|residence|hlm|tour|immeuble", Needs.House), ("box|boite|apartado", Needs.Box), ("postcode|post|zip|eircode|code|codigo|cp", Needs.Code),
    }.SelectMany(row => row.Words.Split('|').Distinct().Select(word => (word, row.Needs))).GroupBy(pair => pair.word).ToFrozenDictionary(group => group.Key, group => group.Aggregate(Needs.None, (all, pair) => all | pair.Needs));

    static Needs Of(LetterText text)
    {
        var has = text.Digits > 0 ? Needs.Digit | Needs.Number : Needs.None;
        foreach (var word in text.Words) if (Has.TryGetValue(word.Text, out var more)) has |= more;
        return has;
    }

    // What stands in an address without a digit.
    static readonly FrozenSet<string> Cues = FrozenSet.ToFrozenSet(
        ["number", "live", "living", "house", "home", "flat", "address", "moved", "habite", "habitons", "habite", "abite", "vivo", "vivimos", "casa", "maison", "adresse", "direccion", "calle", "rue", "numero", "street", "lane", "road", "impasse", "chemin", "avenida", "demenage", "emmenage"]);

    // Words that no street's name has between its number and its end: "5 minutes down the road".
    static readonly FrozenSet<string> NoStreet = FrozenSet.ToFrozenSet(
        ["at", "in", "on", "down", "from", "and", "for", "past", "with", "was", "is", "are", "were", "went", "minutes", "miles", "times", "people", "a", "i", "we", "you", "it", "that", "no", "not", "to", "of", "got", "page", "pages", "pupils", "kids", "children", "men", "women", "metres", "meters", "blocks", "hours", "days", "years", "weeks", "boys", "girls", "my", "his", "her", "our", "their", "by", "along", "each", "other", "long", "good", "pounds", "goals", "points", "sheep", "cows", "games", "books", "cars", "out", "up", "same", "little"]);

    // Addresses that everybody knows from a book or the news.
    static readonly Regex Famous = Patterns.Linear(@"(221 ?b,? baker|privet drive|downing street|42,? wallaby|1600 pennsylvania|grimmauld|rue morgue|124 conch|evergreen terrace|windsor gardens|cherry tree lane|sesame street)");

    // Whose address it is: a story's.
    static readonly Regex Told = Patterns.Linear(@"\b(witch|wizard|holmes|sherlock|novel|story|book|film|movie|character|haunted|roman|histoire|livre|sorciere|personnage|cuento|novela|libro|bruja|pelicula|personaje|muneca|doll|cabane|lives in a box|musee|museum|auteure?|author|conte|jeu|minecraft|reve|dream|dibuje|isla|mapa|protagonista|zapatos)\b");

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        foreach (var way in HomeWays.Find(text)) yield return way;
        if (text.Digits == 0 && !text.HasAny(Cues)) yield break;
        var has = Of(text);
        for (var form = 0; form < Forms.Length; form++)
        {
            var (pattern, strength, needs) = Forms[form];
            if ((has & needs) != needs) continue;
            foreach (var match in pattern.EnumerateMatches(text.Folded).ToRanges())
            {
                var written = text.Folded[match];
                if (Famous.IsMatch(written) || !IsNamed(text, match) || form == 0 && HasNoName(text, match) || Patterns.IsBefore(Told, text.Folded, match.Start.Value, 60)) continue;
                yield return text.Find(Category.Address, match.Start.Value, match.End.Value, Name, strength);
            }
        }
    }

    static bool HasNoName(LetterText text, Range match)
    {
        foreach (var word in text.Words)
            if (word.Start > match.Start.Value && word.End < match.End.Value && NoStreet.Contains(word.Text)) return true;
        return false;
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
