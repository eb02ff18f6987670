using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>What a mentor remembers of a mentee: sentences of letters that arrived, for this mentor alone.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MemoryCardsTests(Engine engine) : LetterTest(engine)
{
    const string Letter = "Dear Henrik,\n\nmy brother is called *Sami*. He is four \U0001F426 and he bites.\n\nAmina";

    MemoryCards Cards => Get<MemoryCards>();

    [Test]
    public async Task A_sentence_is_kept_as_it_was_written_and_forgotten_again()
    {
        var letter = await Delivered(Letter);
        Assert.That(await Cards.Keep(Pair.MentorId, letter.Id, At("He is")), Is.True);
        Assert.That(await Cards.Keep(Pair.MentorId, letter.Id, At("my brother")), Is.True);
        Assert.That(await Cards.Keep(Pair.MentorId, letter.Id, At("my brother")), Is.True, "Twice is once.");
        Assert.That((await Cards.Of(Pair.MentorId, Pair.Id)).Select(card => card.Words), Is.EqualTo(new[] { "my brother is called Sami.", "He is four \U0001F426 and he bites." }));
        Assert.That((await Get<Papers>().Free(Pair.Id, Pair.MentorId))!.Cards, Has.Count.EqualTo(2));
        await Cards.Forget(Pair.MentorId, letter.Id, At("He is"));
        Assert.That((await Cards.Of(Pair.MentorId, Pair.Id)).Select(card => card.Words), Is.EqualTo(new[] { "my brother is called Sami." }));
    }

    [Test]
    public async Task Nothing_is_kept_of_a_letter_on_its_way_of_one_s_own_or_of_no_sentence()
    {
        var approved = await Approved(Letter);
        Assert.That(await Cards.Keep(Pair.MentorId, approved.Id, At("He is")), Is.False);
        await Deliver();
        Assert.That(await Cards.Keep(Pair.MenteeId, approved.Id, At("He is")), Is.False);
        Assert.That(await Cards.Keep(Pair.MentorId, approved.Id, At("He is") + 1), Is.False);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM memory_cards"), Is.Zero);
    }

    [Test]
    public async Task Where_the_text_is_erased_the_card_is_gone()
    {
        var letter = await Delivered(Letter);
        await Cards.Keep(Pair.MentorId, letter.Id, At("He is"));
        await Db.Transact(async tx =>
        {
            await tx.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, @now)", new { letter.Id, now = Now });
            await tx.Execute("DELETE FROM revision_texts WHERE letter_id = @Id", new { letter.Id });
        });
        Assert.That(await Cards.Of(Pair.MentorId, Pair.Id), Is.Empty);
    }

    static int At(string words) => Letter.IndexOf(words, StringComparison.Ordinal);
}
