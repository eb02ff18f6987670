using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Amina and Henrik, who write to each other about a story, and Ruth, who reviews: what tests of the pages of letters start from.</summary>
public sealed class Correspondence
{
    public const string Lighthouse = "the-lighthouse-with-no-sea";

    public const string AminasLetter = """
        Dear Henrik,

        I laughed about the tram. I missed my stop once too, but I was not reading, I was asleep.

        I think Orla knows. She is *not* silly. When Dev asks her who uses the light she does not say an answer, she gives him the oil can. I think she is showing him. If you are holding the can then you use it.

        My rain notebook has 211 days in it now. I started it because of a school project, and the project finished but I did not. So maybe I am a bit like Orla.

        From your friend,
        Amina
        """;

    public const string HenriksLetter = """
        Dear Amina,

        Your last letter travelled with me all week. I read it on the tram and missed my stop, which I count as praise.

        My grandfather wound a clock in our hallway every Sunday, long after all of us had telephones to tell the time by. When he died nobody wound it, and the house became too quiet to sleep in. So now I do it. I live far away, so I do it badly, and only at Christmas.

        Does Orla know that the light is useless, do you think, or has she found it another use?

        You wrote that your brother calls you the weather station. How many days are in your rain notebook now? Which was the wettest, and what were you doing? We measure rain at work too, since bridges need to know (I am not joking).

        And here is a large one, to take or leave: what would you keep going for forty years?

        With greetings from a very wet bridge,
        Henrik
        """;

    readonly Site site;

    Correspondence(Site site) => this.site = site;

    public required Pair Pair { get; init; }
    public required Guid Ruth { get; init; }

    /// <summary>Amina's, open.</summary>
    public required Turn Turn { get; init; }

    public Guid Amina => Pair.MenteeId;
    public Guid Henrik => Pair.MentorId;

    /// <summary>Amina's turn is open, Henrik's comes after it.</summary>
    /// <param name="story">That they read; none where it has not been chosen.</param>
    public static async Task<Correspondence> On(Site site, string? story = Lighthouse)
    {
        var pair = await site.Given.Pair(await site.Given.Cohort((await site.Given.Program()).Id));
        await site.Db.Execute("UPDATE people SET given_name = CASE WHEN id = @MenteeId THEN 'Amina' ELSE 'Henrik' END WHERE id IN (@MenteeId, @MentorId)", new { pair.MenteeId, pair.MentorId });
        var ruth = await site.Given.Person("Reviewer", cohortId: pair.CohortId, name: "Ruth");
        var turn = await site.Given.OpenTurn(pair: pair);
        var exchange = new Correspondence(site) { Pair = (await site.Get<ProgramStore>().Pair(pair.Id))!, Ruth = ruth, Turn = turn };
        if (story is not null) await exchange.Choose(story);
        return exchange;
    }

    public Task Choose(string story) => site.Db.Execute("UPDATE assignments SET story_id = @story WHERE id = @id", new { story, id = Turn.AssignmentId });

    /// <summary>The turn that is open now.</summary>
    public async Task<Turn> OpenTurn() => await site.Db.Read(async tx =>
        (await site.Get<Turns>().Find(tx, await tx.Get<Guid>("SELECT id FROM turns WHERE pair_id = @pair AND state = 'Open'", new { pair = Pair.Id })))!);

    /// <summary>Sends a letter: for the open turn where it is this writer's, otherwise a free one. It is screened then.</summary>
    public async Task<Guid> Send(Guid writer, string text)
    {
        var turn = await site.Db.Find<Guid?>("""
            SELECT t.id FROM turns t WHERE t.pair_id = @pair AND t.state = 'Open' AND t.writer_id = @writer
               AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.state NOT IN ('Draft', 'Returned', 'Withheld', 'Discarded'))
            """, new { pair = Pair.Id, writer });
        var sent = await site.Get<Writing>().Submit(writer, new Sheet(Pair.Id, turn, null), text);
        Assert.That(sent.Refusal, Is.Null);
        await site.Sweep();
        return sent.LetterId;
    }

    /// <summary>Sends a letter and has it approved and delivered.</summary>
    public async Task<Guid> Deliver(Guid writer, string text)
    {
        var id = await Send(writer, text);
        await Approve(id);
        await site.Pass(TimeSpan.FromMinutes(2));
        return id;
    }

    public async Task Approve(Guid letter) => await Decide(letter, (decisions, version) => decisions.Approve(letter, version, Ruth));

    /// <param name="findings">Those that are marked for the writer.</param>
    /// <param name="passage">And what else is.</param>
    public async Task Return(Guid letter, string reason, IReadOnlyCollection<int>? findings = null, string? passage = null) =>
        await Decide(letter, (decisions, version) => decisions.Return(letter, version, Ruth, reason, findings, passage));

    public async Task Withhold(Guid letter, string reason) => await Decide(letter, (decisions, version) => decisions.Withhold(letter, version, Ruth, reason, concern: true));

    public async Task<LetterState> StateOf(Guid letter) => (await site.Get<LetterStore>().Find(letter))!.State;

    public Task Pause() => site.Get<Interventions>().Pause(new Scope(Pair.ProgramId, PairId: Pair.Id), "Holidays", Ruth);

    public Task Close() => site.Get<PairClosing>().Close(Pair.Id, "moved", "Moved away", Ruth);

    async Task Decide(Guid letter, Func<Decisions, int, Task<Decided>> decision)
    {
        var version = (await site.Get<LetterStore>().Find(letter))!.Version;
        Assert.That(await decision(site.Get<Decisions>(), version), Is.EqualTo(Decided.Done));
    }
}

static class Sheets
{
    /// <summary>Opens a sheet and presses one of its buttons with this text on it.</summary>
    public static async Task<Visitor.Answer> Press(this Visitor visitor, string path, string handler, string text) =>
        await visitor.Press(await visitor.Get(path), handler, text);

    /// <summary>Presses a button of a sheet that has been open for a while.</summary>
    public static Task<Visitor.Answer> Press(this Visitor visitor, Visitor.Answer sheet, string handler, string text) =>
        visitor.Send($"{sheet.Path.Split('?')[0]}?handler={handler}", [.. sheet.Form("Read"), ("Text", text)]);

    /// <summary>Presses the button of the proof.</summary>
    public static Task<Visitor.Answer> SendIt(this Visitor visitor, Visitor.Answer proof) => visitor.Send($"{proof.Path.Split('?')[0]}?handler=Send", [.. proof.Form("Send")]);
}
