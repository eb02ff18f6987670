using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>The way to a home, told by what stands beside it: "second left past the chapel, we're the door with the lion". Several signs of a way must come together with a word that
/// says whose it is.</summary>
static class HomeWays
{
    public const string Name = "address.way";

    const double Strength = 0.75;
    const int Fewest = 3; // Signs of a way.

    // A quick look: without two of these no way is told.
    static readonly FrozenSet<string> Cues = FrozenSet.ToFrozenSet(
    [
        "left", "right", "past", "opposite", "behind", "above", "door", "gate", "bell", "floor", "balcony", "shutters", "alley", "lane", "house", "cottage", "bungalow", "caravan", "trailer", "knocker", "window", "farm", "farmhouse",
        "gauche", "droite", "porte", "portail", "volets", "derriere", "maison", "dessus", "sonne", "caravane", "ruelle", "arret", "escalier", "etage", "fenetre",
        "izquierda", "derecha", "puerta", "porton", "timbre", "detras", "encima", "enfrente", "esquina", "casa", "parada", "balcon", "cuesta", "escalera", "piso", "atras", "fachada", "balcones",
    ]);

    static readonly Regex Signs = Patterns.Linear(
        @"\b((turn|go|take|keep|bear|straight) (the )?(first |second |third |next )?(left|right|up|down|on|past|over|along)|(first|second|third|fourth|next|last|end) (left|right|door|gate|house|turning|one)|past (the|two|three|a|that) \w+|cross (the|over)|get off|come (out|over|off|down|up)|(opposite|behind|beside|next to|above|over) (the|st|a|that|\w+'s)|" +
        @"at the (very )?(top|end|bottom|back|corner) of|the (top|end|bottom) of the|after the (bridge|church|shop|pub|school|chapel|mill)|just after|(top|side|middle|bottom|ring the) bell|(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|seventeenth|top|ground) floor|(the|an?|only|one) (\w+ )?(red|blue|green|yellow|white|pink|purple|black|orange|brass|wooden|thatched|painted|iron) (\w+ )?(door|gate|house|cottage|bungalow|shutters|caravan|tarp|farmhouse|letterbox|balconies|one)|(one|house|door|cottage|bungalow|block|gate|caravan|window|steps?) with (the|a|no|two)|(on|round) the (corner|side|square)|" +
        @"tu (descends|prends|tournes?|passes|montes|longes|continues|decen)|tournes? (au|a|apres)|(prends|prendre|prend) la|(premiere|deuxieme|troisieme|derniere|seconde) (a gauche|a droite|maison|porte|rue)|a (gauche|droite)|(derriere|devant|en face|a cote|au-dessus|au dessus?|apres|avant) (le|la|l'|du|de|des)|au (bout|fond|coin|dernier)|tout droit|(premier|deuxieme|troisieme|quatrieme|cinquieme|dernier) etage|(volets?|porte|portail|maison|boite|caravane|facade) (aux? )?(\w+ )?(rouges?|bleue?s?|verte?s?|jaunes?|blanche?s?|violets?|roses?|lilas|noire?s?|rouillee)|(celle|celui|maison|porte) (avec|aux?|a la|a l'|qui)|du bus|a l'arret|au rond-point|passe[sz]? (le|la|sous|devant) |sonne a|" +
        @"(te bajas|se baja|bajas|subes|subiendo|sube|suba|sales|tuerces|giras|doblas|coges|cruzas|cruzando|pasas|pasando|pasada|sigues|se sigue|se coge)( \w+)? (en|el|la|los|las|a|por|hasta|del|dos)|(primera|segunda|tercera|ultima|primer|segundo|tercer|cuarto|ultimo) (a la|puerta|casa|calle|piso|parada|izquierda|derecha)|a (la|mano) (izquierda|derecha)|(detras|atras|enfrente|encima|despues|al lado|junto|diagonal|pasando|antes|al final) (de|del|a|al)|(la|puerta|casa|porton|el) (\w+ )?(roja|rojo|azul|verdes?|blanca|blanco|amarilla|amarillo|rosada|rosa|negra|negro|marron|verde)|hace esquina|de la esquina|la que tiene|(una|dos|tres|cuatro|media|\d) cuadras? (al|de|a|mas|abajo|arriba|hacia)|(casa|portal|puerta|caravana|rancho|finca) (azul|verde|roja|blanca|amarilla|de (dos|tres) pisos)|(la|el) (del|de la|de los) \w+)\b");

    static readonly Regex Mine = Patterns.Linear(
        @"\b((my|our) (\w+ )?(house|home|flat|door|place|front door|cottage|bungalow|caravan|trailer|window|farm|gate|block|building|street|room)|ours|we're the|we are the|we're in the|we're on|we're over|we have the|we're above|(i'm|we live|i live|living) (at|in|over|above|behind|on|by)|to (get|come) to (us|me|ours|mine)|mine's|pick out my|see my|we r room|it's the (house|door|farm|block|one|second|last|only)|its the (house|door|farm|block|one|second|last|only)|the hostle is|(yours|you) (the|come|take|go|get|need|turn)|you'?(ll| would)? (find|see|know|pick|take|go|come|turn)|" +
        @"(ma|notre) (maison|porte|rue|caravane|ferme|fenetre)|mon (chalet|atelier|immeuble|appart|appartement)|chez (moi|nous)|j'habite|j'abite|on habite|nous habitons|on est|c'est la (maison|porte|caravane|ferme)|ce la maison|la maison (est|aux|avec)|c'est (le|la) \w+|sonne|" +
        @"(mi|nuestra|tu) (casa|puerta|finca)|vivo|vivimos|para llegar|(es|esta) (la|el) (casa|puerta|porton|portal|tercera|segunda|primera|ultima|de la|casita|que)|somos|es la casita|ahi es|nuestra|nuestro edificio)\b");

    // What a story or a walk would say of a place.
    static readonly Regex Elsewhere = Patterns.Linear(@"\b(castle|museum|treasure|pirates?|dragon|witch|story|book|film|game|level|chapter|hotel|restaurant|cafe|hospital|stadium|maze|dungeon|tresor|chateau|musee|histoire|livre|jeu|sorciere|castillo|museo|tesoro|cuento|libro|juego|bruja|princesa|hospital|hopital)\b");

    public static IEnumerable<Finding> Find(LetterText text)
    {
        var cues = 0;
        foreach (var word in text.Words) if (Cues.Contains(word.Text) && ++cues > 1) break;
        if (cues < 2) yield break;
        for (var first = 0; first < text.Words.Length;)
        {
            var last = first;
            while (last + 1 < text.Words.Length && text.Words[last + 1].Sentence == text.Words[first].Sentence) last++;
            var (start, end) = (text.Words[first].Start, text.Words[last].End);
            if (last - first > 5 && end - start < 400 && IsWay(text.Folded.AsSpan(start..end))) yield return text.Find(Category.Address, start, end, Name, Strength);
            first = last + 1;
        }
    }

    static bool IsWay(ReadOnlySpan<char> sentence) => Signs.Count(sentence) >= Fewest - (Mine.IsMatch(sentence) ? 1 : -1) && Mine.IsMatch(sentence) && !Elsewhere.IsMatch(sentence);
}
