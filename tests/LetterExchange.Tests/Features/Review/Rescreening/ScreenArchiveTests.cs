using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Tests.Features.Review.Rescreening;

/// <summary>Delivered letters are screened again on demand: in batches, with progress, and without being touched.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ScreenArchiveTests(Engine engine) : LetterTest(engine)
{
    static readonly NewPhrase notebook = new(PhraseKind.Watched, "notebook * rain", Category.Place, false);

    Guid coordinator;

    ArchiveScreenings Screenings => Get<ArchiveScreenings>();

    [SetUp]
    public async Task Name() => coordinator = await Given.Coordinator();

    [Test]
    public async Task What_is_new_is_listed_and_the_letter_stays_as_it_was()
    {
        var letter = await Delivered();
        await Get<PhraseStore>().Add(Pair.ProgramId, notebook, coordinator);
        var id = (await Ask())!.Value;
        Assert.That(await Sweep(), Is.EqualTo(1));
        Assert.That(await Fresh(letter.Id), Is.EqualTo(letter));
        var found = (await Screenings.Found(id, coordinator, dangerOnly: false)).Single();
        Assert.That((found.Id, found.Danger, found.New.Single()), Is.EqualTo((letter.Id, false, (Category.Place, 1))));
        Assert.That(await Screenings.Found(id, Pair.MentorId, dangerOnly: false), Is.Empty, "nobody is listed their own");
        Assert.That(await Screenings.Found(id, Lead, dangerOnly: true), Is.Empty);
        Assert.That(await EventsOf(id), Is.EqualTo(new[] { "screening.begin", "screening.end" }));
        Assert.That(await EventsOf(letter.Id), Does.Contain("letter.rescreen"));
        Assert.That((await Ask())!.Value, Is.Not.EqualTo(id));
        await Sweep();
        Assert.That((await Screenings.Of(Pair.ProgramId)).Select(one => one.Found), Is.EqualTo(new[] { 0, 1 }), "what is known is not new");
    }

    [Test]
    public async Task It_goes_on_where_it_was_after_a_restart_the_newest_letters_first_and_tells_how_far_it_is()
    {
        foreach (var _ in Enumerable.Range(0, 5)) await DeliveredOf();
        await Get<PhraseStore>().Add(Pair.ProgramId, notebook with { IsDanger = true }, coordinator);
        var id = (await Ask())!.Value;
        Assert.That(await Ask(), Is.Null, "one at a time");
        Assert.That(await Sweep(2), Is.EqualTo(2));
        Assert.That(await Sweep(2), Is.Zero, "a pause, in which others work");
        Assert.That(await Next(), Is.EqualTo(Now.AddSeconds(1)));
        var newest = await Db.Query<Guid>("SELECT id FROM letters ORDER BY submitted_at DESC, id DESC");
        Assert.That((await Screenings.Found(id, coordinator, false)).Select(one => one.Id), Is.EquivalentTo(newest.Take(2)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Sweep(2), Is.EqualTo(2), "another process goes on");
        var half = (await Screenings.Find(id))!;
        Assert.That((half.Seen, half.Letters, half.Found, half.IsUnderWay, await Count(Lead, NoticeKind.DangerFound)), Is.EqualTo((4, 5, 4, true, 0)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Sweep(2);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Sweep(2);
        var whole = (await Screenings.Find(id))!;
        Assert.That((whole.Seen, whole.Found, whole.Danger, whole.IsUnderWay, whole.Stopped), Is.EqualTo((5, 5, 5, false, false)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM findings WHERE screening_id = @id", new { id }), Is.EqualTo(5));
        var told = (await NoticesTo(Lead)).Single(notice => notice.Kind == nameof(NoticeKind.DangerFound));
        Assert.That((told.Arguments, told.Link), Is.EqualTo(("[\"5\"]", $"/quality/archive/{id}")), "once, in sum");
    }

    [Test]
    public async Task It_can_be_stopped_keeps_what_it_found_and_tells_of_it()
    {
        foreach (var _ in Enumerable.Range(0, 3)) await DeliveredOf();
        await Get<PhraseStore>().Add(Pair.ProgramId, notebook with { IsDanger = true }, coordinator);
        var id = (await Ask())!.Value;
        await Sweep(2);
        var under = (await Screenings.Find(id))!;
        Assert.That((await Screenings.Stop(Pair.ProgramId, coordinator), await Screenings.Stop(Pair.ProgramId, coordinator)), Is.EqualTo((true, false)));
        Assert.That(await Archive(2).Step(under), Is.Zero, "what was under way when it was stopped is not written");
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await Sweep(2), await Next()), Is.EqualTo((0, (DateTimeOffset?)null)));
        var stopped = (await Screenings.Find(id))!;
        Assert.That((stopped.Seen, stopped.Found, stopped.Stopped, await Count(Lead, NoticeKind.DangerFound)), Is.EqualTo((2, 2, true, 1)));
    }

    [Test]
    public async Task It_waits_while_a_new_letter_waits_to_be_screened()
    {
        await DeliveredOf();
        await Ask();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Writing.Submit(Pair.MenteeId, new(Pair.Id, null, null), Safe);
        Assert.That(await Sweep(), Is.Zero);
        await Screen();
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Sweep(), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_who_take_the_same_batch_write_it_once()
    {
        await DeliveredOf();
        await Get<PhraseStore>().Add(Pair.ProgramId, notebook, coordinator);
        var screening = (await Screenings.Find((await Ask())!.Value))!;
        Assert.That((await Archive().Step(screening), await Archive().Step(screening)), Is.EqualTo((1, 0)));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM findings WHERE screening_id IS NOT NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_letter_that_fails_or_is_not_delivered_or_is_erased_is_passed_over_and_a_quiet_rule_tells_nothing()
    {
        var erased = await DeliveredOf();
        await DeliveredOf(WithNumber);
        await Db.Execute("DELETE FROM findings");
        await DeliveredOf("Dear Henrik, this one is bad.");
        await Writing.Submit(Pair.MenteeId, Sheet, WithNumber);
        await Screen();
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@erased, 1, @Now)", new { erased, Now });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @erased", new { erased });
        foreach (var rule in Screener.Screen(new(WithNumber, Side.Mentee, "en")).Findings) await Get<RuleSettings>().Set(new(Pair.ProgramId, rule.Category, rule.Rule), Loudness.Quieter, Lead);
        var id = (await Ask())!.Value;
        await Archive(screen: input => input.Text.Contains("bad") ? throw new InvalidOperationException("bad") : Screener.Screen(input)).Run(default);
        var ended = (await Screenings.Find(id))!;
        Assert.That((ended.Seen, ended.Found, ended.Failed, ended.IsUnderWay), Is.EqualTo((4, 0, 1, false)));
    }

    [Test]
    public async Task Nothing_of_danger_tells_nobody_and_what_was_found_later_is_not_counted_against_a_rule()
    {
        await DeliveredOf();
        await Get<PhraseStore>().Add(Pair.ProgramId, notebook, coordinator);
        await Ask();
        await Sweep();
        Assert.That(await Count(Lead, NoticeKind.DangerFound), Is.Zero);
        Assert.That(await Get<RuleRecord>().Of(Pair.ProgramId, RecordBy.Together, ever: true), Is.Empty);
    }

    [Test]
    public async Task Only_who_coordinates_the_program_begins_and_stops()
    {
        await Assert.ThrowsAsync<NotYours>(() => Screenings.Begin(Pair.ProgramId, Ruth));
        await Ask();
        await Assert.ThrowsAsync<NotYours>(() => Screenings.Stop(Pair.ProgramId, Lead));
    }

    Task<Guid?> Ask() => Screenings.Begin(Pair.ProgramId, coordinator);

    Task<int> Sweep(int batch = 500) => Archive(batch).Run(default);

    Task<DateTimeOffset?> Next() => Archive().Next();

    /// <summary>A new one each time, as after a restart.</summary>
    ScreenArchive Archive(int batch = 500, Func<ScreeningInput, LetterExchange.Features.Screening.Screening>? screen = null) =>
        new(Db, Get<OwnRules>(), Screenings, Get<History>(), Clock, Get<StuckRows>(), NullLogger<ScreenArchive>.Instance) { Batch = batch, Screen = screen ?? Screener.Screen };

    /// <summary>A free letter of the pair, delivered.</summary>
    async Task<Guid> DeliveredOf(string text = Safe)
    {
        var sent = await Writing.Submit(Pair.MenteeId, new(Pair.Id, null, null), text);
        Assert.That(sent.Refusal, Is.Null);
        await Screen();
        var letter = await Fresh(sent.LetterId);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        return letter.Id;
    }
}
