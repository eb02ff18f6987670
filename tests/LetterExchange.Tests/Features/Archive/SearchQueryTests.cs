using LetterExchange.Features.Archive;

namespace LetterExchange.Tests.Features.Archive;

/// <summary>How a query is read, and how words become those of the index.</summary>
public sealed class SearchQueryTests
{
    [TestCase("sea lighthouse", "Word sea|Word lighthouse")]
    [TestCase("\"no sea\" -storm", "Phrase no sea|-Word storm")]
    [TestCase("light* -\"my school\"", "Beginning light*|-Phrase my school")]
    [TestCase("cat OR dog OR \"guinea pig\"", "Word cat/Word dog/Phrase guinea pig")]
    [TestCase("OR cat OR", "Word OR|Word cat")]
    [TestCase("mother-in-law -sister-in-law", "Word mother|Word in|Word law|-Phrase sister-in-law")]
    [TestCase("“no sea” «deux mots»", "Phrase no sea|Phrase deux mots")]
    [TestCase("\"never closed", "Phrase never closed")]
    [TestCase("re:you", "Word re|Word you")]
    [TestCase("- -- * ** \"\" :: 👋", "")]
    [TestCase("", "")]
    public void A_query_is_words_phrases_beginnings_and_what_may_not_be_there(string typed, string clauses)
    {
        var read = SearchQuery.Parse(typed).Clauses.Select(clause => (clause.IsUnwanted ? "-" : "") + string.Join('/', clause.Terms.Select(term => $"{term.Kind} {term.Text}")));
        Assert.That(string.Join('|', read), Is.EqualTo(clauses));
    }

    [TestCase("from:Ada", "From Ada")]
    [TestCase("FROM:\"Ada Byron\" -pair:Henrik", "From Ada Byron|-Pair Henrik")]
    [TestCase("round:2 story:lighthouse state:withheld finding:contact", "Round 2|Story lighthouse|State withheld|Finding contact")]
    [TestCase("after:2027-01-31 before:2027-02 on:2027", "After 2027-01-31|Before 2027-02|On 2027")]
    public void A_query_asks_for_facts(string typed, string facts)
    {
        var query = SearchQuery.Parse(typed);
        Assert.That(string.Join('|', query.Narrowings.Select(one => $"{(one.IsUnwanted ? "-" : "")}{one.Fact} {one.Value}")), Is.EqualTo(facts));
        Assert.That(query.Clauses, Is.Empty);
    }

    [TestCase("round:many", 2)]
    [TestCase("state:purple", 2)]
    [TestCase("on:2027-02-30", 4)]
    [TestCase("after:0001", 2)]
    [TestCase("-on:2027", 1)]
    public void A_fact_that_cannot_be_is_words(string typed, int clauses)
    {
        var query = SearchQuery.Parse(typed);
        Assert.That((query.Narrowings.Count, query.Clauses.Count), Is.EqualTo((0, clauses)));
    }

    [TestCase("The lighthouses were shining", "en", "light*hous|were|shine")]
    [TestCase("Don't touch the mother's cup, it’s O'Brien's", "en", "dont|touch|mother|cup|it|obrien")]
    [TestCase("L'élève n'a pas aimé l’été", "fr", "l|elev|n|a|pas|aim|l|ete")]
    [TestCase("Los niños soñaban canciones", "es", "los|nin|")]
    public void Words_are_folded_and_stemmed(string text, string language, string expected)
    {
        var stems = IndexWord.Of(text, language).ConvertAll(word => word.Stem);
        foreach (var part in expected.Split('|')) Assert.That(stems, Has.Some.StartsWith(part.Split('*')[0]));
    }

    [Test]
    public void Accents_and_capitals_do_not_matter()
    {
        foreach (var (language, one, other) in new[] { ("fr", "ÉLÈVES", "eleve"), ("es", "canción", "CANCIONES"), ("en", "Café", "cafes") })
            Assert.That(IndexWord.Of(one, language)[0].Stem, Is.EqualTo(IndexWord.Of(other, language)[0].Stem), $"{one} and {other}");
    }

    [TestCase("Cher Henrik, j'ai lu une histoire avec ma mère.", "fr")]
    [TestCase("Querido Henrik, me gusta mucho el faro.", "es")]
    [TestCase("Dear Henrik, I have read it with my mother.", "en")]
    [TestCase("!!!", "en")]
    public void A_letter_s_language_is_guessed_among_the_program_s(string text, string language) =>
        Assert.That(IndexWord.LanguageOf(text, ["en", "fr", "es"]), Is.EqualTo(language));

    [Test]
    public void A_word_lies_where_it_stands_in_the_text()
    {
        const string Text = "Ça, c’était l'été — e\u0301te\u0301 !";
        Assert.That(IndexWord.Of(Text, "fr").Select(word => Text.Substring(word.Start, word.Length)), Is.EqualTo(new[] { "Ça", "c", "était", "l", "été", "e\u0301te\u0301" }));
    }
}
