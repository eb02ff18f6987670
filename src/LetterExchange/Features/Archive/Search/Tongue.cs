using System.Collections.Concurrent;
using System.Collections.Frozen;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace LetterExchange.Features.Archive;

/// <summary>How a language's words become those of the index: stemmed (Porter's second stemmer for English, light ones for French and Spanish), and which are so common
/// that they say nothing beside others. It takes them folded, without accents, so that <c>élève</c> and <c>eleve</c> are one.</summary>
sealed class Tongue
{
    /// <summary>How many words are remembered: beyond them are names and slips, which are stemmed each time.</summary>
    const int MostKept = 200_000;

    static readonly FrozenDictionary<string, Tongue> All = new Dictionary<string, Tongue>
    {
        ["en"] = new(English, """
            a about above after again against all also although am an and another any are arent as at be because been before being below between both but by can cannot cant could
            couldnt did didnt do does doesnt doing done dont down during each either else ever few for from further had hadnt has hasnt have havent having he her here hers herself hes
            him himself his how however i id if ill im in into is isnt it its itself ive just may me might more most much must my myself no nor not now of off on once only or other
            others ought our ours ourselves out over own per perhaps rather same shall she should shouldnt since so some such than that thats the their theirs them themselves then
            there theres therefore these they theyd theyll theyre theyve this those through thus to too under until up upon us very via was wasnt we well were werent weve what when
            where whether which while who whom whose why will with within without wont would wouldnt yet you youd youll your youre yours yourself yourselves youve
            """),
        ["fr"] = new(French, """
            a ai aie ainsi alors apres as au aucun aussi autre aux avait avant avec avez avoir avons c ca car ce ceci cela celle celui ces cet cette ceux chaque chez ci comme comment d
            dans de des deux donc dont du elle elles en encore entre es est et etaient etais etait etant ete etes etre eu eux fait faut fut hors ici il ils j je jusqu jusque l la le les
            leur leurs lorsqu lorsque lui m ma mais me meme mes moi moins mon n ne ni nos notre nous on ont or ou par parce pas pendant peu peut plus pour pourquoi presqu puisqu puisque
            qu quand que quel quelle quelles quelqu quelque quels qui s sa sans se sera ses si soi soit son sont sous suis sur t ta tandis te tel tes toi ton tous tout toute toutes tres
            tu un une vos votre vous vu y
            """),
        ["es"] = new(Spanish, """
            a al algo alguna algunas alguno algunos ambos ante antes aquel aquella aun aunque bajo bien cada casi como con contra cual cuales cuando cuanto de del desde donde dos durante
            e el ella ellas ellos en entre era eran eres es esa esas ese eso esos esta estaba estado estan estar estas este esto estos estoy fue fueron ha hace hacia han has hasta hay he
            i la las le les lo los mas me mi mientras mio mis muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque pues que
            quien quienes se sea segun ser si sido sin sino sobre son soy su sus tal tambien tan tanto te tener ti tiene todo todos tu tus u un una unas uno unos y ya yo
            """),
    }.ToFrozenDictionary();

    [ThreadStatic] static EnglishStemmer? english;
    static readonly FrenchLightStemmer french = new();
    static readonly SpanishLightStemmer spanish = new();

    readonly Func<string, string> stem;
    readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> common;
    readonly ConcurrentDictionary<string, (string Stem, bool IsCommon)> kept = new();
    readonly ConcurrentDictionary<string, (string Stem, bool IsCommon)>.AlternateLookup<ReadOnlySpan<char>> known;

    Tongue(Func<string, string> stem, string words)
    {
        this.stem = stem;
        common = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();
        known = kept.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>English for a language that is not known here.</summary>
    public static Tongue Of(string language) => All.GetValueOrDefault(language) ?? All["en"];

    public bool IsCommon(ReadOnlySpan<char> folded) => common.Contains(folded);

    /// <summary>The word as the index keeps it, and whether it is a common one.</summary>
    public (string Stem, bool IsCommon) Read(ReadOnlySpan<char> folded)
    {
        if (known.TryGetValue(folded, out var read)) return read;
        var word = folded.ToString();
        var stemmed = word.Any(char.IsDigit) ? word : stem(word);
        read = (stemmed.Length == 0 ? word : stemmed, IsCommon(folded));
        if (kept.Count < MostKept) kept.TryAdd(word, read);
        return read;
    }

    static string English(string word)
    {
        var stemmer = english ??= new EnglishStemmer();
        stemmer.SetCurrent(word);
        stemmer.Stem();
        return stemmer.Current;
    }

    static string French(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, french.Stem(letters, letters.Length));
    }

    static string Spanish(string word)
    {
        var letters = word.ToCharArray();
        return new string(letters, 0, spanish.Stem(letters, letters.Length));
    }
}
