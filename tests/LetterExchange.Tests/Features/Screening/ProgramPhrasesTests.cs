using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Tests.Features.Screening;

/// <summary>The phrases that a program adds: where they stand, what they are refused for, what they do to a screening.</summary>
public sealed class ProgramPhrasesTests
{
    [TestCase("kik", "Do you have Kik?", "Kik")]
    [TestCase("kik*", "She was kikking about", "kikking")]
    [TestCase("kik", "She was kikking about", null)]
    [TestCase("élan vital", "the E\u0301LAN Vital club", "E\u0301LAN Vital")]
    [TestCase("kik", "my \u043aik name", "\u043aik", TestName = "A Cyrillic letter passes for its Latin one")]
    [TestCase("kik", "my k i k name", "k i k")]
    [TestCase("k i k", "my kik name", "kik")]
    [TestCase("kik", "my ｋｉ\u200Bｋ name", "ｋｉ\u200Bｋ", TestName = "Wide letters and one that is not seen")]
    [TestCase("don't tell", "Dont tell, I don’t tell", "Dont tell")]
    [TestCase("l'école bleue", "à l’ecole bleue", "l’ecole bleue")]
    [TestCase("my * account", "my account", "my account")]
    [TestCase("my * account", "my very own little account", "my very own little account")]
    [TestCase("my * account", "my very own little old account", null)]
    [TestCase("my * account", "It is my own. I have one account", null)]
    [TestCase("snap* * name*", "snapping is my names", "snapping is my names")]
    [TestCase("red * red", "red red red", "red red red")]
    public void A_phrase_stands_where_a_reader_would_see_it(string phrase, string text, string? passage)
    {
        var places = Of(Watch(phrase)).Places(LetterText.Of(text), out _);
        Assert.That(places.Select(place => text.Substring(place.Start, place.Length)).FirstOrDefault(), Is.EqualTo(passage));
    }

    [TestCase("a", "length")]
    [TestCase("", "length")]
    [TestCase("?!", "word")]
    [TestCase("a*", "word")]
    [TestCase("...*", "word")]
    [TestCase("**", "star")]
    [TestCase("*kik", "star")]
    [TestCase("k*k", "star")]
    [TestCase("kik**", "star")]
    [TestCase("* kik", "star")]
    [TestCase("kik *", "star")]
    [TestCase("my * * name", "star")]
    [TestCase("a * b * c * d * e", "star")]
    [TestCase("1 22 1 22 1 22 1 22 1 22 1 22 1 22 1 22 1 22 1 22 1 22", "words")]
    [TestCase("(a|b)+", null, Description = "Signs are no part of a word: there is no language of patterns.")]
    public void What_cannot_be_looked_for_is_refused(string phrase, string? because)
    {
        Assert.That(ProgramPhrase.Parse(phrase, out var why) is null, Is.EqualTo(because is not null));
        Assert.That(why, Is.EqualTo(because));
    }

    [Test]
    public void A_hostile_phrase_of_100_000_characters_is_refused_at_once([Values("a * ", "*", "aa* ", "\uFDFA")] string part)
    {
        Assert.That(ProgramPhrase.Parse(string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)), out var why), Is.Null);
        Assert.That(why, Is.EqualTo("length"));
    }

    [Test]
    public void The_worst_phrases_give_up_the_worst_letter_of_100_000_characters_and_ask_for_attention()
    {
        // Two hundred, each of which can begin at every word and fails at the last.
        var own = Of([.. Enumerable.Range(0, 200).Select(n => Watch($"aa* * aa* * aa* * aa aa b{(char)('a' + n / 26)}{(char)('a' + n % 26)}"))]);
        var letter = string.Concat(Enumerable.Repeat("aa ", 33_333));
        Assert.That(own.Places(LetterText.Of(letter), out var isWhole), Is.Empty);
        Assert.That(isWhole, Is.False);
        Assert.That(own.Apply(LetterText.Of(letter), new([], Route.Standard), Side.Mentee).Route, Is.EqualTo(Route.Attention));
        Of(Watch("aa* * aa* * aa* * aa aa ba")).Places(LetterText.Of(letter[..20_000]), out isWhole);
        Assert.That(isWhole, Is.True, "One phrase alone reads the longest letter to its end.");
    }

    [Test]
    public void A_watched_phrase_becomes_a_finding_and_leads_where_it_is_told()
    {
        const string text = "We play Blobby every day.";
        var found = Screen(text, Watch("blobby", Category.Offplatform));
        Assert.That(found.Findings.Single(), Is.EqualTo(new Finding(Category.Offplatform, 8, 6, "program.phrase", 1)));
        Assert.That(found.Route, Is.EqualTo(Route.Attention));
        Assert.That(Screen(text, Watch("blobby", Category.Offplatform, danger: true)).Route, Is.EqualTo(Route.Safeguarding));
        Assert.That(Screen(text, Watch("blobby", Category.Secrecy)).Route, Is.EqualTo(Route.Safeguarding));
        Assert.That(Screen(text).Findings, Is.Empty);
    }

    [Test]
    public void An_allowed_phrase_takes_away_what_lies_wholly_inside_it_and_nothing_of_danger()
    {
        const string text = "Look at www.example.com please.";
        Assert.That(Screen(text).Findings, Is.Not.Empty);
        Assert.That(Screen(text, Allow("www example com")).Route, Is.EqualTo(Route.Standard));
        Assert.That(Screen(text, Allow("example")).Findings, Is.EqualTo(Screen(text).Findings));
        const string danger = "I want to die.";
        Assert.That(Screen(danger, Allow("i want to die")), Is.EqualTo(Screen(danger)).Using<LetterExchange.Features.Screening.Screening>(Same));
        Assert.That(Screen("the blobby club", Watch("blobby"), Allow("blobby club")).Findings, Is.Empty);
        Assert.That(Screen("the blobby club", Watch("blobby", danger: true), Allow("blobby club")).Findings, Has.Length.EqualTo(1));
    }

    static bool Same(LetterExchange.Features.Screening.Screening a, LetterExchange.Features.Screening.Screening b) => a.Route == b.Route && a.Findings.SequenceEqual(b.Findings);

    static LetterExchange.Features.Screening.Screening Screen(string text, params OwnPhrase[] phrases) =>
        Screener.Screen(new(text, Side.Mentee, "en", Phrases: phrases.Length == 0 ? null : Of(phrases)));

    static ProgramPhrases Of(params OwnPhrase[] phrases) => new(phrases);
    static OwnPhrase Watch(string text, string category = Category.Offplatform, bool danger = false) => new(Parse(text), category, danger);
    static OwnPhrase Allow(string text) => new(Parse(text), null);
    static ProgramPhrase Parse(string text) => ProgramPhrase.Parse(text, out var why) ?? throw new AssertionException($"{text}: {why}");
}
