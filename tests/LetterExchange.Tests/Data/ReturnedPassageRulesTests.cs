using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>Rules 6 and 8 of DESIGN.md, section 4, for what a returned letter was marked at.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReturnedPassageRulesTests(Engine engine) : RulesTest(engine)
{
    [Test]
    public async Task What_was_marked_neither_changes_nor_goes()
    {
        await Returned();
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM returned_passages"), Is.EqualTo(1));
        await Refused("append-only", "UPDATE returned_passages SET start = start", null);
        await Refused("append-only", "DELETE FROM returned_passages", null);
        if (Engine == Engine.Sqlite) await Refused("INSERT OR REPLACE INTO returned_passages SELECT * FROM returned_passages");
        else await Refused("append-only", "TRUNCATE returned_passages", null);
    }

    [Test]
    public async Task Nothing_is_marked_after_the_return_or_with_another_decision()
    {
        var returned = await Db.Get<Guid>("SELECT id FROM decisions WHERE letter_id = @Id", new { (await Returned()).Id });
        var letter = await Fresh(await Db.Get<Guid>("SELECT letter_id FROM decisions WHERE id = @returned", new { returned }));
        await Refused("with the return of its revision", Insert, Row(letter, returned));
        await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        await Screen();
        letter = await Fresh(letter.Id);
        await Refused("with the return of its revision", Insert, Row(letter, returned));
        await Refused("with the return of its revision", Insert, Row(letter, await Decision(letter, Ruth, DecisionKind.Raise)));
        await Allowed(Insert, Row(letter, await Decision(letter, Ruth, DecisionKind.Return)));
    }

    [TestCase(-1, 1, null)]
    [TestCase(0, 0, null)]
    [TestCase(0, 1, "disclosure.abuse")]
    public async Task A_mark_is_a_place_and_never_a_disclosure(int start, int length, string? category)
    {
        var letter = await InReview();
        await Refused(Insert, Row(letter, await Decision(letter, Ruth, DecisionKind.Return)) with { Start = start, Length = length, Category = category });
    }

    async Task<Letter> Returned()
    {
        var letter = await InReview(WithNumber);
        Assert.That(await Decisions.Return(letter.Id, letter.Version, Ruth, "Leave out the number.", [1]), Is.EqualTo(Decided.Done));
        return letter;
    }

    static MarkRow Row(Letter letter, Guid decision) => new() { DecisionId = decision, LetterId = letter.Id, Number = letter.Revision };

    const string Insert = """
        INSERT INTO returned_passages (decision_id, ordinal, letter_id, number, start, length, category) VALUES (@DecisionId, @Ordinal, @LetterId, @Number, @Start, @Length, @Category)
        """;

    sealed record MarkRow
    {
        public Guid DecisionId { get; init; }
        public int Ordinal { get; init; } = 9;
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public int Start { get; init; }
        public int Length { get; init; } = 1;
        public string? Category { get; init; }
    }
}
