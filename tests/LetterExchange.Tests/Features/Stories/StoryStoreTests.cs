using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Desk;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Stories;

/// <summary>A program's own stories: added, mended, retired, and what their readers see of that.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class StoryStoreTests(Engine engine) : DatabaseTest(engine)
{
    const string BuiltIn = "grey-letters", Other = "the-lighthouse-with-no-sea";

    StoryStore Store => Get<StoryStore>();
    StoryLibrary Library => Get<StoryLibrary>();

    [Test]
    public async Task A_story_that_was_added_is_its_program_s_and_seen_by_no_other()
    {
        var (mine, theirs) = ((await Given.Program()).Id, (await Given.Program("Europe/Paris", null)).Id);
        var id = await Add(mine);
        Assert.That((await Library.Of(mine)).Find(id)!.Title, Is.EqualTo("The Fox"));
        Assert.That((await Library.Of(mine)).Offered.Select(story => story.Id), Does.Contain(id).And.Contain(BuiltIn));
        var foreign = await Library.Of(theirs);
        Assert.That((foreign.Find(id), foreign.Offers(id), foreign.All.Any(story => story.Id == id)), Is.EqualTo(((Story?)null, false, false)));
        Assert.That(await Store.Markdown(theirs, id), Is.Null);
        Assert.That(await Store.Retire(theirs, id, await Given.Coordinator()), Is.False);
        Assert.That((await Store.Mend(theirs, id, Bytes(StoryFile.Sound.Replace("slept", "sang")), await Given.Coordinator())).ChangedElsewhere, Is.True);
    }

    [Test]
    public async Task Another_machine_shows_it_at_once()
    {
        var program = (await Given.Program()).Id;
        var other = StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)).With(Db);
        await other.Of(program);
        var id = await Add(program);
        Assert.That((await other.Of(program)).Find(id)!.Sentences, Is.EqualTo(Library.Find(id)!.Sentences));
        Assert.That(StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)).With(Db).Find(id)!.Title, Is.EqualTo("The Fox"), "also where an assignment alone names it");
    }

    [Test]
    public async Task An_id_that_the_library_has_is_taken_and_the_line_says_so()
    {
        var program = (await Given.Program()).Id;
        await Add(program);
        foreach (var (id, title) in new[] { ("the-fox", "The Fox"), (BuiltIn, "Grey Letters") })
        {
            var (story, errors) = await Store.Check(program, Bytes(StoryFile.With("the-fox", id)));
            Assert.That(story, Is.Null);
            Assert.That(errors.Select(error => $"{error.Line}: {error.Field}: {error.Message}"), Is.EqualTo(new[] { $"2: id: \"{id}\" is taken by \"{title}\"; give it another" }));
        }
    }

    [Test]
    public async Task A_broken_story_is_not_added_and_all_that_is_wrong_is_named()
    {
        var brought = await Store.Add((await Given.Program()).Id, Bytes(StoryFile.With("question: What is worth keeping?\n", "").Replace("level: 10-12", "level: 3-12")), await Given.Coordinator());
        Assert.That(brought.Id, Is.Null);
        Assert.That(brought.Errors.Select(error => error.Field), Is.EqualTo(new[] { "question", "level" }));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM own_stories"), Is.Zero);
    }

    [Test]
    public async Task A_mended_story_is_another_version_and_its_readers_keep_theirs()
    {
        var program = (await Given.Program()).Id;
        var first = await Add(program);
        var assignment = await Open(first);
        var marked = Library.Find(first)!.Sentences[0];
        var second = (await Store.Mend(program, first, Bytes(StoryFile.Sound.Replace("Line one", "Lines one")), await Given.Coordinator())).Id!;
        var shelf = await Library.Of(program);
        Assert.That((shelf.Newest(first), shelf.Number(second), shelf.Offered.Count(story => story.Title == "The Fox")), Is.EqualTo((second, 2, 1)));
        Assert.That(await Db.Get<string>("SELECT story_id FROM assignments WHERE id = @assignment", new { assignment }), Is.EqualTo(first));
        Assert.That(Library.Find(first)!.Sentences[0], Is.EqualTo(marked));
        Assert.That(Library.Find(second)!.Sentences[0].Text, Does.StartWith("Lines one"));
        Assert.That(Shared.Press(first), Is.EqualTo(Shared.Press(second)), "the cover stays");
    }

    [Test]
    public async Task Whoever_mends_an_older_version_hears_that_somebody_was_first()
    {
        var program = (await Given.Program()).Id;
        var first = await Add(program);
        var by = await Given.Coordinator();
        var same = await Store.Mend(program, first, Bytes(StoryFile.Sound), by);
        Assert.That(same.Id, Is.EqualTo(first), "the same text again is no version");
        await Store.Mend(program, first, Bytes(StoryFile.Sound.Replace("slept", "sang")), by);
        var late = await Store.Mend(program, first, Bytes(StoryFile.Sound.Replace("slept", "danced")), by);
        Assert.That((late.Id, late.ChangedElsewhere), Is.EqualTo(((string?)null, true)));
        var renamed = await Store.Mend(program, (await Library.Of(program)).Newest(first), Bytes(StoryFile.With("the-fox", "the-cat")), by);
        Assert.That(renamed.Errors.Single().ToString(), Is.EqualTo("story.md:2: id: \"the-cat\" is another story's; it must stay \"the-fox\""));
    }

    [Test]
    public async Task A_version_never_changes_and_never_goes()
    {
        await Add((await Given.Program()).Id);
        Assert.That(async () => await Db.Execute("UPDATE own_story_versions SET markdown = ''"), Throws.Exception);
        Assert.That(async () => await Db.Execute("DELETE FROM own_story_versions"), Throws.Exception);
    }

    [Test]
    public async Task A_retired_story_is_in_no_new_plan_until_it_is_offered_again()
    {
        var (program, by) = ((await Given.Program()).Id, await Given.Coordinator());
        var own = await Add(program);
        foreach (var story in new[] { own, BuiltIn })
        {
            Assert.That((await Store.Retire(program, story, by), await Store.Retire(program, story, by)), Is.EqualTo((true, false)));
            var problems = await Get<PlanStore>().Check(program, Sheet(story));
            Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(new[] { "story.retired" }));
            Assert.That((await Library.Of(program)).Find(story), Is.Not.Null, "what is running reads on");
            Assert.That((await Library.Of((await Given.Program("Europe/Paris", null)).Id)).IsRetired(story), Is.False);
        }
        var mended = (await Store.Mend(program, own, Bytes(StoryFile.Sound.Replace("slept", "sang")), by)).Id!;
        Assert.That((await Library.Of(program)).Offers(mended), Is.False, "mending does not bring it back");
        Assert.That((await Store.Offer(program, mended, by), await Store.Offer(program, mended, by)), Is.EqualTo((true, false)));
        Assert.That(await Get<PlanStore>().Check(program, Sheet(own)), Is.Empty, "and an older version stands for the newest");
    }

    [Test]
    public async Task A_plan_takes_the_newest_version_and_another_program_s_story_is_unknown_to_it()
    {
        var (program, by) = ((await Given.Program()).Id, await Given.Coordinator());
        var first = await Add(program);
        var (plan, _) = await Get<PlanStore>().Create(program, Sheet(first), by);
        var second = (await Store.Mend(program, first, Bytes(StoryFile.Sound.Replace("slept", "sang")), by)).Id!;
        var draft = (await Get<PlanStore>().Find(plan))!;
        Assert.That((await Get<PlanStore>().Publish(plan, draft.Version, Get<PlanStore>().Sheet(draft), by)).IsDone, Is.True);
        Assert.That((await Get<PlanStore>().Find(plan))!.Rounds[0].Stories, Is.EqualTo(new[] { second }));
        var foreign = (await Given.Program("Europe/Paris", null)).Id;
        Assert.That((await Get<PlanStore>().Check(foreign, Sheet(second))).Select(problem => problem.Code), Is.EqualTo(new[] { "story.unknown" }));
        var (theirs, _) = await Get<PlanStore>().Create(foreign, Sheet(second), by);
        Assert.That((await Get<PlanStore>().Find(theirs))!.Rounds[0].Title, Is.EqualTo(second), "nor does its title show");
    }

    [Test]
    public async Task A_mentee_chooses_from_what_was_offered_when_the_round_opened()
    {
        var (program, by) = ((await Given.Program()).Id, await Given.Coordinator());
        var (early, late) = (await Given.Pair(), await Given.Pair());
        var round = await Given.Round(null, BuiltIn, Other);
        var opened = (await Given.Assignments([early], round, Now))[0];
        await Mark(opened.Id);
        Clock.Advance(TimeSpan.FromHours(1));
        await Store.Retire(program, BuiltIn, by);
        Clock.Advance(TimeSpan.FromHours(1));
        var after = (await Given.Assignments([late], round, Now))[0];
        await Mark(after.Id);
        Assert.That(await Offers(opened.Id, early.MenteeId), Is.EqualTo(new[] { BuiltIn, Other }));
        Assert.That(await Offers(after.Id, late.MenteeId), Is.EqualTo(new[] { Other }));
        Assert.That(await Get<Readings>().Choose(after.Id, late.MenteeId, BuiltIn), Is.EqualTo(StoryChoice.NotOffered));
        Assert.That(await Get<Readings>().Choose(opened.Id, early.MenteeId, BuiltIn), Is.EqualTo(StoryChoice.Done));
        await Store.Retire(program, Other, by);
        Clock.Advance(TimeSpan.FromHours(1));
        var last = await Given.Pair();
        var all = (await Given.Assignments([last], round, Now))[0];
        await Mark(all.Id);
        Assert.That(await Offers(all.Id, last.MenteeId), Has.Count.EqualTo(2), "a round is never left without a story");
    }

    [Test]
    public async Task Use_counts_readers_and_letters_of_all_versions_of_one_program()
    {
        var (program, by) = ((await Given.Program()).Id, await Given.Coordinator());
        var first = await Add(program);
        var second = (await Store.Mend(program, first, Bytes(StoryFile.Sound.Replace("slept", "sang")), by)).Id!;
        for (var n = 0; n < 4; n++)
        {
            var pair = await Given.Pair();
            var turn = await Given.OpenTurn(pair: pair);
            await Db.Execute("UPDATE assignments SET story_id = @story WHERE id = @AssignmentId", new { story = n < 2 ? first : second, turn.AssignmentId });
            await Get<Readings>().Reach(turn.AssignmentId, pair.MenteeId, 1, 0);
            if (n < 3) await Get<Readings>().Finish(turn.AssignmentId, pair.MenteeId);
            if (n == 0) await Get<Readings>().Reach(turn.AssignmentId, pair.MentorId, 1, 0);
            if (n > 0) await Deliver(pair, turn, words: n * 10);
            if (n == 3) await Db.Execute("UPDATE turns SET was_late = 1 WHERE id = @Id", new { turn.Id });
        }
        var use = await Get<StoryUses>().Of(program, second);
        Assert.That((use.Pairs, use.MenteesOpened, use.MenteesFinished, use.MentorsOpened, use.MentorsFinished), Is.EqualTo((4, 4, 3, 1, 0)));
        Assert.That(use.Letters, Is.EqualTo(new[] { new LettersDrawn { Writer = Side.Mentee, Letters = 3, OnTime = 2, MedianWords = 20 } }));
        Assert.That(use.Versions.Select(version => version.Number), Is.EqualTo(new[] { 2, 1 }));
        Assert.That((await Get<StoryUses>().Of((await Given.Program("Europe/Paris", null)).Id, second)).Pairs, Is.Zero);
    }

    async Task<string> Add(Guid program)
    {
        var brought = await Store.Add(program, Bytes(StoryFile.Sound), await Given.Coordinator());
        Assert.That(brought.Errors, Is.Empty);
        return brought.Id!;
    }

    async Task<Guid> Open(string story)
    {
        var assignment = (await Given.Assignments([await Given.Pair()], await Given.Round(null, story), Now))[0].Id;
        await Mark(assignment);
        await Db.Execute("UPDATE assignments SET story_id = @story WHERE id = @assignment", new { story, assignment });
        return assignment;
    }

    Task Mark(Guid assignment) => Db.Execute("UPDATE assignments SET state = 'Open', release_at = NULL, opened_at = @Now WHERE id = @assignment", new { Now, assignment });

    async Task<List<string>> Offers(Guid assignment, Guid mentee) =>
        [.. (await Get<DeskStore>().Around(assignment, mentee))!.Round(assignment)!.Offers.Select(story => story.Id)];

    async Task Deliver(Pair pair, Turn turn, int words)
    {
        var sent = await Get<Writing>().Submit(pair.MenteeId, new Sheet(pair.Id, turn.Id, null), string.Join(' ', Enumerable.Repeat("fox", words)));
        await Get<ScreenLetters>().Run(CancellationToken.None);
        var letter = (await Get<LetterStore>().Find(sent.LetterId))!;
        Assert.That(await Get<Decisions>().Approve(letter.Id, letter.Version, await Given.Person("Reviewer")), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Get<DeliverLetters>().Run(CancellationToken.None);
    }

    static PlanSheet Sheet(string story) => new()
    {
        Name = "A plan",
        Rounds = [new() { Opens = "2027-01-18T08:00", Stories = [story], Turns = [new() { Writer = Side.Mentee, Due = "2027-01-25T20:00", CutOff = "2027-01-28T20:00" }] }],
    };

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static class Shared
    {
        public static string Press(string story) => LetterExchange.Features.Shared.Press.Cover(story, ["home"]);
    }
}
