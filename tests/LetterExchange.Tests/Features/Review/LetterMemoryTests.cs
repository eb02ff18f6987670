using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Memory;
using LetterExchange.Tests.Ground;
using Route = LetterExchange.Features.Screening.Route;

namespace LetterExchange.Tests.Features.Review;

/// <summary>A passage with its sentence.</summary>
public sealed class QuotationTests
{
    [TestCase("It rains. I take the 42 bus home! Yes.", "42 bus", "I take the 42 bus home!")]
    [TestCase("I take the 42 bus", "42 bus", "I take the 42 bus")]
    [TestCase("Hello\nI take\tthe  42 bus\nhome", "42 bus", "I take the 42 bus")]
    public void It_is_quoted_with_its_sentence_in_one_line(string text, string passage, string quote) =>
        Assert.That(Quotation.Of(text, text.IndexOf(passage, StringComparison.Ordinal), passage.Length), Is.EqualTo(quote));

    [Test]
    public void A_long_sentence_is_cut_between_words()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 100));
        Assert.That(Quotation.Of($"{words}passage {words}", 500, 7), Does.Match("^…(word )+passage( word)+…$").And.Length.LessThan(180));
        Assert.That(Quotation.Of($"a passage {words}", 2, 400), Does.Match("^a passage( word)+…$").And.Length.LessThan(250));
        Assert.That(() => Quotation.Of("short", 40, 7), Throws.Nothing);
    }
}

/// <summary>What several letters of a pair tell together.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class LetterMemoryTests(Engine engine) : LetterTest(engine)
{
    const string OfTheTeam = "Dear Henrik, on Sundays I play for the Ashford Wolves and we always lose. I liked the lighthouse.";
    const string OfTheBirthday = "Dear Henrik, it rains. My birthday is in May and I want a kite that can carry a lamp.";
    const string OfTheBus = "Dear Henrik, I read it on the way home. I take the 42 bus, the driver hums. What do you read?";

    [Test]
    public async Task The_letter_that_completes_the_picture_is_marked_and_the_earlier_ones_are_quoted()
    {
        var (first, second) = (await Delivered(OfTheTeam), await Delivered(OfTheBirthday));
        Assert.That((first.Route, second.Route), Is.EqualTo((Route.Standard, Route.Standard)));
        var third = await Send(OfTheBus);
        Assert.That(third.Route, Is.EqualTo(Route.Attention));
        var open = (await Get<ReviewStore>().Open(third.Id, Ruth))!;
        var mark = open.Findings.Single();
        Assert.That((mark.Category, mark.Rule, OfTheBus.Substring(mark.Start, mark.Length)), Is.EqualTo((Category.Place, Picture.Rule, "42 bus")));
        Assert.That(open.Remembered.Picture.Select(one => (one.LetterId, one.Kind, one.Quote)), Is.EqualTo(new[]
        {
            (first.Id, TraceKind.Team, "Dear Henrik, on Sundays I play for the Ashford Wolves and we always lose."),
            (second.Id, TraceKind.Birthday, "My birthday is in May and I want a kite that can carry a lamp."),
        }));
        Assert.That(await Db.Query<Guid>("SELECT actor_id FROM events WHERE kind = 'letter.look' AND subject_id = @Id", new { first.Id }), Has.Member(Ruth), "what is quoted is looked at");
    }

    [Test]
    public async Task A_picture_is_marked_once_and_again_only_when_another_kind_joins_it()
    {
        foreach (var text in new[] { OfTheTeam, OfTheBirthday, OfTheBus }) await Delivered(text);
        Assert.That(await Marks(await Send("Dear Henrik, the 42 bus took me home again, and my team lost. I play for the Ashford Wolves still.")), Is.Empty);
        Assert.That(await Marks(await Send("Dear Henrik, we live right opposite the old church.")), Is.EqualTo(new[] { Picture.Rule }));
    }

    [Test]
    public async Task Letters_that_wait_together_are_remembered_in_their_order()
    {
        var sent = new List<Letter>();
        foreach (var text in new[] { OfTheTeam, OfTheBirthday, OfTheBus })
        {
            sent.Add(await Submit(Pair.MenteeId, text));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await Screen();
        Assert.That(await Marks(sent[0]), Is.Empty);
        Assert.That(await Marks(sent[1]), Is.Empty);
        Assert.That(await Marks(sent[2]), Is.EqualTo(new[] { Picture.Rule }));
    }

    [Test]
    public async Task What_the_reader_never_gets_tells_nothing()
    {
        await Delivered(OfTheTeam);
        var returned = await Send(OfTheBirthday);
        Assert.That(await Decisions.Return(returned.Id, returned.Version, Ruth, "Please leave the month out."), Is.EqualTo(Decided.Done));
        Assert.That(await Marks(await Send(OfTheBus)), Is.Empty);
        var mended = await Writing.Submit(Pair.MenteeId, new Sheet(Pair.Id, null, returned.Id), OfTheBirthday + " Still.");
        Assert.That(mended.Refusal, Is.Null);
        await Screen();
        Assert.That(await Marks(await Fresh(returned.Id)), Is.EqualTo(new[] { Picture.Rule }), "it tells it again, after the bus");
    }

    [Test]
    public async Task What_was_wrongly_marked_is_forgotten()
    {
        await Delivered(OfTheTeam);
        await Delivered(OfTheBirthday);
        var third = await Send(OfTheBus);
        Assert.That(await Get<Verdicts>().Give(third.Id, 1, 1, Ruth, Verdict.Wrong), Is.True);
        Assert.That(await Marks(await Send("Dear Henrik, the 42 bus is where I read, I take the 42 bus each day.")), Is.EqualTo(new[] { Picture.Rule }), "the bus is new again");
    }

    [Test]
    public async Task Erasing_a_text_erases_what_is_kept_of_it()
    {
        var first = await Delivered(OfTheTeam);
        await Delivered(OfTheBirthday);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, @now)", new { first.Id, now = Now });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @Id", new { first.Id });
        Assert.That(await Db.Query<string>("SELECT kind FROM traces"), Is.EqualTo(new[] { "Birthday" }));
        Assert.That(await Marks(await Send(OfTheBus)), Is.Empty);
    }

    [Test]
    public async Task A_letter_that_tells_nothing_leaves_nothing()
    {
        await Delivered(Safe);
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM traces"), Is.Zero);
    }

    [Test]
    public async Task An_adult_s_third_kind_of_sign_in_half_a_year_goes_to_safeguarding_and_is_no_matter_for_the_writer()
    {
        var first = await SendAsMentor("Dear Amina, you are so mature for your age. How was the match?");
        Clock.Advance(TimeSpan.FromDays(60));
        var second = await SendAsMentor("Dear Amina, I saw a scarf in a window and thought of you.");
        Assert.That((first.Route, second.Route), Is.EqualTo((Route.Standard, Route.Standard)));
        Clock.Advance(TimeSpan.FromDays(60));
        var third = await SendAsMentor("Dear Amina, the ferry was late. I wish we could talk properly.");
        Assert.That(third.Route, Is.EqualTo(Route.Safeguarding));
        var open = (await Get<ReviewStore>().Open(third.Id, Lead))!;
        Assert.That(open.Findings.Select(mark => (mark.Category, mark.Rule, mark.IsForWriter)), Is.EqualTo(new[] { (Category.Offplatform, Pattern.Rule, false) }));
        Assert.That(open.Concerns, Has.Count.EqualTo(1), "a concern is opened");
        Assert.That((await Get<ReviewStore>().Open(third.Id, Ruth))!.Remembered.Signs.Select(sign => (sign.LetterId, sign.Kind)), Is.EqualTo(new[]
        {
            (first.Id, TraceKind.Flattery), (second.Id, TraceKind.Gift), (third.Id, TraceKind.Channel),
        }));
        Assert.That(open.Remembered.Signs, Is.Empty, "a lead of no cohort is shown what has been delivered, and what lies on their table");
    }

    [Test]
    public async Task Signs_that_are_far_apart_are_no_pattern()
    {
        await SendAsMentor("Dear Amina, you are so mature for your age.");
        Clock.Advance(TimeSpan.FromDays(100));
        await SendAsMentor("Dear Amina, I saw a scarf in a window and thought of you.");
        Clock.Advance(TimeSpan.FromDays(100));
        Assert.That((await SendAsMentor("Dear Amina, I wish we could talk properly.")).Route, Is.EqualTo(Route.Standard));
    }

    [Test]
    public async Task One_sign_is_shown_to_nobody()
    {
        var letter = await SendAsMentor("Dear Amina, you are so mature for your age. I saw a scarf and thought of you.");
        Assert.That(letter.Route, Is.EqualTo(Route.Standard));
        var open = (await Get<ReviewStore>().Open(letter.Id, Ruth))!;
        Assert.That((open.Findings.Count, open.Remembered.Signs.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Another_pair_of_the_same_people_s_program_is_not_mixed_in()
    {
        await Delivered(OfTheTeam);
        await Delivered(OfTheBirthday);
        var other = await Given.Pair(Pair.CohortId);
        var sent = await Writing.Submit(other.MenteeId, new Sheet(other.Id, null, null), OfTheBus);
        await Screen();
        Assert.That(await Marks(await Fresh(sent.LetterId)), Is.Empty);
    }

    async Task<Letter> Submit(Guid writer, string text)
    {
        var sent = await Writing.Submit(writer, new Sheet(Pair.Id, null, null), text);
        Assert.That(sent.Refusal, Is.Null);
        return await Fresh(sent.LetterId);
    }

    async Task<Letter> Send(string text, Guid? writer = null)
    {
        var letter = await Submit(writer ?? Pair.MenteeId, text);
        await Screen();
        Clock.Advance(TimeSpan.FromMinutes(1));
        return await Fresh(letter.Id);
    }

    Task<Letter> SendAsMentor(string text) => Send(text, Pair.MentorId);

    new async Task<Letter> Delivered(string text)
    {
        var letter = await Send(text);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        return await Fresh(letter.Id);
    }

    Task<List<string>> Marks(Letter letter) => Db.Query<string>("SELECT f.rule FROM findings f JOIN letters l ON l.id = f.letter_id AND l.revision = f.number WHERE l.id = @Id ORDER BY f.ordinal", new { letter.Id });
}
