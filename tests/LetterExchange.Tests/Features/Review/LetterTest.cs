using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>What tests of a letter's way start from: an open turn of a pair, two reviewers of its cohort and a safeguarding lead.</summary>
public abstract class LetterTest(Engine engine) : DatabaseTest(engine)
{
    protected Pair Pair { get; private set; } = null!;
    protected Turn Turn { get; private set; } = null!;
    protected Guid Ruth { get; private set; }
    protected Guid Omar { get; private set; }
    protected Guid Lead { get; private set; }

    protected const string Safe = "Dear Henrik, I liked the lighthouse. My notebook for rain has 211 days in it.";
    protected const string WithNumber = "Dear Henrik, call me on 07700 900461, it is too long to write.";
    protected const string Dangerous = "Dear Henrik, I want to die. I can't tell anybody else. I cut myself last night.";

    protected Writing Writing => Get<Writing>();
    protected Decisions Decisions => Get<Decisions>();
    protected LetterStore Letters => Get<LetterStore>();
    protected Sheet Sheet => new(Pair.Id, Turn.Id, null);

    [SetUp]
    public async Task Begin()
    {
        Pair = await Given.Pair();
        Turn = await Given.OpenTurn(pair: Pair);
        Ruth = await Given.Person("Reviewer", cohortId: Pair.CohortId, name: "Ruth");
        Omar = await Given.Person("Reviewer", cohortId: Pair.CohortId, name: "Omar");
        Lead = await Given.Person("SafeguardingLead", name: "Lea");
    }

    /// <summary>Sends a letter and screens it: it is in review.</summary>
    protected async Task<Letter> InReview(string text = Safe)
    {
        var sent = await Writing.Submit(Pair.MenteeId, Sheet, text);
        Assert.That(sent.Refusal, Is.Null);
        await Screen();
        return await Fresh(sent.LetterId);
    }

    protected async Task<Letter> Approved(string text = Safe)
    {
        var letter = await InReview(text);
        Assert.That(await Decisions.Approve(letter.Id, letter.Version, Ruth), Is.EqualTo(Decided.Done));
        return await Fresh(letter.Id);
    }

    protected async Task<Letter> Delivered(string text = Safe)
    {
        var letter = await Approved(text);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        return await Fresh(letter.Id);
    }

    protected Task Screen() => Get<ScreenLetters>().Run(default);

    protected Task Deliver() => Get<DeliverLetters>().Run(default);

    protected async Task<Letter> Fresh(Guid id) => (await Letters.Find(id))!;

    protected Task<Turn> TurnNow() => Db.Read(async tx => (await Get<Turns>().Find(tx, Turn.Id))!);

    protected async Task<int> Count(Guid person, NoticeKind kind) => (await KindsTo(person)).Count(told => told == kind.ToString());
}
