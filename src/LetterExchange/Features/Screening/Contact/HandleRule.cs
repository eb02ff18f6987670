using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>User names: after an at sign, with a number sign, of a user name's form beside the name of a network, or introduced as one.</summary>
static class HandleRule
{
    public const string Name = "handle.name";

    const string Networks = "insta|instagram|ig|snap|snapchat|tiktok|tik tok|discord|roblox|minecraft|fortnite|xbox|psn|playstation|play station|steam|twitch|youtube|telegram|kik|whatsapp|skype|twitter|facebook|messenger|bluesky|mastodon|reddit|pinterest|switch|" +
        "threads|bereal|be real|wattpad|spotify|soundcloud|strava|duolingo|goodreads|letterboxd|geoguessr|brawl stars|brawl|clash royale|among us|animal crossing|rocket league|valorant|genshin|scratch|lichess|chess|vinted|tumblr|deviantart|deviant art|ao3|vk|viber|line|wechat|weibo|zoom|teams|imessage|facetime|nintendo|kahoot|gartic|pokemon go|fifa|ea";
    const string Naming = "username|user ?names?|user|gamertag|gamer tag|handle|nickname|nick|screen ?name|add me|find me|follow me|look me up|looked me up|look for|friend me|i'm called|video app|under|subscribe|channel|account|profile|listed as|known as|stream|" +
        "pseudo|pseudonyme|ajoute|cherche(-moi| moi)?|suis-moi|identifiant|compte|profil|sous le nom|trouve|abonne(-toi| toi)|je signe|chaine|" +
        "usuario|agregame|agrega(me)?|buscame|busca(me)?|sigueme|siganme|me llamo|soy|mi nick|perfil|canal|cuenta|apodo|firmo|salgo como|en linea|online|en ligne|lobby|server|serveur|servidor|in (the|that) game|post|blog|vids|everywhere|partout|en todas partes|forum|surnom|m'appelle|write|sign|subo|encontras|friend name|the app|l'appli|la app|dans le jeu|en el juego";

    static readonly Regex At = Patterns.Linear(@"@ ?[a-z0-9_][a-z0-9._]{2,29}");
    static readonly Regex Tagged = Patterns.Linear(@"\b[a-z][a-z0-9_.]{2,31}#(\d{3,5}\b|[a-z]{3,})|\bsw-?\d{4}-\d{4}-\d{4}\b");
    static readonly Regex Formed = Patterns.Linear(@"[a-z0-9]*(_+[a-z0-9.-]+)+_*|\b[a-z0-9]+([._-][a-z0-9]+)+\b|\b[a-z0-9._]*[a-z][a-z._]*\d[a-z0-9._]*\b|\b[a-z]{6,24}\b");
    static readonly Regex Network = Patterns.Linear($@"\b({Networks})\b");
    static readonly Regex Elsewhere = Patterns.Linear($@"\b({Networks}|everywhere|partout|en todas partes|on there|(photo|video|music|chat|sports?) apps?|\w+ site|the app|in the game)\b");
    static readonly Regex Named = Patterns.Linear($@"\b({Networks}|{Naming})\b");
    static readonly Regex Files = Patterns.Linear(@"\b(files?|saved|folder|script|variable|function|code|python|scratch project|fichier|dossier|fonction|archivo|carpeta|funcion|programa)\b");

    const string Described = @"(the |exactly |just )?(same|my|mon|ma|mi|pareil|igual|lo mismo|meme)\b( [a-z0-9'-]+)+";
    static readonly Regex Introduced = Patterns.Linear(
        $@"\b(my|mi|mon|our|nuestro|notre|her|his|son|su)( (new|other|main|nuevo|nuevu|otro|nouveau|autre))? (user ?name|user|usuario|pseudo|pseudonyme|gamer ?tag|handle|nick|screen ?name|identifiant|id|insta|snap|snapchat|instagram|discord|tiktok|roblox|xbox|psn|steam|twitch|youtube|telegram|kik|skype)" +
        $@"(( user)? ?name| user| handle| account| tag| id)?( (on|in|sur|en|dans|de) [a-z]+)?( is|'s| es|,? c'est|,? cest| it's|,? its| est| =|:) ?(called )?[""«]?({Described}|[a-z0-9._-]+)");
    static readonly Regex OnNetwork = Patterns.Linear(
        $@"\b(on|in|sur|en|dans|dan) (the |le |la |el )?({Networks})( app| too)?,? ?(i'm|im|i am|i go by|my name is|name's|it's|as|under|je suis|jsuis|chui|c'est|cest|je m'appelle|mon nom(,)? c'est|soy|estoy (como|por)|me llamo|es|salgo como|:) ?[""«]? ?[a-z0-9._-]+|" +
        $@"\b(i'm|im|i am|je suis|jsuis|soy|c'est|cest) [""«]? ?[a-z0-9._-]+ ?[""»]? (on|sur|en) (the |le |la |el )?({Networks})\b|" +
        $@"\b(username|user|gamertag|handle|pseudo|usuario|nick|channel|chaine|canal)('s| is| c'est| es|:| called| named|,? it's called| se llama| s'appelle|,? it is|,) ?[""«]? ?[a-z0-9._-]+|" +
        $@"\b(add|ajoute(-moi| moi)?|agregame|find me|follow me|look me up|cherche(-moi)?|busca(me)?|sigueme|suis-moi)( me)?:? (as|under|sous|como|par) [""«]?(le nom (de )?)?[a-z0-9._-]+|" +
        $@"\b({Networks}) ?: ?[a-z0-9._-]+");
    static readonly Regex Underscored = Patterns.Linear(@"[a-z0-9.-]+ ?\(?(underscore|under score|tiret (du )?bas|guion bajo|barre du bas)\)? ?[a-z0-9.]+");

    // Words that stand where a name could and are none: my insta is private.
    static readonly FrozenSet<string> NoNames = FrozenSet.ToFrozenSet(
    [
        "private", "blocked", "banned", "gone", "full", "boring", "broken", "better", "really", "very", "quite", "always", "never", "only", "that", "this", "there", "because", "about", "all", "not", "and", "the", "for", "with", "too", "so", "bad", "good", "great", "cool", "fun", "down", "off", "old", "new",
        "prive", "bloque", "nul", "nulle", "plein", "pas", "tres", "trop", "que", "qui", "une", "des", "les", "pour", "comme", "avec", "dans", "mon", "bon", "fort", "forte", "interdit", "fini", "bien", "mort", "vide",
        "privado", "una", "uno", "muy", "malo", "mala", "buena", "bueno", "del", "las", "los", "por", "con", "mejor", "peor", "mas", "para", "como", "yo", "terrible", "tranquilo", "malisimo", "malisima",
        "allowed", "playing", "watching", "going", "getting", "still", "just", "bored", "learning", "building", "stuck", "lonely", "happy", "the best", "level", "what", "where", "when", "here", "called",
    ]);

    // Names that are written with capitals inside and are nobody's.
    static readonly FrozenSet<string> Brands = FrozenSet.ToFrozenSet(
        ["youtube", "tiktok", "whatsapp", "playstation", "facetime", "bereal", "soundcloud", "geoguessr", "javascript", "powerpoint", "mcdonald", "mcdonalds", "iphone", "macbook", "paypal", "deviantart", "snapchat", "linkedin", "chatgpt", "youtuber", "youtubers", "minecraft", "letterexchange", "guineapig"]);

    // A part of an e-mail address is no user name.
    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        List<Finding>? emails = null;
        foreach (var finding in Names(text))
            if (!(emails ??= [.. EmailRule.Find(text, input)]).Exists(email => email.Start < finding.End && finding.Start < email.End)) yield return finding;
    }

    static IEnumerable<Finding> Names(LetterText text)
    {
        if (text.Folded.Contains('@')) foreach (var match in At.EnumerateMatches(text.Folded).ToRanges())
            if (!char.IsLetterOrDigit(text.At(match.Start.Value - 1)) && text.At(match.Start.Value - 1) is not ('.' or '_' or '-') && (text.At(match.Start.Value + 1) != ' ' || text.Folded[match].Contains('_') || text.Folded[match].Contains('.')) && !IsEmail(text, match))
                yield return Of(text, match, 0.95);
        if (text.Folded.Contains('#') || text.Digits >= 12) foreach (var match in Tagged.EnumerateMatches(text.Folded).ToRanges()) yield return Of(text, match, 0.9);
        if (text.Folded.Contains("under", StringComparison.Ordinal) || text.Folded.Contains("bas", StringComparison.Ordinal) || text.Folded.Contains("bajo", StringComparison.Ordinal))
            foreach (var match in Underscored.EnumerateMatches(text.Folded).ToRanges())
                if (!IsAddressed(text, match) && !IsSaid(text, match)) yield return Of(text, match, 0.8);
        var isCued = text.HasAny(Cues);
        if (!isCued && !text.Folded.Contains('_')) yield break;
        if (text.HasAny(Introducing))
        {
            foreach (var match in Introduced.EnumerateMatches(text.Folded).ToRanges()) if (IsName(text, match)) yield return Of(text, match, 0.85);
            foreach (var match in OnNetwork.EnumerateMatches(text.Folded).ToRanges())
                if (IsName(text, match)) yield return Of(text, IsFormed(text, LastWord(text, match)) ? LastWord(text, match) : match, 0.8);
        }
        foreach (var word in text.Words)
            if (word.IsSpread && word.Text.Length > 4 && (Patterns.IsBefore(Named, text.Folded, word.Start, 50) || Patterns.IsAfter(Network, text.Folded, word.End, 30))) yield return Of(text, word.Start..word.End, 0.8);
        if (!HasForm(text)) yield break;
        foreach (var match in Formed.EnumerateMatches(text.Folded).ToRanges())
            if (IsFormed(text, match) && !IsPartOfAddress(text, match) && !IsAddressed(text, match))
            {
                if (isCued && IsBesideName(text, match)) yield return Of(text, match, 0.85);
                else if (text.Folded[match].Contains('_') && !Patterns.IsBefore(Files, text.Folded, match.Start.Value, 40) && !Patterns.IsAfter(Files, text.Folded, match.End.Value, 15)) yield return Of(text, match, 0.75);
            }
    }

    /// <summary>Tells in one pass that no word has a user name's form: no sign, no digit beside letters, no capital within.</summary>
    static bool HasForm(LetterText text)
    {
        if (text.Folded.Contains('_')) return true;
        foreach (var word in text.Words)
        {
            if (text.At(word.End) is '.' or '-' && char.IsLetterOrDigit(text.At(word.End + 1))) return true;
            if (word.End - word.Start < 5) continue;
            if (text.Folded.AsSpan(word.Start..word.End).ContainsAnyInRange('0', '9') || HasCapitalWithin(text, word.Start..word.End)) return true;
        }
        return false;
    }

    static readonly FrozenSet<string> Introducing = $"{Networks}|username|usernames|user|gamertag|gamer|handle|pseudo|pseudonyme|usuario|nick|screen|screenname|identifiant|id|channel|chaine|canal|add|ajoute|agregame|find|follow|look|cherche|busca|buscame|sigueme|suis".Split('|', ' ').Except(["line", "go", "us", "us", "be", "ea", "real", "star", "stars", "tik", "play", "art"]).ToFrozenSet();

    // Every name of a network and every word of naming has one of these.
    static readonly FrozenSet<string> Cues = $"{Networks}|{Naming}|user|gamer|tag".Split('|', ' ', '-', '(', ')', '\'', '?').Where(word => word.Length > 0)
        .Except(["me", "moi", "up", "i", "m", "mi", "en", "tik", "the", "in", "that", "l", "la", "el", "le", "dans", "us", "go", "be", "as", "names", "name", "toi", "je", "sous", "star", "stars"]).Concat(["im", "username", "usernames", "screenname", "name", "id", "sous"]).ToFrozenSet();

    // "With an underscore before the seven": no name, but how one is written.
    static bool IsSaid(LetterText text, Range match)
    {
        var words = text.Words.Where(word => word.Start >= match.Start.Value && word.End <= match.End.Value).ToList();
        return words.Count == 0 || words[0].Text is "un" or "an" or "the" or "con" or "with" or "avec" or "y" or "and" or "el" or "le" or "a" or "et" || words[^1].Text is "avant" or "and" or "y" or "et" or "then" or "before" or "after" or "antes" or "apres" or "entre" or "between" or "in";
    }

    static bool IsEmail(LetterText text, Range match)
    {
        var before = text.At(match.Start.Value - 1) == ' ' ? text.At(match.Start.Value - 2) : ' ';
        return text.At(match.Start.Value + 1) == ' ' && char.IsLetterOrDigit(before);
    }

    // The last word of what was matched is the name itself, which must not be a word of every day after a mere "is".
    static bool IsName(LetterText text, Range match)
    {
        var written = text.Folded.AsSpan(match);
        if (written.IndexOfAny("@") >= 0 || text.At(match.End.Value) == '@') return false;
        var words = text.Words.Where(word => word.Start >= match.Start.Value && word.End <= match.End.Value).ToList();
        if (words.Exists(word => word.Text is "same" or "pareil" or "igual" or "mismo" or "meme")) return words.Count > 5;
        var network = words.FindLastIndex(word => Cues.Contains(word.Text));
        var name = words.Count - 1;
        if (network == words.Count - 1) name = Math.Max(0, words.FindIndex(word => word.Text is "im" or "am" or "suis" or "soy" or "jsuis" or "est" or "cest") + 1);
        if (name >= words.Count || words[name].End - words[name].Start < 3 || NoNames.Contains(words[name].Text)) return false;
        var word = words[name];
        var span = word.Start..word.End;
        var isExplicit = words.Exists(one => one.Text is "username" or "user" or "usuario" or "pseudo" or "gamertag" or "handle" or "nick" or "called" or "as" or "under" or "sous" or "como" or "identifiant" or "named" or "screenname" or "same" or "pareil" or "igual" or "mismo") || words[0].Text is "my" or "mi" or "mon" && name > 0;
        return isExplicit || IsFormed(text, span) || word.IsCapital && !word.OpensSentence && word.Text.Length > 3 || text.At(word.Start - 1) == '"' || text.At(word.End) is '_' or '.' && char.IsLetterOrDigit(text.At(word.End + 1)) || text.At(word.Start - 1) is '_' or '.';
    }

    static Range LastWord(LetterText text, Range match) => (match.Start.Value + text.Folded.AsSpan(match).LastIndexOfAny(" :\"") + 1)..match.End.Value;

    // An underscore, letters and digits mixed, points or capitals within: "half-past" and "2nd" are words.
    static bool IsFormed(LetterText text, Range match)
    {
        var name = text.Folded.AsSpan(match).Trim('.');
        var (letters, digits, points, hasHyphen) = (0, 0, 0, false);
        foreach (var character in name)
        {
            if (char.IsAsciiLetter(character)) letters++;
            else if (char.IsAsciiDigit(character)) digits++;
            else if (character == '.') points++;
            else if (character == '-') hasHyphen = true;
        }
        if (name.Length < 5 || letters < 3) return false;
        if (name.Contains('_')) return true;
        if (digits > 0 && !char.IsAsciiDigit(name[0]) && !hasHyphen && points < 3) return true;
        if (points > 0) return !HasCapitalAfterPoint(text, match) && name.Length > 6 && !EmailRule.Endings.Contains(name[(name.LastIndexOf('.') + 1)..].ToString());
        return !hasHyphen && digits == 0 && HasCapitalWithin(text, match) && !Brands.Contains(name.ToString());
    }

    static bool HasCapitalAfterPoint(LetterText text, Range match)
    {
        for (var at = match.Start.Value + 1; at < match.End.Value; at++)
            if (text.Folded[at - 1] == '.' && char.IsUpper(text.Original[text.OriginalStart(at)])) return true;
        return false;
    }

    static bool HasCapitalWithin(LetterText text, Range match)
    {
        for (var at = match.Start.Value + 2; at < match.End.Value; at++)
            if (char.IsUpper(text.Original[text.OriginalStart(at)]) && char.IsLower(text.Original[text.OriginalStart(at - 1)])) return true;
        return false;
    }

    static bool IsBesideName(LetterText text, Range match) =>
        Patterns.IsBefore(Named, text.Folded, match.Start.Value, 50) || Patterns.IsAfter(Elsewhere, text.Folded, match.End.Value, 30);

    static bool IsPartOfAddress(LetterText text, Range match) =>
        text.At(match.End.Value) is '@' or '/' or ':' && text.At(match.End.Value + 1) != ' ' || text.At(match.Start.Value - 1) is '@' or '/' or '.' or ':' or '=' && text.At(match.Start.Value - 2) != ' ';

    static bool IsAddressed(LetterText text, Range match) => text.At(match.End.Value) is '@' || text.Folded.AsSpan(match.End.Value, Math.Min(24, text.Folded.Length - match.End.Value)) is var after
        && (after.Contains(" at ", StringComparison.Ordinal) || after.Contains("arroba", StringComparison.Ordinal) || after.Contains("arobase", StringComparison.Ordinal) || after.Contains("dot ", StringComparison.Ordinal) || after.Contains("point ", StringComparison.Ordinal) || after.Contains("punto ", StringComparison.Ordinal));

    static Finding Of(LetterText text, Range match, double strength)
    {
        var end = match.End.Value;
        while (text.Folded[end - 1] is '.' or ' ' or '-') end--;
        return text.Find(Category.Handle, match.Start.Value, end, Name, strength);
    }
}
