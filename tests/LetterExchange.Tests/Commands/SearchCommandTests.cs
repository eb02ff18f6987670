using System.Text.Json;
using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SearchCommandTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task An_administrator_finds_letters_of_every_program_and_each_shown_is_a_look()
    {
        var letter = await Delivered("Dear Henrik, the lighthouse has no sea.");
        var (status, lines) = await Run("lighthouse \"no sea\"", null, json: true);
        var found = JsonDocument.Parse(lines.Single()).RootElement;
        Assert.That((status, found.GetProperty("id").GetGuid(), found.GetProperty("from").GetString()), Is.EqualTo((0, letter.Id, $"{Pair.MenteeName} Tester")));
        Assert.That(found.GetProperty("score").GetDouble(), Is.Positive);
        Assert.That(found.GetProperty("passages")[0].EnumerateArray().Where(piece => piece.GetProperty("isMarked").GetBoolean()).Select(piece => piece.GetProperty("text").GetString()), Is.EqualTo(new[] { "lighthouse", "no", "sea" }).Or.EqualTo(new[] { "lighthouse", "sea" }));
        Assert.That(await EventsOf(letter.Id), Has.Exactly(1).EqualTo("letter.look"));
    }

    [Test]
    public async Task A_program_can_be_named_and_nothing_found_is_status_1()
    {
        await Delivered("Dear Henrik, the lighthouse has no sea.");
        var program = await Given.Program();
        await Given.Program("Europe/Madrid", null);
        Assert.That((await Run("lighthouse", program.Name.ToUpperInvariant())).Lines, Has.Some.Contains("the *lighthouse* has no sea"));
        Assert.That((await Run("unheard", null)).Status, Is.EqualTo(1));
        await Assert.ThrowsAsync<CannotStart>(() => Run("lighthouse", "Nowhere"));
    }

    async Task<(int Status, string[] Lines)> Run(string query, string? program, bool json = false)
    {
        await using var output = new StringWriter();
        var status = await SearchCommand.Run(Db, Clock, query, program, SearchOrder.Relevance, json, output);
        return (status, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
