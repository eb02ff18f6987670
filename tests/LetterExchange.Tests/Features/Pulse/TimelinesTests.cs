using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Pulse;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>A pair's timeline: all that happened, by date, page by page.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class TimelinesTests(Engine engine) : DatabaseTest(engine)
{
    [Test]
    public async Task It_holds_what_happened_from_every_source_and_no_word_of_a_letter()
    {
        var pair = await Happened();
        var (lines, next) = await Get<Timelines>().Page(pair, null, TimelineKey.Start);
        Assert.That(next, Is.Null);
        var kinds = lines.Select(line => $"{line.Source}.{line.Kind}").ToList();
        Assert.That(kinds, Is.SupersetOf(new[] { "event.turn.submit", "event.letter.submit", "did.Pause", "note.Note", "standing.consent", "standing.clearance", "mail.Sent" }));
        Assert.That(kinds, Has.None.EqualTo("event.pair.pause"), "A pause by a person is told with its reason.");
        Assert.That(lines.Select(line => line.Text ?? ""), Does.Contain("Holidays").And.Contain("Call the school.").And.None.Contains("lighthouse"));
        Assert.That(lines.Single(line => line.Kind == "letter.submit").LetterId, Is.Not.Null);
        Assert.That(lines.Select(line => line.At), Is.Ordered.Descending);
    }

    [TestCase(null)]
    [TestCase(TimelineSort.Pair)]
    [TestCase(TimelineSort.Standing)]
    public async Task Page_by_page_it_is_the_same_list(TimelineSort? sort)
    {
        var pair = await Happened();
        var (all, _) = await Get<Timelines>().Page(pair, sort, TimelineKey.Start, 500);
        var paged = new List<TimelineLine>();
        for (TimelineKey? key = TimelineKey.Start; key is { } before;)
        {
            (var lines, key) = await Get<Timelines>().Page(pair, sort, TimelineKey.Read(before == TimelineKey.Start ? null : before.ToString()), 2);
            paged.AddRange(lines);
        }
        Assert.That(paged, Is.EqualTo(all));
    }

    [Test]
    public async Task A_filter_leaves_only_its_sort()
    {
        var pair = await Happened();
        foreach (var sort in Enum.GetValues<TimelineSort>())
        {
            var (lines, _) = await Get<Timelines>().Page(pair, sort, TimelineKey.Start);
            Assert.That(lines.Select(line => line.Sort).Distinct(), Is.EqualTo(new[] { sort }), $"{sort}");
        }
    }

    [Test]
    public async Task What_happened_to_another_pair_of_the_mentor_is_not_in_it()
    {
        var pair = await Happened();
        var mentor = await Db.Get<Guid>("SELECT mentor_id FROM pairs WHERE id = @pair", new { pair });
        var other = await Given.Pair(mentor: mentor);
        var (before, _) = await Get<Timelines>().Page(other.Id, TimelineSort.Mails, TimelineKey.Start);
        Assert.That(before, Is.Empty);
    }

    async Task<Guid> Happened()
    {
        var turn = await Given.OpenTurn();
        var by = await Given.Coordinator();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear Henrik, I liked the lighthouse.");
        await Get<PairNotes>().Write(turn.PairId, PairNoteKind.Note, "Call the school.", by);
        await Get<Interventions>().Pause(new Scope(turn.ProgramId, PairId: turn.PairId), "Holidays", by);
        var mail = Clock.New();
        await Db.Execute("INSERT INTO mails (id, person_id, message_id, state, claimed_at, sent_at) VALUES (@mail, @ReaderId, 'one', 'Sent', @Now, @Now)", new { mail, turn.ReaderId, Now });
        await Db.Execute("UPDATE notices SET mail_at = NULL, mail_id = @mail WHERE person_id = @ReaderId AND kind = 'PairPaused'", new { mail, turn.ReaderId });
        return turn.PairId;
    }
}
