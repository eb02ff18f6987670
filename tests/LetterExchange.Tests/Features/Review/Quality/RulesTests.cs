using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review.Quality;

/// <summary>Each rule's record, and rules that a program has made quieter or louder.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RulesTests(Engine engine) : LetterTest(engine)
{
    RuleSettings Settings => Get<RuleSettings>();

    [Test]
    public async Task A_finding_is_right_or_wrong_as_most_say_and_only_of_letters_sent_lately()
    {
        var letter = await InReview(WithNumber);
        await Find(letter, 4);
        await Judge(letter, 11, Ruth, "Right");
        await Judge(letter, 12, Ruth, "Wrong");
        await Judge(letter, 13, Ruth, "Right");
        await Judge(letter, 13, Omar, "Wrong");
        foreach (var by in Enum.GetValues<RecordBy>())
        {
            var gift = (await Record(by)).Single(one => one.All.Rule == "test");
            Assert.That((gift.All.Findings, gift.All.Right, gift.All.Wrong, gift.All.Open, gift.All.Share), Is.EqualTo((4, 1, 1, 2, (double?)null)), "evenly split is not judged, and two are too few");
        }
        Clock.Advance(TimeSpan.FromDays(RuleRecord.Days));
        Assert.That(await Record(RecordBy.Together), Is.Empty);
        Assert.That(await Get<RuleRecord>().Of(Pair.ProgramId, RecordBy.Together, ever: true), Is.Not.Empty);
        Assert.That(await Get<RuleRecord>().Of(Guid.NewGuid(), RecordBy.Together, ever: true), Is.Empty, "another program's are not told");
    }

    [Test]
    public async Task The_language_of_the_letter_and_the_writer_s_own_are_told_apart()
    {
        var letter = await InReview(WithNumber);
        await Db.Execute("UPDATE people SET language = 'fr' WHERE id = @id", new { id = letter.WriterId });
        Assert.That((await Record(RecordBy.Letter)).SelectMany(one => one.Languages).Select(one => one.Language).Distinct(), Is.EqualTo(new[] { "en" }));
        Assert.That((await Record(RecordBy.Writer)).SelectMany(one => one.Languages).Select(one => one.Language).Distinct(), Is.EqualTo(new[] { "fr" }));
    }

    [TestCase(20, 20, 20, 15, true)]
    [TestCase(20, 20, 20, 16, false)]
    [TestCase(19, 19, 20, 5, false)]
    public void Languages_that_are_far_apart_are_named_where_enough_was_judged(int judged, int right, int others, int theirs, bool said)
    {
        var standing = new RuleStanding(new(), [Count("fr", others, theirs), Count("en", judged, right)]);
        Assert.That(standing.Bias is { } bias ? (bias.Best.Language, bias.Worst.Language) : default((string, string)?), Is.EqualTo(said ? ("en", "fr") : default((string, string)?)));

        static RuleCount Count(string language, int judged, int right) => new() { Language = language, Findings = judged, Right = right, Wrong = judged - right };
    }

    [TestCase(4, null)]
    [TestCase(5, 1.0)]
    public void A_share_needs_five_judged_findings(int right, double? share) => Assert.That(new RuleCount { Findings = 9, Right = right }.Share, Is.EqualTo(share));

    [TestCase(Loudness.AsItIs, Route.Attention)]
    [TestCase(Loudness.Quieter, Route.Standard)]
    [TestCase(Loudness.Louder, Route.Attention)]
    public async Task A_setting_acts_on_the_next_letter(Loudness to, Route route)
    {
        foreach (var finding in Screener.Screen(new ScreeningInput(WithNumber, Side.Mentee, "en")).Findings) await Settings.Set(new(Pair.ProgramId, finding.Category, finding.Rule), to, Lead);
        var letter = await InReview(WithNumber);
        var found = (await Get<ReviewStore>().Find(letter.Id, Ruth))!.Findings;
        Assert.That(found.Select(passage => passage.Category), Does.Contain(Category.Phone));
        Assert.That(letter.Route, Is.EqualTo(route));
        Assert.That(found.Select(passage => passage.IsQuiet), Is.All.EqualTo(to == Loudness.Quieter));
        if (to == Loudness.Louder) Assert.That(found.Select(passage => passage.IsSure), Is.All.True);
    }

    [Test]
    public void Louder_makes_sure_and_quieter_leaves_what_is_dangerous_from_an_adult_as_it_is()
    {
        var screening = new LetterExchange.Features.Screening.Screening([new(Category.Gift, 0, 4, "gift", 0.5)], Route.Safeguarding);
        Assert.That(Loud.Apply(screening, Side.Mentor, _ => Loudness.Quieter), Has.Property("Route").EqualTo(Route.Safeguarding));
        Assert.That(Loud.Apply(screening, Side.Mentor, _ => Loudness.Quieter).Findings[0].Strength, Is.EqualTo(0.5));
        var fromMentee = screening with { Route = Routes.Of(screening.Findings, Side.Mentee) };
        Assert.That(Loud.Apply(fromMentee, Side.Mentee, _ => Loudness.Quieter).Route, Is.EqualTo(Route.Standard));
        Assert.That(Loud.Apply(screening, Side.Mentee, _ => Loudness.Quieter).Route, Is.EqualTo(Route.Safeguarding), "a watched phrase put it there: that is not the findings' to change");
        Assert.That(Loud.Apply(fromMentee, Side.Mentee, _ => Loudness.Louder).Findings[0].IsSure, Is.True);
    }

    [Test]
    public async Task What_tells_of_danger_is_never_quietened()
    {
        foreach (var category in new[] { Category.Selfharm, Category.Abuse, Category.Neglect, Category.Threat, Category.Sexual, Category.Secrecy })
        {
            Assert.That(() => Settings.Set(new(Pair.ProgramId, category, "any"), Loudness.Quieter, Lead), Throws.TypeOf<Refusal>().With.Message.EqualTo("rules.refused"));
            Assert.That(await Settings.Set(new(Pair.ProgramId, category, "any"), Loudness.Louder, Lead), Is.True);
        }
        Assert.That(await Settings.Set(new(Pair.ProgramId, "weather", "any"), Loudness.Louder, Lead), Is.False);
    }

    [Test]
    public async Task Each_change_is_an_event_and_going_back_leaves_no_setting()
    {
        var phone = new RuleOf(Pair.ProgramId, Category.Phone, "phone.number");
        foreach (var to in new[] { Loudness.Quieter, Loudness.Quieter, Loudness.Louder, Loudness.AsItIs }) await Settings.Set(phone, to, Lead);
        Assert.That(await Settings.Of([Pair.ProgramId]), Is.Empty);
        Assert.That(await Db.Query<string>("SELECT codes FROM events WHERE kind = 'program.rule' ORDER BY id"), Is.EqualTo(new[]
        {
            "category=contact.phone rule=phone.number from=AsItIs to=Quieter", "category=contact.phone rule=phone.number from=Quieter to=Louder", "category=contact.phone rule=phone.number from=Louder to=AsItIs",
        }));
    }

    [Test]
    public async Task The_record_costs_what_was_sent_lately_and_not_the_archive()
    {
        if (Db.Engine != Engine.Sqlite) return; // So few rows PostgreSQL would rather scan.
        foreach (var by in Enum.GetValues<RecordBy>())
        {
            var plan = (await Db.Query<(int, int, int, string Detail)>($"EXPLAIN QUERY PLAN {RuleRecord.Sql(by)}", new { program = Pair.ProgramId, since = Now })).ConvertAll(step => step.Detail);
            Assert.That(plan, Has.Some.Contains("letters_sent (program_id=? AND submitted_at>?)").And.None.StartsWith("SCAN"), string.Join('\n', plan));
        }
    }

    [Test]
    public async Task A_coordinator_reads_the_record_and_changes_a_rule_and_is_told_why_not()
    {
        await using var office = await Office.Open();
        await office.Send(WithNumber);
        using var cora = await office.Site.As(office.Coordinator);
        Assert.That((await cora.Get("/quality/rules?by=Writer")).Text, Does.Contain("too few to say").And.Contain("English"));
        Assert.That((await cora.Post("/quality/rules", null, ("Category", Category.Phone), ("Rule", "phone.number"), ("To", "Quieter"))).Text, Does.Contain("Kept."));
        Assert.That((await cora.Post("/quality/rules", null, ("Category", Category.Selfharm), ("Rule", "any"), ("To", "Quieter"))).Text, Does.Contain("cannot be made quieter"));
    }

    Task<List<RuleStanding>> Record(RecordBy by) => Get<RuleRecord>().Of(Pair.ProgramId, by, ever: false);

    async Task Find(Letter letter, int count)
    {
        for (var n = 1; n <= count; n++)
        {
            await Db.Execute("INSERT INTO findings (letter_id, number, ordinal, category, start, length, rule, strength) VALUES (@Id, 1, @ordinal, 'gift', 0, 4, 'test', 0.8)", new { letter.Id, ordinal = 10 + n });
        }
    }

    Task Judge(Letter letter, int ordinal, Guid reviewer, string verdict) =>
        Db.Execute("INSERT INTO finding_verdicts (letter_id, number, ordinal, reviewer_id, verdict, at) VALUES (@Id, 1, @ordinal, @reviewer, @verdict, @Now)", new { letter.Id, ordinal, reviewer, verdict, Now });
}
