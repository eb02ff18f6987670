using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PhraseStoreTests(Engine engine) : LetterTest(engine)
{
    static readonly NewPhrase notebook = new(PhraseKind.Watched, "notebook* * rain", Category.Secrecy, false);

    PhraseStore Phrases => Get<PhraseStore>();

    [Test]
    public async Task A_phrase_works_on_the_next_letter_until_it_is_ended()
    {
        var coordinator = await Given.Person("Coordinator");
        var id = await Phrases.Add(Pair.ProgramId, notebook with { Category = Category.Place }, coordinator);
        var letter = await InReview();
        Assert.That(letter.Route, Is.EqualTo(Route.Attention));
        Assert.That(await Db.Query<string>("SELECT rule FROM findings WHERE letter_id = @id", new { id = letter.Id }), Is.EqualTo(new[] { "program.phrase" }));
        Assert.That(await Phrases.End(Pair.ProgramId, id, coordinator), Is.True);
        Assert.That(await Phrases.End(Pair.ProgramId, id, coordinator), Is.False);
        Assert.That(await Phrases.Of([Pair.ProgramId]), Is.Empty);
        Assert.That(await Db.Query<string>("SELECT kind FROM events WHERE subject = 'phrase' ORDER BY at, id"), Is.EqualTo(new[] { "phrase.add", "phrase.end" }));
        await Phrases.Add(Pair.ProgramId, notebook, coordinator); // There is room again for the same words.
    }

    [Test]
    public async Task An_allowed_phrase_lets_the_next_letter_by()
    {
        await Phrases.Add(Pair.ProgramId, new(PhraseKind.Allowed, "call me on 07700 900461", null, false), Actor.Service);
        Assert.That((await InReview(WithNumber)).Route, Is.EqualTo(Route.Standard));
    }

    [Test]
    public async Task Trying_one_counts_shows_and_tells_history_and_keeps_nothing()
    {
        var coordinator = await Given.Person("Coordinator");
        var letter = await InReview();
        var trial = await Phrases.Try(Pair.ProgramId, notebook, coordinator);
        Assert.That((trial.Found, trial.Of), Is.EqualTo((1, 1)));
        Assert.That(trial.Passages.Single(), Is.EqualTo(new TriedPassage("Dear Henrik, I liked the lighthouse. My ", "notebook for rain", " has 211 days in it.")));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'letter.look' AND subject_id = @id AND actor_id = @coordinator AND codes = 'phrase'", new { id = letter.Id, coordinator }), Is.EqualTo(1));
        Assert.That((await Phrases.Try(Pair.ProgramId, notebook with { Text = "submarine" }, coordinator)) is { Found: 0, Of: 1, Passages.Count: 0 });
        Assert.That(await Phrases.All(Pair.ProgramId), Is.Empty);
    }

    [Test]
    public async Task The_same_phrase_twice_and_one_too_many_are_refused()
    {
        await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        Assert.That((await Assert.ThrowsAsync<Refusal>(() => Phrases.Add(Pair.ProgramId, notebook, Actor.Service)))!.Key, Is.EqualTo("phrases.same"));
        for (var n = 1; n < PhraseStore.Most; n++) await Phrases.Add(Pair.ProgramId, notebook with { Text = $"word {n}" }, Actor.Service);
        Assert.That((await Assert.ThrowsAsync<Refusal>(() => Phrases.Add(Pair.ProgramId, notebook with { Text = "last" }, Actor.Service)))!.Key, Is.EqualTo("phrases.most"));
        Assert.That((await Assert.ThrowsAsync<Refusal>(() => Phrases.Add(Pair.ProgramId, notebook with { Category = "none" }, Actor.Service)))!.Key, Is.EqualTo("phrases.no.category"));
    }

    [Test]
    public async Task Only_a_coordinator_of_the_program_adds_and_ends()
    {
        var id = await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        await Assert.ThrowsAsync<NotYours>(() => Phrases.Add(Pair.ProgramId, notebook with { Text = "another" }, Ruth));
        await Assert.ThrowsAsync<NotYours>(() => Phrases.End(Pair.ProgramId, id, Ruth));
    }
}
