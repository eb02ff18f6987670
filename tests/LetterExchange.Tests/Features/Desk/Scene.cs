using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>A pair of Amina and Henrik at the running service, with a reviewer, and the steps of their season. All that happens goes through the service's own verbs and sweeps.</summary>
public sealed class Scene
{
    public const string Lighthouse = "the-lighthouse-with-no-sea", Kite = "eleven-ways-to-mend-a-kite", Bus = "the-night-bus-knows-my-name", Thunder = "second-hand-thunder";

    public const string Words = "Dear friend, I liked the lighthouse best when the beam went over the field. What do you keep up that nobody asks you for?";

    readonly Site site;

    Scene(Site site, Pair pair, Guid reviewer) => (this.site, Pair, Reviewer) = (site, pair, reviewer);

    public Pair Pair { get; }
    public Guid Amina => Pair.MenteeId;
    public Guid Henrik => Pair.MentorId;
    public Guid Reviewer { get; }

    /// <summary>A pair of its own: scenes of one site do not meet.</summary>
    public static async Task<Scene> On(Site site)
    {
        var pair = await site.Given.Pair();
        await site.Db.Execute("UPDATE people SET given_name = 'Amina' WHERE id = @MenteeId", new { pair.MenteeId });
        await site.Db.Execute("UPDATE people SET given_name = 'Henrik' WHERE id = @MentorId", new { pair.MentorId });
        return new(site, pair with { MenteeName = "Amina", MentorName = "Henrik" }, await site.Given.Person("Reviewer", name: "Ruth"));
    }

    /// <summary>Another mentee of the same mentor.</summary>
    public async Task<Scene> With(string mentee)
    {
        var pair = await site.Given.Pair(mentor: Henrik);
        await site.Db.Execute("UPDATE people SET given_name = @mentee WHERE id = @MenteeId", new { mentee, pair.MenteeId });
        return new(site, pair with { MentorId = Henrik, MenteeName = mentee, MentorName = "Henrik" }, Reviewer);
    }

    /// <summary>Plans a round that opens in so many days: the mentee's letter is due a week after, the mentor's a week later; cut-offs three days after each.</summary>
    public Task<Guid> Plan(int opensInDays, params string[] stories) => Plan(opensInDays, Side.Mentee, stories);

    public async Task<Guid> Plan(int opensInDays, Side first, params string[] stories)
    {
        var opens = site.Now.AddDays(opensInDays);
        var second = first == Side.Mentee ? Side.Mentor : Side.Mentee;
        var assignment = (await site.Given.Assignments([Pair], await site.Given.Round(opens, stories), opens,
            (first, opens.AddDays(7), opens.AddDays(10)), (second, opens.AddDays(14), opens.AddDays(17))))[0].Id;
        await site.Db.Transact(tx => site.Get<TurnStore>().ArmFirst(tx, [Pair.Id]));
        return assignment;
    }

    /// <summary>Plans a round and opens it.</summary>
    public Task<Guid> OpenRound(params string[] stories) => OpenRound(Side.Mentee, stories);

    public async Task<Guid> OpenRound(Side first, params string[] stories)
    {
        var assignment = await Plan(0, first, stories);
        await site.Sweep();
        return assignment;
    }

    public Task<Guid> TurnOf(Guid writer) =>
        site.Db.Get<Guid>("SELECT id FROM turns WHERE pair_id = @Id AND writer_id = @writer ORDER BY CASE state WHEN 'Open' THEN 0 ELSE 1 END, opened_at DESC LIMIT 1", new { Pair.Id, writer });

    public async Task Draft(Guid writer, string text) =>
        Assert.That((await site.Get<Writing>().Keep(writer, new Sheet(Pair.Id, await TurnOf(writer), null), text)).Refusal, Is.Null);

    /// <summary>Sends the letter of the writer's turn, or a free one; it is screened and in review.</summary>
    public async Task<Guid> Send(Guid writer, string text = Words, bool free = false, bool late = false, byte[]? picture = null)
    {
        var sheet = new Sheet(Pair.Id, free ? null : await TurnOf(writer), free ? site.Clock.New() : null);
        if (picture is not null) Assert.That((await site.Get<Pictures>().Add(writer, sheet, picture)).Fault, Is.Null);
        var sent = await site.Get<Writing>().Submit(writer, sheet, text, late);
        Assert.That(sent.Refusal, Is.Null);
        await site.Sweep();
        return sent.LetterId;
    }

    public async Task Decide(Guid letter, Func<Decisions, Letter, Task<Decided>> decide)
    {
        var found = (await site.Get<LetterStore>().Find(letter))!;
        Assert.That(await decide(site.Get<Decisions>(), found), Is.EqualTo(Decided.Done));
    }

    public Task Approve(Guid letter) => Decide(letter, (decisions, found) => decisions.Approve(found.Id, found.Version, Reviewer));

    public Task Return(Guid letter, string reason) => Decide(letter, (decisions, found) => decisions.Return(found.Id, found.Version, Reviewer, reason));

    public Task Withhold(Guid letter) => Decide(letter, (decisions, found) => decisions.Withhold(found.Id, found.Version, Reviewer, "For the record", concern: true));

    /// <summary>Sends and delivers.</summary>
    public async Task<Guid> Deliver(Guid writer, string text = Words, bool free = false, byte[]? picture = null)
    {
        var letter = await Send(writer, text, free, picture: picture);
        await Approve(letter);
        await site.Pass(TimeSpan.FromMinutes(2));
        return letter;
    }

    public Task Open(Guid letter, Guid reader) => site.Get<LetterExchange.Features.Letters.Reading>().Open(letter, reader);

    public Task Finish(Guid assignment, Guid reader) => site.Get<Readings>().Finish(assignment, reader);

    public Task Pause() => site.Get<Interventions>().Pause(new(Pair.ProgramId, PairId: Pair.Id), "Holidays", Reviewer);

    /// <summary>The guardian takes the consent back.</summary>
    public async Task EndConsent()
    {
        await site.Get<Standing>().Withdraw(Amina, await site.Db.Get<Guid>("SELECT id FROM consents WHERE mentee_id = @Amina", new { Amina }), Actor.Service);
        await site.Sweep();
    }

    public Task Close() => site.Get<PairClosing>().Close(Pair.Id, "finished", "The end of the year", Reviewer);
}
