using System.Globalization;
using System.Text;
using LetterExchange.Features.Screening;
using PhoneNumbers;

namespace LetterExchange.Benchmarks.Screening;

/// <summary>A made-up sentence of a letter, with the passage that is to be found in it, or none.</summary>
/// <param name="Manner">How it was written: what the figures are parted by.</param>
sealed record Probe(string Language, string Text, string? Passage, string Manner);

/// <summary>Material that no rule was written from: every combination of a list of things (numbers of all the world's regions, addresses, swear words), a list of manners of writing them and a
/// list of sentences. The same seed gives the same material.</summary>
static class Foreign
{
    static readonly Dictionary<string, string[]> PhoneSentences = new()
    {
        ["en"] = ["My number is {0}, ring after tea.", "You can reach my gran on {0} most evenings.", "Mum's mobile is {0} if the bus is late.", "Here it is: {0}. Don't lose it!", "Call me, {0}, any day but Sunday.", "We have a new phone, {0}, and it is green.", "Text me when you land, {0}."],
        ["fr"] = ["Mon numéro, c'est le {0}, appelle après le goûter.", "Tu peux joindre ma grand-mère au {0} le soir.", "Le portable de maman est le {0} si le bus est en retard.", "Le voilà : {0}. Ne le perds pas !", "Appelle-moi, {0}, sauf le dimanche.", "On a un nouveau téléphone, {0}, et il est vert."],
        ["es"] = ["Mi número es el {0}, llama después de merendar.", "A mi abuela la encuentras en el teléfono {0} por la noche.", "El móvil de mi madre es {0} si se retrasa el autobús.", "Aquí está: {0}. ¡No lo pierdas!", "Llámame, {0}, menos el domingo.", "Tenemos un teléfono nuevo, {0}, y es verde."],
    };

    /// <summary>An example of every type of number of every region that libphonenumber knows, in every notation.</summary>
    public static IEnumerable<Probe> Phones()
    {
        var numbers = PhoneNumberUtil.GetInstance();
        var turn = 0;
        foreach (var region in numbers.GetSupportedRegions().Order(StringComparer.Ordinal))
        {
            var examples = new[] { PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.UAN, PhoneNumberType.PAGER }
                .Select(type => numbers.GetExampleNumberForType(region, type)).Where(number => number is not null).DistinctBy(number => numbers.Format(number, PhoneNumberFormat.E164));
            foreach (var number in examples)
                foreach (var (manner, written) in Notations(numbers, number))
                {
                    var language = LanguageOf(region);
                    var sentences = PhoneSentences[language];
                    yield return new(language, string.Format(CultureInfo.InvariantCulture, sentences[turn++ % sentences.Length], written), written, manner);
                }
        }
    }

    static string LanguageOf(string region) => region switch
    {
        "FR" or "BE" or "CH" or "LU" or "MC" or "SN" or "CI" or "ML" or "CM" or "GA" or "CD" or "CG" or "BF" or "BJ" or "TG" or "NE" or "TD" or "DZ" or "MA" or "TN" or "HT" or "RE" or "GP" or "MQ" or "GF" or "NC" or "PF" or "MG" => "fr",
        "ES" or "MX" or "AR" or "CO" or "CL" or "PE" or "EC" or "VE" or "UY" or "PY" or "BO" or "CR" or "PA" or "GT" or "HN" or "SV" or "NI" or "CU" or "DO" or "PR" or "GQ" => "es",
        _ => "en",
    };

    static IEnumerable<(string Manner, string Written)> Notations(PhoneNumberUtil numbers, PhoneNumber number)
    {
        var national = numbers.Format(number, PhoneNumberFormat.NATIONAL);
        var international = numbers.Format(number, PhoneNumberFormat.INTERNATIONAL);
        yield return ("E.164", numbers.Format(number, PhoneNumberFormat.E164));
        yield return ("international", international);
        yield return ("national", national);
        yield return ("RFC 3966", numbers.Format(number, PhoneNumberFormat.RFC3966));
        yield return ("double nought", "00 " + international.TrimStart('+'));
        yield return ("dots", Joined(national, "."));
        yield return ("hyphens", Joined(national, "-"));
        yield return ("slashes", Joined(national, "/"));
        yield return ("spaces", Joined(national, " "));
        yield return ("brackets", Bracketed(national));
        yield return ("nothing between", Joined(national, ""));
        yield return ("digits apart", string.Join(' ', Joined(national, "").AsEnumerable()));
    }

    static string Joined(string written, string sign) => string.Join(sign, written.Split([' ', '-', '(', ')', '/', '.'], StringSplitOptions.RemoveEmptyEntries));

    static string Bracketed(string written) => written.Split([' ', '-', '(', ')', '/', '.'], StringSplitOptions.RemoveEmptyEntries) is [var first, .. var rest] && rest.Length > 0 ? $"({first}) {string.Join(' ', rest)}" : $"({written})";

    /// <summary>What has digits and is no telephone number: dates, times, scores, versions, prices, measures, numbers of books, orders, pages and places.</summary>
    public static IEnumerable<Probe> OtherNumbers(int of)
    {
        var random = new Random(5);
        int N(int from, int to) => random.Next(from, to);
        string D(int digits) => string.Concat(Enumerable.Range(0, digits).Select(n => (char)('0' + (n == 0 ? N(1, 10) : N(0, 10)))));
        (string Manner, string Language, Func<string> Text)[] kinds =
        [
            ("date", "en", () => $"We moved on {N(1, 29):00}/{N(1, 13):00}/{N(1950, 2027)}, in the rain."), ("date", "fr", () => $"Le concert était le {N(1, 29):00}.{N(1, 13):00}.{N(1950, 2027)} au soir."), ("date", "es", () => $"La foto es del {N(1, 29)}-{N(1, 13)}-{N(1950, 2027)}, creo."),
            ("date", "en", () => $"The log begins on {N(1900, 2027)}-{N(1, 13):00}-{N(1, 29):00} and stops there."), ("date and time", "en", () => $"It was saved at {N(2000, 2027)}-{N(1, 13):00}-{N(1, 29):00} {N(0, 24):00}:{N(0, 60):00}:{N(0, 60):00}."),
            ("time", "en", () => $"The train leaves at {N(1, 13)}.{N(0, 60):00} and arrives at {N(1, 13)}.{N(0, 60):00}."), ("time", "fr", () => $"Ouvert {N(8, 12):00}:{N(0, 60):00}-{N(12, 20)}:{N(0, 60):00} tous les jours."),
            ("score", "en", () => $"We won {N(10, 22)}-{N(5, 20)}, {N(10, 22)}-{N(5, 20)}, {N(10, 22)}-{N(5, 20)} in the end."), ("score", "es", () => $"Quedamos {N(60, 99)}-{N(60, 99)} y el otro {N(60, 99)}-{N(60, 99)}."), ("score", "fr", () => $"On a gagné {N(0, 7)}-{N(0, 7)}, {N(0, 7)}-{N(0, 7)}, {N(0, 7)}-{N(0, 7)}."),
            ("version", "en", () => $"It only runs on version {N(1, 20)}.{N(0, 20)}.{N(1000, 99999)}.{N(0, 999)} or so."), ("version", "fr", () => $"J'ai installé la {N(1, 20)}.{N(0, 99)}.{N(0, 99)} hier."),
            ("price", "en", () => $"The bell costs ${N(1, 9)},{D(3)},{D(3)} in the catalogue."), ("price", "fr", () => $"La maison vaut {N(100, 999)} {D(3)} euros, dit papa."), ("price", "es", () => $"El coche cuesta {N(10, 99)}.{D(3)},{N(10, 99)} € nuevo."),
            ("ISBN", "en", () => $"Ask for ISBN 978-{N(0, 10)}-{D(3)}-{D(5)}-{N(0, 10)} at the desk."), ("ISBN", "fr", () => $"Le livre porte le 978{D(10)} au dos."), ("ISBN", "es", () => $"Es el ISBN {D(10)} y está agotado."),
            ("order", "en", () => $"My order number is {D(9)} and it is late."), ("order", "fr", () => $"La commande n° {D(10)} est partie."), ("order", "es", () => $"El pedido {D(8)} no ha llegado."), ("order", "en", () => $"Parcel {D(4)} {D(4)} {D(4)} is somewhere in Kent."), ("order", "en", () => $"Ticket #{D(8)} won a ham."),
            ("pages", "en", () => $"Read pages {N(10, 500)}-{N(501, 1500)} before Friday."), ("pages", "fr", () => $"C'est aux pages {N(10, 99)} à {N(100, 500)} du tome {N(1, 9)}."), ("pages", "es", () => $"Lee las páginas {N(100, 300)}, {N(301, 500)} y {N(501, 900)}."),
            ("coordinates", "en", () => $"The wreck lies at {N(10, 80)}.{D(4)}, -{N(1, 150)}.{D(4)} in the bay."), ("coordinates", "es", () => $"El punto es {N(30, 45)}°{N(10, 60)}'{N(10, 60)}\"N {N(1, 9)}°{N(10, 60)}'{N(10, 60)}\"W."), ("coordinates", "fr", () => $"Le trésor est à {N(40, 50)}.{D(6)} nord."),
            ("years", "en", () => $"He reigned {N(1100, 1900)}-{N(1901, 1999)}, or so they say."), ("years", "fr", () => $"Les guerres de {N(1600, 1700)}, {N(1701, 1800)} et {N(1801, 1900)}."), ("years", "es", () => $"Vivió de {N(1500, 1600)} a {N(1601, 1700)}, creo."),
            ("measure", "en", () => $"The moon is {N(100, 400)},{D(3)} km away, and the sun {N(100, 200)} {D(3)} 000 km."), ("measure", "fr", () => $"La ville a {N(1, 20)} {D(3)} {D(3)} habitants."), ("measure", "es", () => $"Hay {N(1, 40)}.{D(3)}.{D(3)} de estrellas, dice el libro."), ("measure", "en", () => $"I walked {N(1, 9)} {D(3)} {D(3)} steps this year."),
            ("sum", "en", () => $"{N(100, 999)} + {N(100, 999)} = {N(1000, 1998)}, I checked it twice."), ("sum", "fr", () => $"Calcule {N(10, 99)} × {N(10, 99)} - {N(100, 999)}."), ("decimals", "en", () => $"Pi is 3.14159{D(6)} and goes on."), ("bits", "en", () => $"My name in bits is {Bits(random, 8)} {Bits(random, 8)} {Bits(random, 8)}."),
            ("address of a machine", "en", () => $"The printer says {N(10, 250)}.{N(0, 250)}.{N(0, 250)}.{N(1, 250)} and blinks."), ("serial", "en", () => $"On its belly is {(char)N('A', 'Z')}{(char)N('A', 'Z')}-{D(4)}-{D(5)}."), ("serial", "fr", () => $"Le modèle {D(4)}-{D(3)}-B ne se vend plus."), ("list", "en", () => $"I wrote {N(1, 50)}, {N(1, 50)}, {N(1, 50)}, {N(1, 50)}, {N(1, 50)} and {N(1, 50)} on the lottery slip."),
            ("counting", "en", () => "One two three four five, once I caught a fish alive, six seven eight nine ten."), ("counting", "fr", () => "Un, deux, trois, nous irons au bois, quatre, cinq, six, cueillir des cerises."), ("counting", "es", () => "Uno, dos, tres, cuatro, cinco, seis, siete, ¡ya voy!"), ("years in words", "en", () => $"It was nineteen {Tens[N(0, 7)]}-{Ones[N(0, 8)]}, not nineteen {Tens[N(0, 7)]}-{Ones[N(0, 8)]}."),
            ("sum in words", "en", () => $"She counted {Ones[N(0, 8)]} hundred and {Tens[N(0, 7)]}-{Ones[N(0, 8)]} geese and {Tens[N(0, 7)]} swans."), ("verse", "en", () => $"Psalm {N(1, 150)}:{N(1, 20)}-{N(21, 40)} is the long one."), ("flight", "es", () => $"El vuelo IB {D(4)} sale a las {N(10, 23)}:{N(10, 59)}."), ("chess", "en", () => $"After {N(10, 40)}. Qd{N(1, 8)} Rf{N(1, 8)} {N(41, 60)}. h{N(1, 8)} I was lost."),
        ];
        for (var n = 0; n < of; n++)
        {
            var (manner, language, text) = kinds[n % kinds.Length];
            yield return new(language, text(), null, manner);
        }
    }

    static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty"], Ones = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

    static string Bits(Random random, int of) => string.Concat(Enumerable.Range(0, of).Select(_ => random.Next(2) == 0 ? '0' : '1'));

    static readonly (string Local, string Host, string Ending)[] Mailboxes =
        [("juno.castle", "mailbox", "example"), ("amina", "gmail", "com"), ("pez_globo", "correo", "es"), ("lou-renard", "courrier", "fr"), ("tom", "lantern", "org"), ("k7otter", "hotmail", "com"), ("rodri.c", "cumbre", "net"), ("zoe", "boitamots", "example")];

    static readonly Dictionary<string, string[]> MailSentences = new()
    {
        ["en"] = ["Write to me at home: {0}", "My address is {0}, it is easy to remember.", "You can send the pictures to {0} if you like.", "it's {0} and nobody else reads it"],
        ["fr"] = ["Mon adresse : {0}", "Tu peux m'écrire, c'est {0}, personne ne lit.", "Envoie les dessins à {0} si tu veux.", "moi c'est {0} voilà"],
        ["es"] = ["Mi correo es {0}, es fácil.", "Escríbeme a {0} si quieres.", "Puedes mandar las fotos a {0} mañana.", "el mío: {0}"],
    };

    /// <summary>E-mail addresses as people hide them from harvesters.</summary>
    public static IEnumerable<Probe> Emails()
    {
        (string Manner, string Language, Func<string, string, string, string> Write)[] manners =
        [
            ("plain", "en", (l, h, e) => $"{l}@{h}.{e}"), ("[at] [dot]", "en", (l, h, e) => $"{l} [at] {h} [dot] {e}"), ("[at][dot] tight", "en", (l, h, e) => $"{l}[at]{h}[dot]{e}"), ("(at) (dot)", "en", (l, h, e) => $"{l} (at) {h} (dot) {e}"), ("(at) .", "en", (l, h, e) => $"{l}(at){h}.{e}"), ("{at}{dot}", "en", (l, h, e) => $"{l} {{at}} {h} {{dot}} {e}"),
            ("<at> <dot>", "en", (l, h, e) => $"{l} <at> {h} <dot> {e}"), ("AT DOT", "en", (l, h, e) => $"{l} AT {h} DOT {e}"), ("AT DOT tight", "en", (l, h, e) => $"{l}AT{h}DOT{e}"), ("at dot", "en", (l, h, e) => $"{l} at {h} dot {e}"), ("-at- -dot-", "en", (l, h, e) => $"{l}-at-{h}-dot-{e}"), ("_at_ _dot_", "en", (l, h, e) => $"{l}_at_{h}_dot_{e}"),
            ("*at* *dot*", "en", (l, h, e) => $"{l} *at* {h} *dot* {e}"), ("|at| |dot|", "en", (l, h, e) => $"{l} |at| {h} |dot| {e}"), ("at-sign", "en", (l, h, e) => $"{l} at-sign {h} dot {e}"), ("the at sign", "en", (l, h, e) => $"{l}, the at sign, {h}, dot, {e}"), ("a in a circle", "en", (l, h, e) => $"{l} (that a in a circle) {h} dot {e}"), ("curly a", "en", (l, h, e) => $"{l} curly a {h} full stop {e}"),
            ("spaced signs", "en", (l, h, e) => $"{l} @ {h} . {e}"), ("letters apart", "en", (l, h, e) => string.Join(' ', $"{l}@{h}.{e}".AsEnumerable())), ("entity", "en", (l, h, e) => $"{l}&#64;{h}&#46;{e}"), ("named entity", "en", (l, h, e) => $"{l}&commat;{h}&period;{e}"), ("percent", "en", (l, h, e) => $"{l}%40{h}.{e}"), ("(.)", "en", (l, h, e) => $"{l}@{h}(.){e}"), ("[.]", "en", (l, h, e) => $"{l}@{h}[.]{e}"), ("[@]", "en", (l, h, e) => $"{l}[@]{h}.{e}"), ("(@)", "en", (l, h, e) => $"{l} (@) {h}.{e}"),
            ("NOSPAM", "en", (l, h, e) => $"{l}NOSPAM@{h}.{e}"), ("REMOVETHIS", "en", (l, h, e) => $"{l}@REMOVETHIS{h}.{e}"), ("invalid", "en", (l, h, e) => $"{l}@{h}.{e}.invalid"), ("remove the dashes", "en", (l, h, e) => $"{l}-@-{h}-.-{e}"), ("backwards", "en", (l, h, e) => new string($"{l}@{h}.{e}".Reverse().ToArray())), ("fullwidth", "en", (l, h, e) => $"{l}＠{h}．{e}"), ("small at", "en", (l, h, e) => $"{l}﹫{h}․{e}"), ("Cyrillic", "en", (l, h, e) => $"{l}@{h}.{e}".Replace('a', 'а').Replace('o', 'о').Replace('e', 'е')),
            ("zero width", "en", (l, h, e) => string.Join('\u200b', $"{l}@{h}.{e}".AsEnumerable())), ("circled a", "en", (l, h, e) => $"{l}ⓐ{h}.{e}"), ("bold", "en", (l, h, e) => string.Concat($"{l}@{h}.{e}".Select(c => c is >= 'a' and <= 'z' ? char.ConvertFromUtf32(0x1D5EE + c - 'a') : c.ToString()))), ("new line", "en", (l, h, e) => $"{l}@\n{h}.{e}"), ("signs in words", "en", (l, h, e) => $"{Words(l, "dot", "underscore", "dash")} at {h} dot {e}"), ("quoted", "en", (l, h, e) => $"\"{l}\" at \"{h}\" dot \"{e}\""),
            ("arobase point", "fr", (l, h, e) => $"{l} arobase {h} point {e}"), ("arobas poin", "fr", (l, h, e) => $"{l} arobas {h} poin {e}"), ("[arobase]", "fr", (l, h, e) => $"{l} [arobase] {h} [point] {e}"), ("(arobase)", "fr", (l, h, e) => $"{l}(arobase){h}(point){e}"), ("(a)", "fr", (l, h, e) => $"{l} (a) {h} . {e}"), ("(à)", "fr", (l, h, e) => $"{l}(à){h}.{e}"), ("a commercial", "fr", (l, h, e) => $"{l} a commercial {h} point {e}"), ("petit a entouré", "fr", (l, h, e) => $"{l}, petit a entouré, {h}, point, {e}"), ("AROBASE POINT", "fr", (l, h, e) => $"{l} AROBASE {h} POINT {e}"), ("chez", "fr", (l, h, e) => $"{l} chez {h} point {e}"), ("tout en mots", "fr", (l, h, e) => $"{Words(l, "point", "tiret bas", "tiret")} arobase {h} point {e}"),
            ("arroba punto", "es", (l, h, e) => $"{l} arroba {h} punto {e}"), ("[arroba]", "es", (l, h, e) => $"{l} [arroba] {h} [punto] {e}"), ("(arroba)", "es", (l, h, e) => $"{l}(arroba){h}(punto){e}"), ("ARROBA PUNTO", "es", (l, h, e) => $"{l} ARROBA {h} PUNTO {e}"), ("la arroba", "es", (l, h, e) => $"{l}, la arroba, {h}, punto, {e}"), ("a con rabito", "es", (l, h, e) => $"{l} la a con rabito {h} punto {e}"), ("(en)", "es", (l, h, e) => $"{l} (en) {h} (punto) {e}"), ("todo en palabras", "es", (l, h, e) => $"{Words(l, "punto", "guion bajo", "guion")} arroba {h} punto {e}"), ("arroba sin espacios", "es", (l, h, e) => $"{l}arroba{h}punto{e}"),
        ];
        var turn = 0;
        foreach (var (manner, language, write) in manners)
            foreach (var (local, host, ending) in Mailboxes)
            {
                var written = write(local, host, ending);
                var sentences = MailSentences[language];
                yield return new(language, string.Format(CultureInfo.InvariantCulture, sentences[turn++ % sentences.Length], written), written, manner);
            }
    }

    static string Words(string local, string dot, string underscore, string dash) => local.Replace(".", $" {dot} ", StringComparison.Ordinal).Replace("_", $" {underscore} ", StringComparison.Ordinal).Replace("-", $" {dash} ", StringComparison.Ordinal);

    static readonly Dictionary<string, string[]> Swears = new()
    {
        ["en"] = ["fuck", "fucking", "shit", "shitty", "bitch", "bastard", "asshole", "bullshit", "cunt", "wanker", "motherfucker", "dickhead"],
        ["fr"] = ["putain", "merde", "connard", "salope", "enculé", "connasse"],
        ["es"] = ["mierda", "joder", "puta", "cabrón", "gilipollas", "pendejo"],
    };

    static readonly Dictionary<string, string[]> SwearSentences = new()
    {
        ["en"] = ["The bus was late again, {0}!", "He called the goalie a {0} and got sent off.", "what a load of {0} that was"],
        ["fr"] = ["Le bus était encore en retard, {0} !", "Il a crié {0} à l'arbitre.", "c'est {0} ce jeu"],
        ["es"] = ["El autobús llegó tarde otra vez, ¡{0}!", "Le gritó {0} al árbitro.", "este juego es una {0}"],
    };

    /// <summary>Swear words with their letters masked, exchanged, drawn out or parted.</summary>
    public static IEnumerable<Probe> Swearing()
    {
        (string Manner, Func<string, string> Write)[] manners =
        [
            ("plain", word => word), ("capitals", word => word.ToUpperInvariant()), ("second letter starred", word => Star(word, 1, 1)), ("middle starred", word => word[0] + new string('*', word.Length - 2) + word[^1]), ("first vowel starred", word => Star(word, Vowel(word), 1)), ("vowels starred", word => Vowels(word, _ => "*")), ("first vowel #", word => Vowels(word, _ => "#")), ("vowels -", word => Vowels(word, _ => "-")),
            ("leet vowels", word => Vowels(word, vowel => vowel switch { 'a' or 'á' => "4", 'e' or 'é' => "3", 'i' => "1", 'o' or 'ó' => "0", _ => "u" })), ("@ $ !", word => word.Replace('a', '@').Replace('s', '$').Replace('i', '!')), ("leet all", word => word.Replace('s', '5').Replace('t', '7').Replace('a', '4').Replace('e', '3').Replace('i', '1').Replace('o', '0')),
            ("last letter drawn out", word => word + new string(word[^1], 3)), ("vowel drawn out", word => word.Insert(Vowel(word), new string(word[Vowel(word)], 3))), ("every letter twice", word => string.Concat(word.Select(c => $"{c}{c}"))), ("spaces", word => string.Join(' ', word.AsEnumerable())), ("dots", word => string.Join('.', word.AsEnumerable())), ("hyphens", word => string.Join('-', word.AsEnumerable())), ("underscores", word => string.Join('_', word.AsEnumerable())), ("one dot", word => word.Insert(2, ".")), ("one star within", word => word.Insert(2, "*")),
            ("Cyrillic", word => word.Replace('a', 'а').Replace('e', 'е').Replace('o', 'о').Replace('c', 'с').Replace('p', 'р')), ("Greek", word => word.Replace('o', 'ο').Replace('u', 'υ').Replace('i', 'ι').Replace('k', 'κ')), ("accents", word => string.Concat(word.Select(c => c switch { 'a' => 'ä', 'e' => 'ë', 'i' => 'ï', 'o' => 'ö', 'u' => 'ü', _ => c }))), ("combining marks", word => string.Concat(word.Select(c => $"{c}\u0336"))), ("zero width", word => string.Join('\u200b', word.AsEnumerable())), ("fullwidth", word => string.Concat(word.Select(c => c is >= 'a' and <= 'z' ? (char)(c - 'a' + 'ａ') : c))), ("circled", word => string.Concat(word.Select(c => c is >= 'a' and <= 'z' ? (char)(c - 'a' + 'ⓐ') : c))), ("bold", word => string.Concat(word.Select(c => c is >= 'a' and <= 'z' ? char.ConvertFromUtf32(0x1D41A + c - 'a') : c.ToString()))), ("quoted", word => $"\"{word}\""), ("mixed case", word => string.Concat(word.Select((c, n) => n % 2 == 0 ? char.ToUpperInvariant(c) : c))),
        ];
        var turn = 0;
        foreach (var (language, words) in Swears)
            foreach (var word in words)
                foreach (var (manner, write) in manners)
                {
                    var written = write(word);
                    yield return new(language, string.Format(CultureInfo.InvariantCulture, SwearSentences[language][turn++ % 3], written), written, manner);
                }
    }

    static int Vowel(string word) => word.AsSpan().IndexOfAny("aeiouéóá");
    static string Star(string word, int at, int count) => string.Concat(word.AsSpan(0, at), new string('*', count), word.AsSpan(at + count));

    static string Vowels(string word, Func<char, string> write)
    {
        var written = new StringBuilder();
        foreach (var character in word) written.Append("aeiouéóá".Contains(character) ? write(character) : character.ToString());
        return written.ToString();
    }

    /// <summary>Words that hold a swear word, or look like one, and harm nobody.</summary>
    public static IEnumerable<Probe> HarmlessWords()
    {
        (string Language, string Words)[] words =
        [
            ("en", "Scunthorpe class classic assassin assemble embarrass passage grass compass massage cockpit peacock cockerel hancock Dickens Dickinson Essex Sussex Middlesex analysis analyse therapist grapefruit scrap scrape craps shiitake Matsushita mishit bitter bitten butcher basket bastion constitution button mutton titmouse title titan circumstance document cucumber accumulate Cumbria whorl swanky shuttle shitake-mushroom hello!! pass_word sh! b*nana 1st 2nd 3rd a+b fork funk buck duck luck puck suck-up tuck"),
            ("fr", "salopette concombre connaître connexion conseil content pissenlit député dispute réputation computer putois merlan mercredi commerce enculturation pute-au-feu couille-molle ridicule recule articule véhicule bâtard-pain connu conte nuque unique pique-nique panique technique mécanique puits putter fichu"),
            ("es", "disputa reputación computadora diputado amputar deputado imputar putrefacto cálculo vehículo artículo círculo ridículo currículo cojín cojo carajillo mierdera cabrito cabra jodhpurs polla-de-agua pollo pendiente pendejada chingolo chinchilla gilito puto-tipo recóndito"),
        ];
        foreach (var (language, list) in words)
            foreach (var word in list.Split(' ').Except(["mierdera", "pute-au-feu", "couille-molle", "bâtard-pain", "pendejada", "polla-de-agua", "puto-tipo", "jodhpurs"]))
                yield return new(language, language switch { "fr" => $"J'ai écrit « {word} » au tableau.", "es" => $"Escribí «{word}» en la pizarra.", _ => $"I wrote \"{word}\" on the board." }, null, "harmless");
    }
}
