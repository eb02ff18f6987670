using System.Net;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Pulse;

/// <summary>The coordinator's list of pairs, and the page of one, as a browser without JavaScript uses them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PairPagesTests(Engine engine)
{
    const string Text = "Dear Henrik, I liked the lighthouse. My notebook for rain has 211 days in it.";

    Site site = null!;
    Visitor visitor = null!;
    Guid coordinator;

    [SetUp]
    public async Task Open()
    {
        site = await Site.Open(engine);
        await site.Given.Program();
        coordinator = await site.Given.Coordinator();
        visitor = await site.As(coordinator);
    }

    [TearDown]
    public async Task Close()
    {
        visitor.Dispose();
        await site.DisposeAsync();
    }

    [Test]
    public async Task A_coordinator_finds_first_among_the_pairs_who_needs_a_person_with_what_to_do()
    {
        await site.Given.OpenTurn(site.Now.AddDays(20));
        var late = await site.Given.OpenTurn(site.Now.AddDays(1), site.Now.AddDays(9));
        await site.Pass(TimeSpan.FromDays(2));
        var page = await visitor.Get("/pairs");
        Assert.That(page.Text, Does.Contain("One pair needs a person.").And.Contain($"{late.WriterName}’s letter was due Tue 12 Jan, 11:00. It can still be sent until Wed 20 Jan, 11:00."));
        Assert.That(page.Text.IndexOf("These need a person", StringComparison.Ordinal), Is.LessThan(page.Text.IndexOf("All others", StringComparison.Ordinal)));
        Assert.That(page.Html, Does.Contain($"href=\"/turns/{late.Id}/dates\"").And.Contain($"href=\"/pairs/{late.PairId}\""));
    }

    [Test]
    public async Task The_list_is_narrowed_by_cohort_and_state()
    {
        var late = await site.Given.OpenTurn(site.Now.AddDays(1), site.Now.AddDays(9));
        var cohort = await site.Given.Cohort((await site.Given.Program()).Id);
        var there = await site.Given.OpenTurn(site.Now.AddDays(20), pair: await site.Given.Pair(cohort));
        await site.Pass(TimeSpan.FromDays(2));
        Assert.That(Listed(await visitor.Get($"/pairs?cohort={cohort}")), Is.EqualTo([there.PairId]));
        Assert.That(Listed(await visitor.Get("/pairs?state=Late")), Is.EqualTo([late.PairId]));
        Assert.That(Listed(await visitor.Get("/pairs?state=need")), Is.EqualTo([late.PairId]));
        var none = await visitor.Get($"/pairs?state=Late&cohort={cohort}");
        Assert.That(none.Text, Does.Contain("No pair stands so."));
        Assert.That(none.Html, Does.Contain($"href=\"/cohorts/{cohort}/step-in\""));
        Assert.That(Listed(await visitor.Get("/pairs?state=nonsense&cohort=&after=x")), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Another_program_s_cohort_in_the_address_narrows_nothing_and_shows_nothing()
    {
        var pair = await site.Given.Pair();
        var elsewhere = await site.Given.Cohort((await site.Given.Program("Europe/Paris", null)).Id);
        var stranger = await site.Given.Pair(elsewhere);
        Assert.That(Listed(await visitor.Get($"/pairs?cohort={elsewhere}")), Is.EqualTo([pair.Id]));
        Assert.That((await visitor.Get($"/pairs/{stranger.Id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_program_without_a_pair_says_how_to_make_one() =>
        Assert.That((await visitor.Get("/pairs")).Text, Does.Contain("There is no pair yet.").And.Contain("No pair needs anybody now."));

    [Test]
    public async Task A_pair_s_page_has_all_about_it_and_no_letter_s_text()
    {
        var turn = await site.Given.OpenTurn();
        var pair = (await site.Get<ProgramStore>().Pair(turn.PairId))!;
        var letter = await InReview(turn);
        await site.Get<Interventions>().Extend(new Scope(turn.ProgramId, PairId: pair.Id), new Extension(3, null), "She was ill.", coordinator);
        var page = await visitor.Get($"/pairs/{pair.Id}");
        Assert.That(page.Text, Does.Contain($"{turn.WriterName} Tester").And.Contain("Stands until Tuesday 11 January 2028").And.Contain("She was ill.").And.Contain("In review"));
        Assert.That((await visitor.Get($"/pairs/{pair.Id}/timeline")).Text, Does.Contain("A turn got more time").And.Contain("She was ill.").And.Not.Contain("lighthouse"));
        Assert.That((await visitor.Get($"/pairs/{pair.Id}/timeline?show=Pair")).Text, Does.Contain("She was ill.").And.Not.Contain("A turn got more time"));
        foreach (var link in new[] { $"/people/{pair.MenteeId}", $"/people/{pair.MentorId}", $"/turns/{turn.Id}/dates", $"/archive/{letter.Id}", $"/pairs/{pair.Id}/step-in" })
            Assert.That(page.Html, Does.Contain($"href=\"{link}\""));
        Assert.That(page.Text, Does.Not.Contain("lighthouse").And.Not.Contain("notebook"));
    }

    [Test]
    public async Task A_draft_is_told_of_and_cannot_be_opened()
    {
        var turn = await site.Given.OpenTurn();
        var kept = await site.Get<Writing>().Keep(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear Henrik, a secret");
        var page = await visitor.Get($"/pairs/{turn.PairId}");
        Assert.That(page.Text, Does.Contain("Being written").And.Not.Contain("secret"));
        Assert.That(page.Html, Does.Not.Contain($"/archive/{kept.LetterId}"));
    }

    [Test]
    public async Task A_concern_is_not_told_of_on_the_pair_s_page()
    {
        var turn = await site.Given.OpenTurn();
        await site.Given.Person("SafeguardingLead");
        await site.Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), "Dear Henrik, I want to die. I can't tell anybody else. I cut myself last night.");
        await site.Sweep();
        Assert.That(await site.Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind LIKE 'concern.%' AND pair_id = @PairId", new { turn.PairId }), Is.GreaterThan(0));
        Assert.That((await visitor.Get($"/pairs/{turn.PairId}")).Text, Does.Not.Contain("oncern"));
    }

    [Test]
    public async Task Whose_consent_does_not_stand_is_said_with_the_way_to_a_new_one()
    {
        var pair = await site.Given.Pair(standsUntil: site.Now.AddDays(1));
        await site.Pass(TimeSpan.FromDays(2));
        var page = await visitor.Get($"/pairs/{pair.Id}");
        Assert.That(page.Text, Does.Contain("Consent Does not stand Record a new one").And.Contain("because a consent or a clearance ended"));
        Assert.That((await visitor.Get("/pairs?state=Unready")).Html, Does.Contain($"href=\"/pairs/{pair.Id}#standing\""));
    }

    [Test]
    public async Task Closing_a_pair_asks_once_and_stops_its_letters()
    {
        var turn = await site.Given.OpenTurn();
        var letter = await InReview(turn);
        var path = $"/pairs/{turn.PairId}";
        var asked = await visitor.Post(path, null, ("Why", "moved"), ("Reason", "The family has moved away."));
        Assert.That(asked.Text, Does.Contain("for good?").And.Contain("One letter is under way. It will be stopped.").And.Contain("One round will end."));
        Assert.That((await site.Get<ProgramStore>().Pair(turn.PairId))!.State, Is.EqualTo(PairState.Active), "Only asked so far.");
        var done = await new Plans.FilledForm(asked.Html, "sure").Press(visitor, path);
        Assert.That(done.Text, Does.Contain("The pair is closed, and both have been told.").And.Contain("The child or the school has moved").And.Contain("The family has moved away."));
        Assert.That(done.Html, Does.Not.Contain("close.open").And.Not.Contain("name=\"Why\"").And.Not.Contain("/step-in"));
        Assert.That((await site.Get<LetterStore>().Find(letter.Id))!.State, Is.EqualTo(LetterState.Stopped));
        Assert.That(await site.Db.Get<string>("SELECT closed_why FROM pairs WHERE id = @PairId", new { turn.PairId }), Is.EqualTo("moved"));
        Assert.That((await visitor.Send(path, ("Why", "moved"), ("Reason", "Again"), ("sure", "true"), ("__RequestVerificationToken", new Plans.FilledForm(asked.Html, "sure")["__RequestVerificationToken"]!))).Text, Does.Contain("closed already"));
    }

    [TestCase("", "Gone", "Choose why the pair is closed.")]
    [TestCase("whatever", "Gone", "Choose why the pair is closed.")]
    [TestCase("moved", " ", "Say in a sentence what happened.")]
    public async Task A_pair_is_not_closed_without_a_reason(string why, string reason, string words)
    {
        var pair = await site.Given.Pair();
        var answer = await visitor.Post($"/pairs/{pair.Id}", null, ("Why", why), ("Reason", reason), ("sure", "true"));
        Assert.That(answer.Text, Does.Contain(words));
        Assert.That(new Plans.FilledForm(answer.Html, "Why")["Reason"]?.Trim(), Is.EqualTo(reason.Trim()));
        Assert.That((await site.Get<ProgramStore>().Pair(pair.Id))!.State, Is.EqualTo(PairState.Active));
    }

    [Test]
    public async Task Notes_are_written_kept_when_refused_and_erased()
    {
        var pair = await site.Given.Pair();
        var path = $"/pairs/{pair.Id}";
        Assert.That((await visitor.Post(path, "Note", ("Note", " "))).Text, Does.Contain("Please write something."));
        var kept = await visitor.Post(path, "Note", ("Note", "The school has a new teacher.\nCall in May."), ("ForReviewers", "true"));
        Assert.That(kept.Text, Does.Contain("The note is kept.").And.Contain("Call in May.").And.Contain("reviewers read it too"));
        var note = await site.Db.Get<Guid>("SELECT id FROM pair_notes");
        Assert.That((await visitor.Post(path, "Erase", ("note", $"{note}"))).Text, Does.Contain("The words are erased.").And.Not.Contain("Call in May."));
        Assert.That((await visitor.Get($"{path}/timeline?show=Notes")).Text, Does.Contain("The words of this note have been erased."));
    }

    [Test]
    public async Task A_silent_mentor_is_sent_the_proposed_step_in_words_that_can_be_changed_and_reads_it()
    {
        var pair = await site.Given.Pair();
        await site.Given.Assignments([pair], await site.Given.Round(), site.Now, (Side.Mentor, site.Now.AddDays(14), site.Now.AddDays(60)));
        await site.Sweep();
        await site.Pass(TimeSpan.FromDays(22));
        Assert.That((await visitor.Get($"/pairs/{pair.Id}")).Text, Does.Contain($"It is time to remind {pair.MentorName}").And.Contain("22 days"));
        var page = await visitor.Get($"/pairs/{pair.Id}/silence");
        var form = new Plans.FilledForm(page.Html, "Words");
        Assert.That(form["Words"], Does.Contain($"Dear {pair.MentorName},").And.Contain(pair.MenteeName));
        var done = await form.Type("Words", "Dear friend,\nplease write.").Press(visitor, $"/pairs/{pair.Id}/silence");
        Assert.That(done.Text, Does.Contain("has been told, and it is on the record.").And.Contain("please write.").And.Contain("Nothing is proposed now"));
        using var mentor = await site.As(pair.MentorId);
        var note = await site.Db.Get<Guid>("SELECT id FROM pair_notes");
        Assert.That((await mentor.Get($"/words/{note}")).Text, Does.Contain("please write."));
        using var mentee = await site.As(pair.MenteeId);
        Assert.That((await mentee.Get($"/words/{note}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_substitute_is_chosen_asked_once_and_stands_in_and_the_mentor_comes_back()
    {
        var turn = await site.Given.OpenTurn();
        var other = await site.Given.Pair();
        var path = $"/pairs/{turn.PairId}/change?what=Substitute";
        Assert.That((await visitor.Post(path, null, ("Mentor", $"{turn.ReaderId}"), ("Reason", ""))).Text, Does.Contain("Choose a mentor who is cleared and has room.").And.Contain("Say in a sentence what happened."));
        var asked = await visitor.Post(path, null, ("Mentor", $"{other.MentorId}"), ("Reason", "In hospital for a month."));
        Assert.That(asked.Text, Does.Contain($"stand in for {turn.ReaderName}?"));
        var done = await new Plans.FilledForm(asked.Html, "sure").Press(visitor, path);
        Assert.That(done.Text, Does.Contain("The substitute writes with them now.").And.Contain("Stands in for"));
        Assert.That((await visitor.Get($"/pairs/{turn.PairId}")).Text, Does.Contain("Rests").And.Contain("In hospital for a month."));
        using var mentee = await site.As(turn.WriterId);
        Assert.That((await mentee.Get("/desk")).Text, Does.Contain(other.MentorName));
        var back = $"/pairs/{turn.PairId}/change?what=Return";
        var again = await new Plans.FilledForm((await visitor.Post(back, null, ("Reason", "She is well."))).Html, "sure").Press(visitor, back);
        Assert.That(again.Text, Does.Contain("The pair goes on.").And.Contain("Active"));
    }

    [Test]
    public async Task A_coordinator_writes_a_bridge_letter_reads_it_once_more_and_sends_it()
    {
        var pair = await site.Given.Pair();
        var path = $"/pairs/{pair.Id}/bridge";
        var proof = await visitor.Post(path, "Read", ("Text", "Dear Amina, I look after the letters here."));
        Assert.That(proof.Path, Does.EndWith("/bridge?handler=Read"));
        Assert.That(proof.Text, Does.Contain("A bridge letter").And.Contain("I look after the letters here.").And.Contain("It is not because of you"));
        var sent = await new Plans.FilledForm(proof.Html, "Text").Press(visitor, proof.Path.Replace("Read", "Send"));
        Assert.That(sent.Text, Does.Contain("Somebody else reviews it now."));
        Assert.That((await visitor.Get($"/pairs/{pair.Id}")).Text, Does.Contain("A bridge letter"));
    }

    async Task<Letter> InReview(Turn turn)
    {
        var sent = await site.Get<Writing>().Submit(turn.WriterId, new Sheet(turn.PairId, turn.Id, null), Text);
        Assert.That(sent.Refusal, Is.Null);
        await site.Sweep();
        return (await site.Get<LetterStore>().Find(sent.LetterId))!;
    }

    /// <summary>The pairs that a page lists, in its order.</summary>
    static List<Guid> Listed(Visitor.Answer page) => [.. System.Text.RegularExpressions.Regex.Matches(page.Html, "<th scope=\"row\">.*?href=\"/pairs/([0-9a-f-]{36})\"", System.Text.RegularExpressions.RegexOptions.Singleline)
        .Select(match => Guid.Parse(match.Groups[1].Value))];
}
