using LetterExchange.Features.Desk;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Desk;

/// <summary>What a desk says, from the rows and the time alone.</summary>
public sealed class SituationTests
{
    static readonly StoryLibrary library = StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory));
    static readonly Story lighthouse = library.Find(Scene.Lighthouse)!;
    static readonly DateTimeOffset now = Site.Start;
    static readonly Guid amina = Guid.Parse("00000000-0000-7000-8000-000000000001"), henrik = Guid.Parse("00000000-0000-7000-8000-000000000002");
    static readonly Guid first = Guid.Parse("00000000-0000-7000-8000-000000000011"), second = Guid.Parse("00000000-0000-7000-8000-000000000012");
    static readonly Guid myTurn = Guid.Parse("00000000-0000-7000-8000-000000000021"), theirTurn = Guid.Parse("00000000-0000-7000-8000-000000000022");

    static readonly Pair live = new() { MenteeId = amina, MentorId = henrik, MenteeName = "Amina", MentorName = "Henrik", State = PairState.Active, StandsUntil = now.AddYears(1) };
    static readonly SeasonRound open = new() { Id = first, Number = 1, State = AssignmentState.Open, OpensAt = now.AddDays(-1), OpenedAt = now.AddDays(-1), StoryId = lighthouse.Id, Story = lighthouse };
    static readonly SeasonRound read = open with { FinishedAt = now };
    static readonly SeasonRound behind = read with { State = AssignmentState.Complete, ClosedAt = now };
    static readonly SeasonRound coming = new() { Id = second, Number = 2, State = AssignmentState.Scheduled, OpensAt = now.AddDays(7) };
    static readonly SeasonRound toChoose = open with { StoryId = null, Story = null, Offers = [lighthouse, library.Find(Scene.Kite)!] };
    static readonly Turn mine = new() { Id = myTurn, AssignmentId = first, Ordinal = 1, WriterId = amina, ReaderId = henrik, State = TurnState.Open, DueAt = now.AddDays(3), CutOffAt = now.AddDays(6) };
    static readonly Turn theirs = mine with { Id = theirTurn, Ordinal = 2, WriterId = henrik, ReaderId = amina, State = TurnState.Waiting };
    static readonly SeasonLetter letter = new() { Id = Guid.Parse("00000000-0000-7000-8000-000000000031"), AssignmentId = first, TurnId = myTurn, WriterId = amina, ReaderId = henrik, SubmittedAt = now.AddHours(-2) };
    static readonly SeasonLetter answer = letter with { Id = Guid.Parse("00000000-0000-7000-8000-000000000032"), TurnId = theirTurn, WriterId = henrik, ReaderId = amina, State = LetterState.Delivered, DeliveredAt = now.AddHours(-1) };
    static readonly SeasonLetter draft = letter with { State = LetterState.Draft, SubmittedAt = null, Draft = "Dear Henrik," };
    static readonly SeasonLetter returned = letter with { State = LetterState.Returned, Reason = "Your street is in it.", Draft = "Dear Henrik," };

    static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("A letter that has arrived comes first", DeskState.Open, Of(open, [mine], answer));
        yield return Case("also before one that came back", DeskState.Open, Of(read, [mine], answer, returned));
        yield return Case("also in a break", DeskState.Open, Of(open, [mine], answer) with { Pair = live with { State = PairState.Paused } });
        yield return Case("but not after the end", DeskState.Closed, Of(open, [mine], answer) with { Pair = live with { State = PairState.Closed } });
        yield return Case("A letter that was opened does not come again", DeskState.Write, Of(read, [mine], answer with { State = LetterState.Read, ReadAt = now }));
        yield return Case("A letter that came back is mended", DeskState.Mend, Of(open, [mine], returned));
        yield return Case("also a free one", DeskState.Mend, Of(open, [], returned with { TurnId = null, AssignmentId = null }));
        yield return Case("One that was taken back is only a draft", DeskState.Write, Of(open, [mine], returned with { Reason = null }));
        yield return Case("Where there are several stories, one is chosen", DeskState.Choose, Of(toChoose, [mine]));
        yield return Case("also while the other writes first", DeskState.Choose, Of(toChoose, [mine with { State = TurnState.Waiting, Ordinal = 2 }, theirs with { State = TurnState.Open, Ordinal = 1 }]));
        yield return Case("also where only the other writes", DeskState.Choose, Of(toChoose, [theirs with { State = TurnState.Open }]));
        yield return Case("The mentor does not choose", DeskState.Write, Of(toChoose, [mine with { WriterId = henrik, ReaderId = amina }]) with { Me = henrik });
        yield return Case("What was chosen is read", DeskState.Read, Of(open, [mine]));
        yield return Case("then written about", DeskState.Write, Of(read, [mine]));
        yield return Case("Whoever has begun to write goes on", DeskState.Write, Of(open, [mine], draft));
        yield return Case("an empty draft is none", DeskState.Read, Of(open, [mine], draft with { Draft = " \n" }));
        yield return Case("A story that has gone is not read", DeskState.Write, Of(open with { Story = null }, [mine]));
        yield return Case("One can read while the other writes first", DeskState.Read, Of(open, [mine with { State = TurnState.Waiting }, theirs with { State = TurnState.Open }]));
        yield return Case("A turn past its cut-off is late", DeskState.Late, Of(open, [mine with { CutOffAt = now }]));
        yield return Case("and a millisecond before it is not", DeskState.Read, Of(open, [mine with { CutOffAt = now.AddMilliseconds(1) }]));
        yield return Case("A lapsed turn's letter can still be sent", DeskState.Late, Of(read, [mine with { State = TurnState.Lapsed }, theirs with { State = TurnState.Open }]));
        yield return Case("also when its round is over", DeskState.Late, Of(behind, [mine with { State = TurnState.Lapsed }]));
        yield return Case("but not when the next has opened", DeskState.Theirs, Of([behind with { Id = second }, read], [mine with { AssignmentId = second, State = TurnState.Lapsed }, theirs with { State = TurnState.Open }]));
        yield return Case("nor when it is under way", DeskState.Travelling, Of(behind, [mine with { State = TurnState.Lapsed }], letter with { State = LetterState.InReview }));
        yield return Case("What is in our hands is waited for", DeskState.Travelling, Of(open, [mine with { HeldAt = now }], letter with { State = LetterState.Screening }));
        yield return Case("also once it is approved", DeskState.Travelling, Of(open, [mine with { HeldAt = now }], letter with { State = LetterState.Approved }));
        yield return Case("A withheld letter is talked about", DeskState.Withheld, Of(read, [mine with { State = TurnState.Excused }, theirs with { State = TurnState.Open }], letter with { State = LetterState.Withheld }));
        yield return Case("until another was sent", DeskState.Travelling, Of(read, [], letter with { State = LetterState.Withheld }, letter with { Id = first, TurnId = null, SubmittedAt = now, State = LetterState.InReview }));
        yield return Case("The other's turn is waited for", DeskState.Theirs, Of(read, [mine with { State = TurnState.Answered }, theirs with { State = TurnState.Open }]));
        yield return Case("Between rounds one waits for the next", DeskState.Between, Of([behind, coming], []));
        yield return Case("Before the first one too", DeskState.First, Of(coming, []));
        yield return Case("After the last it is over", DeskState.Over, Of(behind, []));
        yield return Case("Without rounds one writes when one likes", DeskState.Free, Of([], []) with { FreeLetters = true });
        yield return Case("or nothing is planned", DeskState.Quiet, Of([], []));
        yield return Case("A break is a break", DeskState.Paused, Of(open, [mine]) with { Pair = live with { State = PairState.Paused, PausedWhy = PauseReason.Coordinator } });
        yield return Case("for whatever reason", DeskState.Paused, Of(open, [mine]) with { Pair = live with { State = PairState.Paused, PausedWhy = PauseReason.Concern } });
        yield return Case("An ended consent is another thing", DeskState.Ended, Of(open, [mine]) with { Pair = live with { State = PairState.Paused, PausedWhy = PauseReason.Standing } });
        yield return Case("also before the sweep comes by", DeskState.Ended, Of(open, [mine]) with { Pair = live with { StandsUntil = now } });
        yield return Case("and not a millisecond earlier", DeskState.Read, Of(open, [mine]) with { Pair = live with { StandsUntil = now.AddMilliseconds(1) } });
    }

    [TestCaseSource(nameof(Cases))]
    public void A_desk_says_one_thing(Season season, DeskState state) => Assert.That(Situation.Of(season, now).State, Is.EqualTo(state));

    [Test]
    public void A_letter_that_waits_is_due_by_the_turn_that_answers_it()
    {
        Assert.That(Situation.Of(Of(open, [mine], answer), now).Due, Is.EqualTo(mine.DueAt));
        Assert.That(Situation.Of(Of(open, [mine], answer) with { Pair = live with { State = PairState.Paused } }, now).Due, Is.Null, "In a break the clock stands.");
        Assert.That(Situation.Of(Of(open, [theirs with { State = TurnState.Open }]), now).Due, Is.Null, "It is not this one's.");
    }

    [Test]
    public void The_oldest_of_several_letters_is_opened_first() =>
        Assert.That(Situation.Of(Of(open, [], answer, answer with { Id = first, DeliveredAt = now.AddHours(-3) }), now).Letter!.Id, Is.EqualTo(first));

    [Test]
    public void What_comes_next_is_what_the_desk_does_not_say_already()
    {
        var season = Of([open, coming], [mine, theirs]) with { FreeLetters = true };
        Assert.That(Kinds(season), Is.EqualTo([NextKind.Write, NextKind.Answer, NextKind.Round, NextKind.Free]), "To be read now.");
        Assert.That(Kinds(season with { Rounds = [read, coming] }), Is.EqualTo([NextKind.Answer, NextKind.Round, NextKind.Free]), "To be written now.");
        Assert.That(Kinds(season with { Letters = [answer] }), Is.EqualTo([NextKind.Read, NextKind.Write, NextKind.Answer, NextKind.Round, NextKind.Free]), "To be opened now.");
        Assert.That(Kinds(season with { Turns = [mine with { HeldAt = now }, theirs], Letters = [letter with { State = LetterState.InReview }] }), Is.EqualTo([NextKind.Answer, NextKind.Round, NextKind.Free]), "In our hands.");
        Assert.That(Kinds(season with { Pair = live with { State = PairState.Paused } }), Is.Empty);
    }

    [TestCase(LetterState.Screening, "done here todo todo todo")]
    [TestCase(LetterState.InReview, "done here todo todo todo")]
    [TestCase(LetterState.Approved, "done done here todo todo")]
    [TestCase(LetterState.Delivered, "done done done here todo")]
    [TestCase(LetterState.Read, "done done done done here")]
    [TestCase(LetterState.Returned, "")]
    [TestCase(LetterState.Withheld, "")]
    [TestCase(LetterState.Stopped, "")]
    public void A_letter_s_way_has_five_steps(LetterState state, string places) =>
        Assert.That(string.Join(' ', Track.Of(letter with { State = state }).Select(step => step.Place)), Is.EqualTo(places).IgnoreCase);

    static IEnumerable<NextKind> Kinds(Season season) => Upcoming.Of(season, Situation.Of(season, now)).Select(next => next.Kind);

    static Season Of(SeasonRound round, Turn[] turns, params SeasonLetter[] letters) => Of([round], turns, letters);

    static Season Of(SeasonRound[] rounds, Turn[] turns, params SeasonLetter[] letters) => new(amina, live, rounds, turns, letters, FreeLetters: false);

    static TestCaseData Case(string name, DeskState state, Season season) => new TestCaseData(season, state).SetArgDisplayNames(name);
}
