using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>User names: after an at sign, with a number sign, or of a user name's form beside the name of a network.</summary>
static class HandleRule
{
    public const string Name = "handle.name";

    const string Networks = "insta|instagram|snap|snapchat|tiktok|tik tok|discord|roblox|minecraft|fortnite|xbox|psn|playstation|steam|twitch|youtube|telegram|kik|whatsapp|skype|twitter|facebook|messenger|bluesky|mastodon|reddit|pinterest|switch";
    const string Naming = "username|user name|gamertag|gamer tag|handle|nickname|screen name|add me|find me|follow me|look me up|friend me|i'm called|video app|" +
        "pseudo|ajoute|cherche(-moi| moi)|suis-moi|identifiant|usuario|agregame|buscame|sigueme|me llamo|soy|mi nick|mi perfil|channel|chaine|canal|en linea|online|en ligne";

    static readonly Regex At = Patterns.Linear(@"@[a-z0-9_][a-z0-9._]{2,29}");
    static readonly Regex Tagged = Patterns.Linear(@"\b[a-z][a-z0-9_.]{2,31}#\d{4,5}\b");
    static readonly Regex Formed = Patterns.Linear(@"\b[a-z0-9]+([._-][a-z0-9]+)+\b|\b[a-z0-9._]*[a-z][a-z._]*\d[a-z0-9._]*\b");
    static readonly Regex Network = Patterns.Linear($@"\b({Networks})\b");
    static readonly Regex Named = Patterns.Linear($@"\b({Networks}|{Naming})\b");
    static readonly Regex Introduced = Patterns.Linear(
        @"\b(my|mi|mon) (user ?name|usuario|pseudo|gamer ?tag|handle|insta|snap|snapchat|instagram|discord|tiktok|roblox)( name| user| handle)? (is|es|c'est|it's) ([a-z0-9._-]{3,30})");

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        if (text.Folded.Contains('@')) foreach (var match in At.EnumerateMatches(text.Folded).ToRanges())
            if (!char.IsLetterOrDigit(text.At(match.Start.Value - 1)) && text.At(match.Start.Value - 1) is not ('.' or '_' or '-'))
                yield return Of(text, match, 0.95);
        if (text.Folded.Contains('#')) foreach (var match in Tagged.EnumerateMatches(text.Folded).ToRanges()) yield return Of(text, match, 0.9);
        if (!text.HasAny(Cues)) yield break;
        foreach (var match in Introduced.EnumerateMatches(text.Folded).ToRanges()) yield return Of(text, match, 0.85);
        if (!Named.IsMatch(text.Folded)) yield break;
        foreach (var match in Formed.EnumerateMatches(text.Folded).ToRanges())
            if (IsFormed(text.Folded[match]) && IsBesideName(text, match) && !IsPartOfAddress(text, match)) yield return Of(text, match, 0.85);
    }

    // Every name of a network and every word of naming has one of these.
    static readonly FrozenSet<string> Cues = $"{Networks}|{Naming}|user|gamer".Split('|', ' ', '-', '(', ')', '\'').Where(word => word.Length > 0).Except(["me", "moi", "up", "i", "m", "mi", "en", "tik"]).Concat(["im"]).ToFrozenSet();

    // An underscore, or letters and digits mixed: "half-past" and "2nd" are words.
    static bool IsFormed(string name)
    {
        var (letters, digits) = (name.Count(char.IsAsciiLetter), name.Count(char.IsAsciiDigit));
        if (name.Length < 5 || letters < 3) return false;
        return name.Contains('_') || digits > 0 && !char.IsAsciiDigit(name[0]) && !name.Contains('-') && name.Count(c => c == '.') < 2;
    }

    static bool IsBesideName(LetterText text, Range match) =>
        Patterns.IsBefore(Named, text.Folded, match.Start.Value, 50) || Patterns.IsAfter(Network, text.Folded, match.End.Value, 30);

    static bool IsPartOfAddress(LetterText text, Range match) =>
        text.At(match.End.Value) is '@' or '/' or ':' || text.At(match.Start.Value - 1) is '@' or '/' or '.' or ':';

    static Finding Of(LetterText text, Range match, double strength)
    {
        var end = match.End.Value;
        while (text.Folded[end - 1] == '.') end--;
        return text.Find(Category.Handle, match.Start.Value, end, Name, strength);
    }
}
