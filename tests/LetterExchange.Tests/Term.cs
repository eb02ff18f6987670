using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests;

/// <summary>A term under way: fourteen pairs of two classes, six weeks into their plan, with Easter ahead of them. Desmond has missed two rounds, Anneke one; twelve letters
/// have come over the weekend and wait to be read. All of it is done by the verbs of the service. It ends on a Sunday evening.</summary>
sealed class Term(Day day)
{
    /// <summary>One of the twelve tells a telephone number, and one is nothing for a child.</summary>
    public const string WithNumber = "Tariq", Disturbing = "Bill";

    static readonly DateTimeOffset sunday = new(2027, 2, 21, 18, 0, 0, TimeSpan.Zero);

    static readonly string[] stories =
        ["the-lighthouse-with-no-sea", "the-night-bus-knows-my-name", "second-hand-thunder", "eleven-ways-to-mend-a-kite", "what-the-beekeeper-counted", "the-snail-in-the-gauge", "grey-letters"];

    readonly Site site = day.Site;
    readonly List<Pair> pairs = [];
    Guid program, plan, grace, omar;

    public Guid Dilnoza { get; private set; }

    /// <summary>Zofia, and Desmond, who is silent.</summary>
    public Pair Silent => pairs[0];

    public static async Task<Term> Fill(Day day)
    {
        var term = new Term(day);
        await term.Meet();
        await term.Plan();
        await term.Hello();
        for (var round = 0; round < 3; round++) await term.Round(round);
        await term.Weekend();
        return term;
    }

    async Task Meet()
    {
        var given = site.Given;
        program = (await given.Program("Europe/London")).Id;
        await site.Db.Execute("UPDATE programs SET name = 'Northgate Reads'");
        foreach (var name in new[] { "Northgate 5A", "Northgate 5B" })
        {
            var cohort = await given.Cohort(program);
            await site.Db.Execute("UPDATE cohorts SET name = @name WHERE id = @cohort", new { cohort, name });
            pairs.AddRange(await given.Pairs(7, cohort));
        }
        foreach (var (pair, (mentee, mentor)) in pairs.Zip(TermLetters.People))
            await site.Db.Transact(async tx =>
            {
                await tx.Execute("UPDATE people SET given_name = @name, surname = @surname, born = '2016-10-04' WHERE id = @id", new { id = pair.MenteeId, mentee.name, mentee.surname });
                await tx.Execute("UPDATE people SET given_name = @name, surname = @surname WHERE id = @id", new { id = pair.MentorId, mentor.name, mentor.surname });
            });
        await day.Name(Silent.MentorId, "Desmond", "Achebe");
        grace = await given.Person("Teacher", cohortId: pairs[0].CohortId, name: "Grace");
        omar = await given.Person("Teacher", cohortId: pairs[13].CohortId, name: "Omar");
        await given.Person("SafeguardingLead", name: "Lea");
        await given.Person("SafeguardingLead", name: "Ada");
        Dilnoza = await given.Person("Reviewer");
    }

    /// <summary>A round every two weeks on a Thursday; the mentee writes until Monday, the mentor until the Monday after.</summary>
    async Task Plan()
    {
        var first = new DateOnly(2027, 1, 14);
        var sheet = new PlanSheet
        {
            Name = "Spring 2027",
            Rounds = [.. stories.Select((story, n) => new RoundSheet
            {
                Opens = $"{first.AddDays(14 * n):yyyy-MM-dd}T08:00", Stories = [story], Turns = [Turn(Side.Mentee, 14 * n + 4), Turn(Side.Mentor, 14 * n + 11)],
            })],
        };
        (plan, var drawn) = await site.Get<PlanStore>().Create(program, sheet, Dilnoza);
        Assert.That(drawn.Problems, Is.Empty);
        Assert.That((await site.Get<PlanStore>().Publish(plan, 1, sheet, Dilnoza)).Problems, Is.Empty);
        foreach (var cohort in pairs.Select(pair => pair.CohortId).Distinct()) await site.Get<PlanApplication>().ToCohort(plan, cohort, Dilnoza);
        await site.Get<Settings>().AddHolidays(program, new(2027, 3, 29), new(2027, 4, 9), "Easter holidays", Actor.Service);

        TurnSheet Turn(Side writer, int days) => new() { Writer = writer, Due = $"{first.AddDays(days):yyyy-MM-dd}T20:00", CutOff = $"{first.AddDays(days + 2):yyyy-MM-dd}T20:00" };
    }

    /// <summary>Desmond says hello. It is all that he writes.</summary>
    async Task Hello()
    {
        await Send(Silent, Side.Mentor, TermLetters.Hello, free: true);
        await ReadAll();
    }

    /// <summary>Its mentees write; in the first two rounds their mentors do too, those who are not silent.</summary>
    async Task Round(int round)
    {
        var opens = new DateTimeOffset(2027, 1, 14, 9, 0, 0, TimeSpan.Zero).AddDays(14 * round);
        await Until(opens);
        foreach (var (n, pair) in pairs.Index()) await Send(pair, Side.Mentee, TermLetters.OfMentee(n, round));
        await Until(opens.AddHours(27));
        await ReadAll();
        if (round == 2) return;
        await Until(opens.AddDays(7));
        foreach (var (n, pair) in pairs.Index().Skip(round + 1)) await Send(pair, Side.Mentor, TermLetters.OfMentor(n, round));
        await Until(opens.AddDays(8));
        await ReadAll();
        await Until(opens.AddDays(13).AddHours(12)); // Past the cut-off.
    }

    /// <summary>Two mentors have answered in time; their mentees write once more. The other ten send theirs on Saturday evening and on Sunday.</summary>
    async Task Weekend()
    {
        await Until(sunday.AddDays(-4));
        foreach (var pair in pairs[2..4]) await Send(pair, Side.Mentor, TermLetters.OfMentor(pairs.IndexOf(pair), 2));
        await ReadAll();
        await Until(sunday.AddHours(-24));
        foreach (var (n, pair) in pairs.Index().Skip(2))
        {
            if (n == 4)
            {
                await site.Sweep();
                await Leave("Screening"); // In review since Saturday.
                await Until(sunday.AddHours(-7));
            }
            await Send(pair, n < 4 ? Side.Mentee : Side.Mentor, TermLetters.Waiting[n - 2], free: n < 4);
        }
        await Until(sunday);
        await Leave("Screening");
        var routes = await site.Db.Query<(string Name, Route Route)>("SELECT h.given_name, l.route FROM letters l JOIN people h ON h.id = l.writer_id WHERE l.state = 'InReview'");
        Assert.That((routes.Count, routes.Where(one => one.Route != Route.Standard).Select(one => one.Name)), Is.EqualTo((12, new[] { WithNumber })).UsingPropertiesComparer());
        await day.Name(Dilnoza, "Dilnoza", "Karimova");
        await site.Db.Execute("INSERT INTO memberships (id, person_id, program_id, role, since) VALUES (@id, @Dilnoza, @program, 'Coordinator', @Now)", new { id = site.Clock.New(), Dilnoza, program, site.Now });
    }

    async Task Send(Pair pair, Side writer, string text, bool free = false)
    {
        var by = writer == Side.Mentee ? pair.MenteeId : pair.MentorId;
        if (!free) await day.Comes("SELECT COUNT(*) FROM turns WHERE pair_id = @Id AND writer_id = @by AND state = 'Open'", new { pair.Id, by });
        var turn = free ? null : await site.Db.Find<Guid?>("SELECT id FROM turns WHERE pair_id = @Id AND writer_id = @by AND state = 'Open'", new { pair.Id, by });
        Assert.That((await site.Get<Writing>().Submit(by, new Sheet(pair.Id, turn, null), text)).Refusal, Is.Null);
        site.Clock.Advance(TimeSpan.FromMinutes(11));
    }

    /// <summary>The teachers approve what waits; it is delivered, and opened by its readers.</summary>
    async Task ReadAll()
    {
        await site.Sweep();
        await Leave("Screening");
        foreach (var (letter, version, cohort) in await site.Db.Query<(Guid, int, Guid)>("SELECT l.id, l.version, p.cohort_id FROM letters l JOIN pairs p ON p.id = l.pair_id WHERE l.state = 'InReview'"))
            Assert.That(await site.Get<Decisions>().Approve(letter, version, cohort == Silent.CohortId ? grace : omar), Is.EqualTo(Decided.Done));
        await site.Pass(TimeSpan.FromSeconds(61));
        await Leave("Approved");
        foreach (var (letter, reader) in await site.Db.Query<(Guid, Guid)>("SELECT l.id, l.reader_id FROM letters l WHERE l.state = 'Delivered'"))
            await site.Get<Reading>().Open(letter, reader);
    }

    /// <summary>No letter is in this state any more: a sweep of the scheduler may have been first, and not be done yet.</summary>
    Task Leave(string state) => day.Comes("SELECT CASE WHEN EXISTS (SELECT 1 FROM letters l WHERE l.state = @state) THEN 0 ELSE 1 END", new { state });

    async Task Until(DateTimeOffset moment)
    {
        Assert.That(site.Now, Is.LessThanOrEqualTo(moment), "A term goes on, not back.");
        await site.Pass(moment - site.Now);
    }
}
