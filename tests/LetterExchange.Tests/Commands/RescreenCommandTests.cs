using LetterExchange.Commands;
using LetterExchange.Data;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands;

/// <summary>An administrator has letters screened again from the command line.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RescreenCommandTests(Engine engine) : LetterTest(engine)
{
    [Test]
    public async Task Letters_on_their_way_are_screened_again_and_the_archive_where_it_is_asked_for()
    {
        await Delivered();
        var waiting = await Writing.Submit(Pair.MenteeId, new(Pair.Id, null, null), Safe);
        await Screen();
        await Get<PhraseStore>().Add(Pair.ProgramId, new(PhraseKind.Watched, "notebook * rain", Category.Place, false), Actor.Service);
        Assert.That(await Run(archive: false), Is.EqualTo(("Letters not delivered yet that were screened again: 1.\n", "")));
        Assert.That((await Fresh(waiting.LetterId)).Route, Is.EqualTo(Route.Attention));
        var name = (await Given.Program()).Name;
        Assert.That(await Run(archive: true, name.ToUpperInvariant()), Is.EqualTo(($"Letters not delivered yet that were screened again: 0.\n{name}: 2 letters looked through, 1 with something new, 0 of them with danger.\n", $"{name}: 2 of 2 letters\n")));
        await Assert.ThrowsAsync<CannotStart>(() => Run(archive: true, "Nowhere"));
    }

    [Test]
    public async Task It_goes_on_with_what_is_under_way()
    {
        await Delivered();
        var id = (await Get<ArchiveScreenings>().Begin(Pair.ProgramId, await Given.Coordinator()))!.Value;
        await Run(archive: true);
        Assert.That((await Get<ArchiveScreenings>().Of(Pair.ProgramId)).Single() is { Seen: 1, IsUnderWay: false } done && done.Id == id);
    }

    async Task<(string Output, string Errors)> Run(bool archive, string? program = null)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        await RescreenCommand.Run(Db, Clock, archive, program, output, errors);
        return (output.ToString(), errors.ToString());
    }
}
