using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.People;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests;

/// <summary>How many times a thing has come about.</summary>
delegate Task<int> Count();

/// <summary>All that time brings about, each with the sweep that does it and what leads to it: it is to come about at the moment handed in, once.</summary>
static class TimedEffects
{
    /// <summary>Nobody waits for it: whoever wants the letter takes an expired claim over, and the regular look tidies up.</summary>
    public const string NotAwaited = "a claim expires";

    public static readonly IReadOnlyDictionary<string, (Func<Parts, Sweep> Sweep, Func<Stage, DateTimeOffset, Task<Count>> Prepare)> All =
        new Dictionary<string, (Func<Parts, Sweep>, Func<Stage, DateTimeOffset, Task<Count>>)>
        {
            ["a round opens"] = (of => of.Get<ReleaseAssignments>(), RoundOpens),
            ["a reminder is told"] = (of => of.Get<RemindWriters>(), ReminderIsTold),
            ["lateness is told"] = (of => of.Get<EnforceDeadlines>(), LatenessIsTold),
            ["a turn lapses"] = (of => of.Get<EnforceDeadlines>(), TurnLapses),
            ["a day's lapses are told"] = (of => of.Get<EnforceDeadlines>(), LapsesAreTold),
            ["consent ends"] = (of => of.Get<WatchStanding>(), ConsentEnds),
            ["a reviewer is told of a letter that has waited long"] = (of => of.Get<MoveQueue>(), ReviewerIsTold),
            ["a coordinator is told of it"] = (of => of.Get<MoveQueue>(), CoordinatorIsTold),
            [NotAwaited] = (of => of.Get<MoveQueue>(), ClaimExpires),
            ["a letter is delivered"] = (of => of.Get<DeliverLetters>(), LetterIsDelivered),
            ["a letter whose screening failed is screened again"] = (of => of.Get<ScreenLetters>(), LetterIsScreenedAgain),
            ["the night is over for mail"] = (of => of.Get<SendNotices>(), NightIsOver),
            ["a mail that was not taken is tried again"] = (of => of.Get<SendNotices>(), MailIsTriedAgain),
            ["an invitation that was not taken is tried again"] = (of => of.Get<SendLinks>(), InvitationIsTriedAgain),
        };

    static async Task<Count> RoundOpens(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddDays(-2));
        var pair = await stage.Given.Pair();
        await stage.Given.Assignments([pair], await stage.Given.Round(at), at, (Side.Mentee, at.AddDays(7), at.AddDays(10)));
        return stage.Told(pair.MenteeId, NoticeKind.RoundOpened);
    }

    static async Task<Count> ReminderIsTold(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddDays(-2));
        return stage.Told((await stage.Given.OpenTurn(at.AddHours(72))).WriterId, NoticeKind.Reminder);
    }

    static async Task<Count> LatenessIsTold(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddDays(-2));
        return stage.Told((await stage.Given.OpenTurn(at.AddMilliseconds(-1), at.AddDays(5))).WriterId, NoticeKind.TurnLate);
    }

    static async Task<Count> TurnLapses(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddDays(-2));
        return stage.Told((await stage.Given.OpenTurn(at.AddDays(-1), at)).WriterId, NoticeKind.TurnLapsed);
    }

    static async Task<Count> LapsesAreTold(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddDays(-2));
        var coordinator = await stage.Given.Coordinator();
        await stage.Given.OpenTurn(at.AddHours(-20), at.AddHours(-14));
        stage.Clock.SetUtcNow(at.AddHours(-14)); // In the evening before.
        await stage.Parts.Get<EnforceDeadlines>().Run(CancellationToken.None);
        return stage.Told(coordinator, NoticeKind.LapsesDigest);
    }

    static async Task<Count> ConsentEnds(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddDays(-2));
        var coordinator = await stage.Given.Coordinator();
        await stage.Given.Pair(standsUntil: at);
        return stage.Told(coordinator, NoticeKind.StandingEnded);
    }

    static async Task<Count> ReviewerIsTold(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddHours(-24));
        return stage.Told((await stage.InReview()).Reviewer, NoticeKind.ReviewOverdue);
    }

    static async Task<Count> CoordinatorIsTold(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddHours(-48));
        var coordinator = await stage.Given.Coordinator();
        await stage.InReview();
        stage.Clock.SetUtcNow(at.AddHours(-24));
        await stage.Parts.Get<MoveQueue>().Run(CancellationToken.None); // Tells the reviewer.
        return stage.Told(coordinator, NoticeKind.ReviewOverdue);
    }

    static async Task<Count> ClaimExpires(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddMinutes(-20));
        var (letter, reviewer) = await stage.InReview();
        Assert.That(await stage.Parts.Get<ClaimStore>().Take(letter.Id, reviewer), Is.True);
        return () => stage.Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'letter.claim-expired' AND subject_id = @Id", new { letter.Id });
    }

    static async Task<Count> LetterIsDelivered(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddSeconds(-60));
        var (letter, reviewer) = await stage.InReview();
        Assert.That(await stage.Parts.Get<Decisions>().Approve(letter.Id, letter.Version, reviewer), Is.EqualTo(Decided.Done));
        return stage.Told(letter.ReaderId, NoticeKind.LetterArrived);
    }

    static async Task<Count> LetterIsScreenedAgain(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddSeconds(-10));
        var letter = await stage.Submit();
        var broken = new ScreenLetters(stage.Db, stage.Parts.Get<LetterStore>(), stage.Parts.Get<ProgramStore>(), stage.Parts.Get<ConcernStore>(), stage.Parts.Get<OwnRules>(), stage.Clock, stage.Parts.Get<Wakes>(),
            stage.Parts.Get<StuckRows>(), NullLogger<ScreenLetters>.Instance)
        { Screener = _ => throw new InvalidOperationException("on purpose") };
        await broken.Run(CancellationToken.None);
        return () => stage.Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'letter.route' AND subject_id = @letter", new { letter });
    }

    static async Task<Count> NightIsOver(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddHours(-10));
        await stage.Tell("Mentor", NoticeKind.LetterArrived, "Amina");
        await stage.Parts.Get<SendNotices>().Run(CancellationToken.None);
        return stage.Mailed();
    }

    static async Task<Count> MailIsTriedAgain(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddMinutes(-1));
        await stage.Tell("SafeguardingLead", NoticeKind.ConcernOpened); // It is night still: only safety is told.
        return await stage.Refused(stage.Parts.Get<SendNotices>());
    }

    static async Task<Count> InvitationIsTriedAgain(Stage stage, DateTimeOffset at)
    {
        stage.Clock.SetUtcNow(at.AddMinutes(-1));
        var program = (await stage.Given.Program()).Id;
        var mentor = await stage.Person("Mentor");
        await stage.Db.Transact(tx => stage.Parts.Get<LinkMails>().Invite(tx, mentor, program, Actor.Service));
        return await stage.Refused(stage.Parts.Get<SendLinks>());
    }
}

/// <summary>A program with time in hand, on which something is to come about.</summary>
sealed record Stage(Database Db, FakeTimeProvider Clock, Parts Parts, Given Given, Caught Post)
{
    public Count Told(Guid person, NoticeKind kind) => () => Db.Get<int>("SELECT COUNT(*) FROM notices WHERE person_id = @person AND kind = @kind", new { person, kind });

    /// <summary>Counts the mails that have come from now on.</summary>
    public Count Mailed()
    {
        var before = Post.Mails.Count;
        return () => Task.FromResult(Post.Mails.Count - before);
    }

    /// <summary>Lets the sweep try while the server takes nothing. Counts the mails that come after that.</summary>
    public async Task<Count> Refused(Sweep sweep)
    {
        Post.Refuses = new MailFailure(MailTrouble.Later, "451");
        await sweep.Run(CancellationToken.None);
        Post.Refuses = null;
        return Mailed();
    }

    /// <summary>Somebody with an address.</summary>
    public async Task<Guid> Person(string role)
    {
        var person = await Given.Person(role);
        await Db.Execute("UPDATE people SET email = 'someone@example.org' WHERE id = @person", new { person });
        return person;
    }

    public async Task Tell(string role, NoticeKind kind, params string[] arguments)
    {
        var telling = new Telling(await Person(role), (await Given.Program()).Id, kind, Clock.New(), "1", "/", arguments);
        await Db.Transact(tx => Parts.Get<Notifier>().Tell(tx, telling));
    }

    /// <summary>A letter for a new pair's turn, on its way to be screened.</summary>
    public async Task<Guid> Submit()
    {
        var pair = await Given.Pair();
        var turn = await Given.OpenTurn(Clock.Now().AddDays(30), pair: pair);
        var sent = await Parts.Get<Writing>().Submit(pair.MenteeId, new(pair.Id, turn.Id, null), "Dear friend, today the lighthouse was dark and it rained.");
        Assert.That(sent.Refusal, Is.Null);
        return sent.LetterId;
    }

    /// <summary>A letter in review, and who may decide on it.</summary>
    public async Task<(Letter Letter, Guid Reviewer)> InReview()
    {
        var reviewer = await Given.Person("Reviewer");
        var id = await Submit();
        await Parts.Get<ScreenLetters>().Run(CancellationToken.None);
        return ((await Parts.Get<LetterStore>().Find(id))!, reviewer);
    }
}
