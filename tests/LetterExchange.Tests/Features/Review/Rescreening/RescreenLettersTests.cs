using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Tests.Features.Review.Rescreening;

/// <summary>Letters that are not delivered yet are screened again when their program's rules change.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RescreenLettersTests(Engine engine) : LetterTest(engine)
{
    static readonly NewPhrase notebook = new(PhraseKind.Watched, "notebook * rain", Category.Place, false);

    PhraseStore Phrases => Get<PhraseStore>();

    [SetUp]
    public Task Look() => Again();

    [Test]
    public async Task A_phrase_that_is_saved_marks_a_letter_in_review_and_raises_its_route()
    {
        var letter = await InReview();
        Assert.That(letter.Route, Is.EqualTo(Route.Standard));
        await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        Assert.That(await Again(), Is.EqualTo(1));
        var now = await Fresh(letter.Id);
        Assert.That((now.State, now.Route, now.Version, now.ReviewSince), Is.EqualTo((LetterState.InReview, Route.Attention, letter.Version + 1, letter.ReviewSince)));
        Assert.That(await Found(letter), Is.EqualTo(new[] { "1 program.phrase" }));
        Assert.That(await Codes(letter), Is.EqualTo(new[] { "revision=1 new=1 gone=0 route=Attention" }));
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.SomebodyWasFirst), "who reads the letter without the mark is shown it first");
        Assert.That(await Again(), Is.Zero, "it is done");
    }

    [Test]
    public async Task A_phrase_that_is_ended_takes_its_mark_along_and_the_route_stays()
    {
        var phrase = await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        var letter = await InReview();
        await Phrases.End(Pair.ProgramId, phrase, Actor.Service);
        await Again();
        Assert.That(await Found(letter), Is.Empty);
        Assert.That((await Fresh(letter.Id)).Route, Is.EqualTo(Route.Attention));
        Assert.That(await Codes(letter), Is.EqualTo(new[] { "revision=1 new=0 gone=1" }));
    }

    [Test]
    public async Task A_mark_that_a_reviewer_has_judged_stays_with_what_they_said()
    {
        var phrase = await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        var letter = await InReview(WithNumber + " My notebook for rain is full.");
        await Get<Verdicts>().Give(letter.Id, 1, 3, Ruth, Verdict.Wrong);
        await Phrases.End(Pair.ProgramId, phrase, Actor.Service);
        await Phrases.Add(Pair.ProgramId, new(PhraseKind.Watched, "is full", Category.Offplatform, false), Actor.Service);
        await Again();
        Assert.That(await Found(letter), Is.EqualTo(new[] { "1 offplatform.call", "2 phone.number", "3 program.phrase", "4 program.phrase" }));
        var under = (await Get<ReviewStore>().Find(letter.Id, Ruth))!;
        Assert.That(under.Verdicts.Select(judged => (judged.Ordinal, judged.Verdict)), Is.EqualTo(new[] { (3, Verdict.Wrong) }));
    }

    [TestCase(false, Route.Attention)]
    [TestCase(true, Route.Safeguarding)]
    public async Task An_approved_letter_with_more_to_see_is_in_review_again_and_the_approval_counts_no_more(bool danger, Route route)
    {
        var letter = await Approved();
        await Phrases.Add(Pair.ProgramId, notebook with { IsDanger = danger }, Actor.Service);
        await Again();
        await Again();
        var now = await Fresh(letter.Id);
        Assert.That((now.State, now.Route, now.DeliverAt), Is.EqualTo((LetterState.InReview, route, (DateTimeOffset?)null)));
        Clock.Advance(TimeSpan.FromHours(1));
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.InReview));
        Assert.That((await Count(Lead, NoticeKind.SafeguardingLetter), await Count(Lead, NoticeKind.ConcernOpened)), Is.EqualTo(danger ? (1, 1) : (0, 0)));
        var under = (await Get<ReviewStore>().Find(letter.Id, Ruth))!;
        Assert.That((under.FirstKey, under.KeysAfter), Is.EqualTo(((Decision?)null, 1)));
        Assert.That((await Get<QueueStore>().List(await Given.Program(), Ruth, QueuePlace.Start)).Single().FirstKeyBy, Is.Null);
        Assert.That(await Decisions.Approve(letter.Id, now.Version, Ruth), Is.EqualTo(danger ? Decided.FirstKey : Decided.Done));
        if (danger) Assert.That(await Decisions.Approve(letter.Id, (await Fresh(letter.Id)).Version, Lead), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        Assert.That((await Fresh(letter.Id)).State, Is.EqualTo(LetterState.Delivered));
    }

    [Test]
    public async Task The_database_takes_no_key_from_before_the_route_rose()
    {
        var letter = await Approved();
        await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        await Again();
        Assert.That(() => Db.Execute("""
            INSERT INTO releases (id, letter_id, revision, sha256, route, writer_id, reader_id, first_decision_id, first_reviewer_id, standing, at)
            SELECT @id, letter_id, revision, sha256, 'Attention', writer_id, reader_id, first_decision_id, first_reviewer_id, 1, at FROM releases WHERE letter_id = @letter
            """, new { id = Guid.NewGuid(), letter = letter.Id }), Throws.Exception.With.Message.Contains("approvals that still count"));
    }

    [Test]
    public async Task A_delivered_letter_and_one_of_another_program_are_left_alone()
    {
        var letter = await Delivered();
        var held = await InReviewOf(await Given.Pair(await Given.Cohort((await Given.Program("Europe/Paris", null)).Id)));
        await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        Assert.That(await Again(), Is.Zero);
        Assert.That(await Found(letter).ContinueWith(found => found.Result.Length) + (await Found(held)).Length, Is.Zero);
    }

    [Test]
    public async Task A_route_that_a_lead_has_lowered_rises_again_only_for_something_new()
    {
        var letter = await InReview(Dangerous);
        Assert.That(letter.Route, Is.EqualTo(Route.Safeguarding));
        Assert.That(await Decisions.Reroute(letter.Id, letter.Version, Lead, Route.Standard, "It is a line of a song."), Is.EqualTo(Decided.Done));
        await Get<RuleSettings>().Set(new(Pair.ProgramId, Category.Phone, "contact.phone"), Loudness.Louder, Lead);
        await Again();
        Assert.That((await Fresh(letter.Id)).Route, Is.EqualTo(Route.Standard));
        await Phrases.Add(Pair.ProgramId, new(PhraseKind.Watched, "anybody else", Category.Secrecy, true), Actor.Service);
        await Again();
        Assert.That((await Fresh(letter.Id)).Route, Is.EqualTo(Route.Safeguarding));
    }

    [Test]
    public async Task A_rule_made_louder_lifts_a_letter_that_it_had_been_quiet_about()
    {
        foreach (var rule in Screener.Screen(new(WithNumber, Side.Mentee, "en")).Findings) await Get<RuleSettings>().Set(new(Pair.ProgramId, rule.Category, rule.Rule), Loudness.Quieter, Lead);
        var letter = await InReview(WithNumber);
        Assert.That(letter.Route, Is.EqualTo(Route.Standard));
        foreach (var rule in Screener.Screen(new(WithNumber, Side.Mentee, "en")).Findings) await Get<RuleSettings>().Set(new(Pair.ProgramId, rule.Category, rule.Rule), Loudness.AsItIs, Lead);
        await Again();
        Assert.That((await Fresh(letter.Id)).Route, Is.EqualTo(Route.Attention));
        Assert.That((await Get<ReviewStore>().Find(letter.Id, Ruth))!.Findings.Select(passage => passage.IsQuiet), Is.All.False);
    }

    [Test]
    public async Task A_build_that_screens_otherwise_looks_once_and_a_letter_in_which_nothing_changes_is_not_disturbed()
    {
        var letter = await InReview(WithNumber);
        await Get<ClaimStore>().Take(letter.Id, Ruth);
        var looked = 0;
        var upgraded = Upgraded(input => { looked++; return Screener.Screen(input); });
        foreach (var _ in Enumerable.Range(0, 3)) await upgraded.Run(default);
        Assert.That(looked, Is.EqualTo(1));
        Assert.That(await Fresh(letter.Id), Is.EqualTo(letter));
        Assert.That(await Codes(letter), Is.Empty);
    }

    [Test]
    public async Task A_withheld_letter_is_looked_at_too_and_stays_withheld()
    {
        var letter = await InReview();
        await Decisions.Withhold(letter.Id, letter.Version, Ruth, "Not like this.", concern: false);
        await Phrases.Add(Pair.ProgramId, notebook with { IsDanger = true }, Actor.Service);
        await Again();
        var now = await Fresh(letter.Id);
        Assert.That((now.State, now.Route, await Count(Lead, NoticeKind.SafeguardingLetter)), Is.EqualTo((LetterState.Withheld, Route.Safeguarding, 1)));
    }

    [Test]
    public async Task What_fails_stays_due_and_harms_no_other()
    {
        var bad = await InReview("Dear Henrik, this one is bad. My notebook for rain is full.");
        var good = await InReviewOf(await Given.Pair());
        await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        Assert.That(await Upgraded(input => input.Text.Contains("bad") ? throw new InvalidOperationException("bad") : Screener.Screen(input)).Run(default), Is.EqualTo(1));
        Assert.That(((await Found(bad)).Length, (await Found(good)).Length), Is.EqualTo((0, 1)));
        Assert.That(await Again(), Is.EqualTo(1));
        Assert.That(await Found(bad), Is.EqualTo(new[] { "1 program.phrase" }));
    }

    [Test]
    public async Task A_letter_that_could_not_be_screened_is_screened_then()
    {
        var letter = await InReview(WithNumber);
        await Db.Execute("DELETE FROM findings WHERE letter_id = @Id", new { letter.Id });
        await Db.Execute("UPDATE letters SET not_screened = 1, screened_by = 0 WHERE id = @Id", new { letter.Id });
        await Again();
        Assert.That(((await Fresh(letter.Id)).NotScreened, (await Found(letter)).Length), Is.EqualTo((false, 2)));
    }

    [Test]
    public async Task An_erased_text_is_passed_over_once()
    {
        var letter = await InReview(WithNumber);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, @Now)", new { letter.Id, Now });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @Id", new { letter.Id });
        await Phrases.Add(Pair.ProgramId, notebook, Actor.Service);
        Assert.That((await Again(), await Again()), Is.EqualTo((1, 0)));
    }

    [TestCase("0-4", "0-4", "", "", "")]
    [TestCase("0-4", "1-5", "1:1-5", "", "")]
    [TestCase("0-4!", "1-5", "", "", "")]
    [TestCase("0-4", "6-9", "", "1", "6-9")]
    [TestCase("0-4!", "6-9", "", "", "6-9")]
    [TestCase("0-9!", "0-4 5-9", "", "", "")]
    [TestCase("0-4 3-9", "3-9", "", "1", "")]
    [TestCase("", "2-3 0-1", "", "", "0-1 2-3")]
    public void What_stays_what_moves_what_goes_and_what_comes(string kept, string made, string altered, string gone, string fresh)
    {
        var changes = FindingChanges.Between([.. Split(kept).Select((span, i) => new KeptFinding { Ordinal = i + 1, Category = "gift", Start = span.Start, Length = span.End - span.Start, Rule = "r", Strength = 1, IsJudged = span.IsJudged })],
            [.. Split(made).Select(span => new Finding("gift", span.Start, span.End - span.Start, "r", 1))]);
        Assert.That(string.Join(' ', changes.Altered.Select(one => $"{one.Ordinal}:{one.Start}-{one.Start + one.Length}")), Is.EqualTo(altered));
        Assert.That(string.Join(' ', changes.Gone), Is.EqualTo(gone));
        Assert.That(string.Join(' ', changes.New.Select(one => $"{one.Start}-{one.End}")), Is.EqualTo(fresh));

        static IEnumerable<(int Start, int End, bool IsJudged)> Split(string spans) => spans.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(span => (int.Parse(span.Split('-')[0]), int.Parse(span.Split('-')[1].TrimEnd('!')), span.EndsWith('!')));
    }

    [TestCase("cumulative")]
    [TestCase("pattern")]
    public void What_a_letter_completed_with_others_stays_and_is_no_other_finding(string rule)
    {
        var kept = new KeptFinding { Ordinal = 1, Category = "gift", Start = 0, Length = 4, Rule = rule, Strength = 1 };
        Assert.That(FindingChanges.Between([kept], []).IsEmpty);
        Assert.That(FindingChanges.Between([kept], [new Finding("gift", 0, 4, "r", 1)]).New, Has.Count.EqualTo(1));
    }

    async Task<Letter> InReviewOf(LetterExchange.Features.Programs.Pair pair)
    {
        var sent = await Writing.Submit(pair.MenteeId, new(pair.Id, null, null), Safe);
        await Screen();
        return await Fresh(sent.LetterId);
    }

    Task<int> Again() => Get<RescreenLetters>().Run(default);

    RescreenLetters Upgraded(Func<ScreeningInput, LetterExchange.Features.Screening.Screening> screen) =>
        new(Db, Get<OwnRules>(), Decisions, Get<History>(), new StuckRows(Db, Clock, NullLogger<StuckRows>.Instance)) { Screen = screen, Version = "another" };

    async Task<string[]> Found(Letter letter) => [.. await Db.Query<string>("SELECT ordinal || ' ' || rule FROM findings WHERE letter_id = @Id ORDER BY ordinal", new { letter.Id })];

    async Task<string[]> Codes(Letter letter) => [.. await Db.Query<string>("SELECT codes FROM events WHERE kind = 'letter.rescreen' AND subject_id = @Id ORDER BY id", new { letter.Id })];
}
