using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace LetterExchange.Features.Screening.Contact;

/// <summary>E-mail addresses: plain, and hidden from machines: at and dot in brackets, in words, in entities, letters pulled apart.</summary>
static class EmailRule
{
    public const string Name = "email.address";

    static readonly Regex Plain = Patterns.Linear(@"[a-z0-9][a-z0-9._%+-]*(@| @ )[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}|\b(moc|gro|ten|ude|rf|se|elpmaxe|ku\.oc|xm)\.[a-z0-9-]+@[a-z0-9._-]+[a-z0-9]|[a-z0-9._%+-]*[a-z0-9-]-?@\n?-?[a-z0-9][a-z0-9.-]*\.-?[a-z]{2,}|[a-z0-9][a-z0-9._+-]*%40[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}");

    /// <summary>Endings that nothing but an address has in a sentence, once a sign for at stands before.</summary>
    internal static readonly FrozenSet<string> Endings = FrozenSet.ToFrozenSet(
        ["com", "org", "net", "edu", "info", "io", "fr", "es", "mx", "ca", "uk", "me", "de", "eu", "gov", "us", "example", "be", "ch", "it", "pt", "nl", "ie", "au", "nz", "za", "in", "ar", "cl", "co", "pe", "biz", "app", "dev", "mail", "ng", "ke", "gob", "gouv", "cat", "qc", "test", "localhost", "invalid"]);

    // Whose name alone says where the mail goes.
    static readonly FrozenSet<string> Providers = FrozenSet.ToFrozenSet(
        ["gmail", "googlemail", "hotmail", "yahoo", "outlook", "icloud", "protonmail", "proton", "gmx", "aol", "wanadoo", "laposte", "orange", "free", "sfr", "live", "msn", "yandex", "zoho", "tutanota", "ymail", "telefonica", "terra", "btinternet", "videotron", "bbox"]);

    static readonly FrozenSet<string> SureProviders = Providers.Except(["orange", "free", "live", "outlook", "terra", "proton", "yahoo", "sfr"]).ToFrozenSet();

    // A few words that say that an address is meant, for an "at" with no dot after it, or a reversed one.
    static readonly Regex Mailing = Patterns.Linear(@"\b(e-?mails?|mail|gmail|mel|courriel|correo|inbox|address|adresse|write to me|ecris-moi|escribeme|boite)\b");

    static readonly FrozenSet<string> Cues = FrozenSet.ToFrozenSet(
        ["at", "chez", "arobase", "arobas", "arobaze", "arobasse", "arrobase", "arobe", "arroba", "arrobas", "arrova", "arobba", "arrobita", "arrobe", "atsign", "a", "spirale", "escargot", "snail", "ampersat", "asperand", "commercial", "comercial", "tod", "gmail", "hotmail", "googlemail"]);

    static readonly FrozenSet<string> NoNames = FrozenSet.ToFrozenSet(["is", "was", "es", "est", "are", "be", "look", "looked", "looking", "am", "arrive", "arrived", "meet", "stay", "staying", "at", "l", "d", "la", "le", "el", "un", "une"]);

    // What stands before "at" and a page.
    static readonly FrozenSet<string> Places = FrozenSet.ToFrozenSet(["it's", "its", "it", "up", "they're", "found", "page", "site", "website", "blog", "server's", "that's", "live", "film", "video", "shop", "form", "me", "out", "videos", "photos", "pictures"]);

    public static IEnumerable<Finding> Find(LetterText text, ScreeningInput input)
    {
        var isSigned = text.Folded.Contains('@') || text.Folded.Contains("%40", StringComparison.Ordinal);
        if (isSigned)
            foreach (var match in Plain.EnumerateMatches(text.Folded).ToRanges())
                yield return text.Find(Category.Email, match.Start.Value, match.End.Value, Name, 0.98);
        if (!MayHold(text)) yield break;
        var parts = text.Parts;
        for (var at = 1; at + 1 < parts.Count; at++)
        {
            if (parts[at].Sign is not (Sign.At or Sign.WeakAt)) continue;
            if (Whole(text, parts, at) is { } found) yield return text.Find(Category.Email, found.Start, found.End, Name, parts[at].Sign == Sign.At ? 0.95 : 0.85);
        }
        foreach (var word in text.Words)
            if (word.Text.Length > 9 && IsRunTogether(word.Text)) yield return text.Find(Category.Email, word, word, Name, 0.8);
    }

    static bool MayHold(LetterText text)
    {
        if (text.Folded.AsSpan().IndexOfAny("@&") >= 0 || text.HasAny(Cues) || text.Original.AsSpan().IndexOfAny('ⓐ', 'Ⓐ') >= 0) return true;
        return text.Folded.Contains("arob", StringComparison.Ordinal) || text.Folded.Contains("arrob", StringComparison.Ordinal) || text.Original.Contains("AT", StringComparison.Ordinal);
    }

    static (int Start, int End)? Whole(LetterText text, List<Part> parts, int at)
    {
        var isSure = parts[at].Sign == Sign.At || text.Original.AsSpan(text.OriginalStart(parts[at].Start)..text.OriginalEnd(parts[at].End - 1)) is "AT" || text.At(parts[at].Start - 1) is '(' or '[' or '{' or '<' or '*' or '|' or '=' or '_' or '-' or '~';
        var first = at - 1;
        while (first > 0 && parts[first].Sign == Sign.Dash && IsTight(text, parts, first)) first--; // -at-
        if (parts[first].Sign != Sign.Name) return null;
        if (NoNames.Contains(text.Folded[parts[first].Start..parts[first].End])) return null;
        while (first > 1 && parts[first - 1].Sign is Sign.Dot or Sign.Dash && parts[first - 2].Sign == Sign.Name && parts[first].Start - parts[first - 1].End <= 3) first -= 2;
        var last = at + 1;
        while (last + 1 < parts.Count && parts[last].Sign == Sign.Dash && IsTight(text, parts, last)) last++;
        if (last >= parts.Count || parts[last].Sign != Sign.Name || parts[last].Start - parts[at].End > 12) return parts[at].Sign == Sign.At && parts[at].IsSpelt ? Described(text, parts, at) : null;
        var domain = last;
        var isDotted = false;
        while (last + 2 < parts.Count && IsJoint(parts, last + 1, out var joint) && joint + 1 < parts.Count && parts[joint + 1].Sign == Sign.Name && parts[joint + 1].Start - parts[last].End <= 18)
        {
            var ending = text.Folded[parts[joint + 1].Start..parts[joint + 1].End];
            var isDot = parts[joint].Sign == Sign.Dot || parts[joint - 1].Sign == Sign.Dot;
            // The sentence goes on after a dot that is no part of the address.
            if (isDot && parts[last + 1].IsSpelt && !IsEnding(ending) && !GoesOn(text, parts, joint + 1)) break;
            isDotted |= isDot && IsEnding(ending);
            last = joint + 1;
        }
        var host = text.Folded[parts[domain].Start..parts[domain].End];
        var isHeld = isDotted || SureProviders.Contains(host) || Providers.Contains(host) && parts[at].Sign == Sign.At && isSure
            || parts[at].Sign == Sign.At && last + 1 < parts.Count && parts[last + 1].Sign == Sign.Name && Endings.Contains(text.Folded[parts[last + 1].Start..parts[last + 1].End]) && text.Folded[parts[last + 1].Start..parts[last + 1].End] is "com" or "org" or "net" or "example";
        if (!isHeld && isSure && last > domain && (parts[at].IsSpelt || parts[at].Sign == Sign.At)) isHeld = parts.Skip(domain).Take(last - domain).Any(part => part.Sign == Sign.Dot);
        if (!isHeld && parts[at].Sign == Sign.At && parts[at].IsSpelt) isHeld = Patterns.IsBefore(Mailing, text.Folded, parts[first].Start, 50) && parts[at].End - parts[at].Start > 2;
        if (!text.Folded.AsSpan(parts[last].Start..parts[last].End).ContainsAnyInRange('a', 'z')) return null; // "Two kilos @ 3.50"
        // "@luna.de.trapo" after a space is a user name, and "it's at mizine dot example" a link.
        var (local, isGlued) = (text.Folded[parts[first].Start..parts[at - 1].End], !parts[at].IsSpelt && text.At(parts[at].Start - 1) == ' ' && text.At(parts[at].End) != ' ');
        if (isGlued) isHeld = IsSureEnding(text.Folded[parts[last].Start..parts[last].End]) && last > domain;
        if (isHeld && parts[at].Sign == Sign.WeakAt && !isSure && first == at - 1 && !local.AsSpan().ContainsAnyInRange('0', '9') && !SureProviders.Contains(host))
            isHeld = !Places.Contains(local) && (parts.Skip(domain).Take(last - domain).Any(part => part is { Sign: Sign.Dot, IsSpelt: true }) || Patterns.IsBefore(Mailing, text.Folded, parts[first].End, 70));
        if (!isHeld) return parts[at].Sign == Sign.At && parts[at].End - parts[at].Start > 1 ? Described(text, parts, at) : null;
        return (parts[first].Start, parts[last].End);
    }

    // "The at sign, and my old firm, which is Brightwell dot example": what stands between is said in other words.
    static (int Start, int End)? Described(LetterText text, List<Part> parts, int at)
    {
        for (var next = at + 1; next + 1 < parts.Count && next < at + 14 && parts[next].Start - parts[at].End < 70; next++)
            if (parts[next].Sign == Sign.Dot && parts[next + 1].Sign == Sign.Name && IsSureEnding(text.Folded[parts[next + 1].Start..parts[next + 1].End])) return (parts[at - 1].Start, parts[next + 1].End);
        return null;
    }

    static bool IsSureEnding(string name) => name is "com" or "org" or "net" or "example" or "edu" or "fr" or "uk" or "es" or "mx" or "ca";

    static bool IsTight(LetterText text, List<Part> parts, int at) => text.At(parts[at].End) != ' ' || text.At(parts[at].Start - 1) != ' ';

    static bool IsJoint(List<Part> parts, int at, out int joint)
    {
        joint = at;
        while (joint + 1 < parts.Count && parts[joint].Sign == Sign.Dash && parts[joint + 1].Sign == Sign.Dot) joint++; // -dot-
        if (joint < parts.Count && parts[joint].Sign == Sign.Dot && joint + 1 < parts.Count && parts[joint + 1].Sign == Sign.Dash) { joint++; return true; }
        return parts[joint].Sign is Sign.Dot or Sign.Dash;
    }

    static bool IsEnding(string name) => Endings.Contains(name) || name.Length is 2 && name.All(char.IsAsciiLetter) && name is not ("it" or "is" or "we" or "he" or "so" or "no" or "il" or "tu" or "ya" or "yo" or "si" or "je" or "on" or "el" or "la" or "le" or "en" or "un" or "al" or "se" or "te");

    static bool GoesOn(LetterText text, List<Part> parts, int at) => at + 2 < parts.Count && parts[at + 1].Sign == Sign.Dot && parts[at + 2].Sign == Sign.Name && IsEnding(text.Folded[parts[at + 2].Start..parts[at + 2].End]);

    // "junoatgmaildotcom"
    static bool IsRunTogether(string word)
    {
        foreach (var provider in SureProviders)
        {
            var at = word.IndexOf(provider, StringComparison.Ordinal);
            if (at > 4 && (word.AsSpan(0, at).EndsWith("at") || word.AsSpan(0, at).EndsWith("arroba") || word.AsSpan(0, at).EndsWith("arobase"))
                && word.AsSpan(at + provider.Length) is "dotcom" or "com" or "pointcom" or "puntocom" or "" or "dotfr" or "pointfr") return true;
        }
        return false;
    }
}
