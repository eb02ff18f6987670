using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Review;

/// <summary>A running service with what pages of review start from: two classes, each with a pair; Grace, the teacher of 5A, and Omar, who reviews it too;
/// Bea, who reviews 5B; two safeguarding leads, Lea and Ada; a coordinator and an administrator.</summary>
public sealed class Office : IAsyncDisposable
{
    public const string Safe = "Dear Henrik,\n\nI liked the lighthouse. My notebook for rain has 211 days in it.\n\nYours,\nAmina";
    public const string WithNumber = "Dear Henrik,\n\nI liked the lighthouse. My number is 07700 900461, it is too long to write.\n\nYours,\nAmina";
    public const string Dangerous = "Dear Henrik,\n\nI want to die. I can't tell anybody else. I cut myself last night.\n\nYours,\nAmina";

    Office(Site site) => Site = site;

    public Site Site { get; }
    public Guid Program { get; private set; }
    public Guid Class5A { get; private set; }
    public Guid Class5B { get; private set; }
    public Guid Grace { get; private set; }
    public Guid Omar { get; private set; }
    public Guid Bea { get; private set; }
    public Guid Lea { get; private set; }
    public Guid Ada { get; private set; }
    public Guid Coordinator { get; private set; }
    public Guid Administrator { get; private set; }

    /// <summary>Amina and Henrik, of 5A.</summary>
    public Pair Pair { get; private set; } = null!;

    /// <summary>Zofia and Desmond, of 5B.</summary>
    public Pair Other { get; private set; } = null!;

    public static async Task<Office> Open(bool alone = false)
    {
        var office = new Office(await Site.Open());
        var given = office.Site.Given;
        office.Program = (await given.Program("Europe/London")).Id;
        office.Class5A = await office.Class("Northgate 5A");
        office.Class5B = await office.Class("Northgate 5B");
        office.Grace = await given.Person("Teacher", cohortId: office.Class5A, name: "Grace");
        if (!alone) office.Omar = await given.Person("Reviewer", cohortId: office.Class5A, name: "Omar");
        office.Bea = await given.Person("Reviewer", cohortId: office.Class5B, name: "Bea");
        office.Lea = await given.Person("SafeguardingLead", name: "Lea");
        if (!alone) office.Ada = await given.Person("SafeguardingLead", name: "Ada");
        office.Coordinator = await given.Person("Coordinator", name: "Cora");
        office.Administrator = await given.Person("Administrator", name: "Adam");
        office.Pair = await office.NewPair(office.Class5A, "Amina", "Henrik");
        office.Other = await office.NewPair(office.Class5B, "Zofia", "Desmond");
        return office;
    }

    public async Task<Guid> Class(string name)
    {
        var id = await Site.Given.Cohort(Program);
        await Site.Db.Execute("UPDATE cohorts SET name = @name WHERE id = @id", new { id, name });
        return id;
    }

    public async Task<Pair> NewPair(Guid cohort, string mentee, string mentor)
    {
        var pair = await Site.Given.Pair(cohort);
        await Site.Db.Execute("UPDATE people SET given_name = @mentee, surname = 'Pupil', born = '2016-05-04' WHERE id = @MenteeId", new { pair.MenteeId, mentee });
        await Site.Db.Execute("UPDATE people SET given_name = @mentor, surname = 'Friend' WHERE id = @MentorId", new { pair.MentorId, mentor });
        return (await Site.Get<ProgramStore>().Pair(pair.Id))!;
    }

    /// <summary>Sends a letter (a free one unless it is for a turn) and lets it be screened.</summary>
    public async Task<Letter> Send(string text = Safe, Pair? pair = null, bool byMentor = false, Guid? turn = null)
    {
        var of = pair ?? Pair;
        var sent = await Site.Get<Writing>().Submit(byMentor ? of.MentorId : of.MenteeId, new Sheet(of.Id, turn, null), text);
        Assert.That(sent.Refusal, Is.Null);
        await Site.Sweep();
        return await Fresh(sent.LetterId);
    }

    public async Task<Letter> Fresh(Guid letter) => (await Site.Get<LetterStore>().Find(letter))!;

    public async Task<LetterState> StateOf(Letter letter) => (await Fresh(letter.Id)).State;

    /// <summary>How often this person has looked at this letter.</summary>
    public Task<int> Looks(Guid letter, Guid person) =>
        Site.Db.Get<int>("SELECT COUNT(*) FROM events WHERE kind = 'letter.look' AND subject_id = @letter AND actor_id = @person", new { letter, person });

    /// <summary>Who has been told such a thing.</summary>
    public Task<List<Guid>> Told(NoticeKind kind) => Site.Db.Query<Guid>("SELECT person_id FROM notices WHERE kind = @kind", new { kind });

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
