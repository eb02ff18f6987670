using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Announcements;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Desk;
using LetterExchange.Features.Imports;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Messages;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Review;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Features.Letters;
using LetterExchange.Tests.Features.Stories;
using LetterExchange.Tests.Ground;
using Microsoft.AspNetCore.DataProtection;

namespace LetterExchange.Tests.Features.People;

/// <summary>A site with everybody and everything that the rows of <see cref="AccessMatrix"/> name.</summary>
public sealed class MatrixSite : IAsyncDisposable
{
    readonly Dictionary<char, Guid?> people = new() { ['n'] = null };
    readonly Dictionary<string, string> things = new() { ["story"] = "what-the-beekeeper-counted", ["guide"] = "hard-news", ["part"] = "start", ["training"] = "goalkeeper" };

    MatrixSite(Site site) => Site = site;

    public Site Site { get; }

    public static async Task<MatrixSite> Open(Engine engine)
    {
        var matrix = new MatrixSite(await Site.Open(engine, work: true)); // The dashboard is there where the scheduler runs.
        var pair = await matrix.FillPeople();
        await matrix.FillThings(pair);
        return matrix;
    }

    /// <summary>Nothing for somebody who is signed out.</summary>
    public Guid? Person(char column) => people[column];

    /// <summary>The path with the ids of what it names.</summary>
    public string Path(string path) => things.Aggregate(path, (so, thing) => so.Replace($"{{{thing.Key}}}", thing.Value));

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    async Task<Pair> FillPeople()
    {
        var given = Site.Given;
        await given.Program("Europe/Paris", new Policies { SecondReadPercent = 100 });
        people['c'] = await given.Coordinator();
        people['a'] = await given.Person("Administrator");
        people['l'] = await given.Person("SafeguardingLead");
        people['i'] = await given.Person("SafeguardingLead");
        var former = await given.Pair();
        foreach (var column in "rgh") people[column] = await given.Person("Reviewer", cohortId: former.CohortId);
        people['t'] = await given.Person("Teacher", cohortId: former.CohortId);
        people['q'] = await given.Person("Reviewer", cohortId: await given.Cohort(former.ProgramId));
        var (other, mentors) = (await given.Pair(), await given.Pair());
        var pair = await Again(former, mentors.MentorId);
        (people['m'], people['M'], people['k'], people['K'], people['f']) = (pair.MenteeId, pair.MentorId, other.MenteeId, other.MentorId, former.MentorId);
        await Strangers();
        await Site.Get<Roster>().EndAll(people['g']!.Value, pair.ProgramId, people['c']!.Value);
        return pair;
    }

    async Task Strangers()
    {
        var foreign = (await Site.Given.Program("Europe/Paris", null)).Id;
        people['x'] = (await Site.Given.Pair(await Site.Given.Cohort(foreign))).MentorId;
        people['y'] = await Site.Given.Person("Reviewer", foreign);
        people['z'] = await Site.Given.Person("SafeguardingLead", foreign);
        people['w'] = await Site.Given.Person("Coordinator", foreign);
    }

    /// <summary>The mentee has had a letter from a mentor of before; that pair is closed, and they have another mentor now.</summary>
    async Task<Pair> Again(Pair former, Guid mentor)
    {
        things["old"] = $"{await Delivered(former.Id, former.MentorId, "Dear friend, this was before.")}";
        await Site.Get<PairClosing>().Close(former.Id, "mentor-left", "Moved away.", people['c']!.Value);
        var id = await Site.Get<Pairing>().Make(former.ProgramId, mentor, former.MenteeId, former.CohortId, people['c']!.Value);
        return (await Site.Get<ProgramStore>().Pair(id))!;
    }

    async Task FillThings(Pair pair)
    {
        var turn = await Site.Given.OpenTurn(pair: pair);
        var danger = await Sent(pair.Id, pair.MenteeId, "Dear Henrik, I want to die. I cut myself last night.");
        Name("turn", turn.Id);
        Name("assignment", turn.AssignmentId);
        Name("plan", await Site.Given.Plan());
        Name("pair", pair.Id);
        Name("cohort", pair.CohortId);
        Name("program", pair.ProgramId);
        Name("mentee", pair.MenteeId);
        Name("mentor", pair.MentorId);
        things["token"] = new LinkTokens(Site.Get<IDataProtectionProvider>(), Site.Clock).Make(
            await Site.Db.Get<Account>("SELECT id, security_stamp FROM people WHERE id = @MentorId", new { pair.MentorId }), LinkTokens.ResetStands);
        things["feed"] = $"{await Site.Get<Calendars>().Make(pair.MenteeId)}.ics";
        Name("delivered", await Delivered(pair.Id, pair.MenteeId, "Dear Henrik, the lighthouse had no sea."));
        Name("found", await Delivered(pair.Id, pair.MenteeId, "Dear Henrik, we hide the xylophone from them."));
        Name("bridge", await Bridge(pair));
        Name("reply", await Sent(pair.Id, pair.MentorId, "Dear Amina, nor has mine."));
        Name("danger", danger);
        var draft = await Site.Get<Writing>().Keep(pair.MenteeId, new Sheet(pair.Id, null, Site.Clock.New()), "Dear");
        await Site.Get<Pictures>().Add(pair.MenteeId, new Sheet(pair.Id, null, draft.LetterId), Files.Png());
        Name("draft", draft.LetterId);
        foreach (var letter in new[] { "delivered", "reply", "danger", "draft", "old", "found" })
            Name($"{letter}Picture", await Site.Db.Get<Guid>("SELECT id FROM pictures WHERE letter_id = @letter", new { letter = Guid.Parse(things[letter]) }));
        Name("concern", await Site.Get<ConcernStore>().Worried(pair.ProgramId, pair.Id, danger, "", pair.MenteeId, [people['h']!.Value, people['i']!.Value]));
        things["own"] = (await Site.Get<StoryStore>().Add(pair.ProgramId, Encoding.UTF8.GetBytes(StoryFile.Sound), people['c']!.Value)).Id!;
        await Announce(pair, "told", mentees: true, mentors: true, staff: false);
        await Announce(pair, "staffTold", mentees: false, mentors: false, staff: true);
        Assert.That(await Site.Get<MessageStore>().Write(pair.Id, pair.MentorId, "Amina has not written for a while. Is she well?"), Is.True);
        Assert.That(await Site.Get<MessageStore>().Write(pair.Id, people['c']!.Value, "She is. Her class is away until Monday."), Is.True);
        Name("export", (await Site.Get<Exports>().Ask((await Site.Get<ProgramStore>().Find(pair.ProgramId))!, people['c']!.Value, "lighthouse", new ArchiveFilter(), ExportForm.Csv, true, true))!.Value);
        Name("word", await Site.Db.Transact(tx => Site.Get<PairNotes>().Write(tx, pair.Id, pair.ProgramId, PairNoteKind.Reminder, "Amina waits for a letter.", people['c']!.Value, 22)));
        Name("import", await Import(pair.ProgramId));
        await FillCase(pair);
        await Find(pair);
        Name("notice", await Site.Db.Get<Guid>("SELECT id FROM notices WHERE person_id = @MenteeId ORDER BY id LIMIT 1", new { pair.MenteeId }));
    }

    /// <summary>The archive is screened again, and something is found.</summary>
    async Task Find(Pair pair)
    {
        await Site.Get<PhraseStore>().Add(pair.ProgramId, new(PhraseKind.Watched, "hide the xylophone", LetterExchange.Features.Screening.Category.Secrecy, true), people['c']!.Value);
        Name("screening", (await Site.Get<ArchiveScreenings>().Begin(pair.ProgramId, people['c']!.Value))!.Value);
        await Site.Sweep();
    }

    async Task Announce(Pair pair, string name, bool mentees, bool mentors, bool staff) => Name(name, await Site.Get<AnnouncementStore>().Publish(new Announcement
    {
        ProgramId = pair.ProgramId, CohortId = pair.CohortId, Title = "No letters on Friday", Text = "The school is *closed* on Friday.", Must = true, ToMentees = mentees, ToMentors = mentors, ToStaff = staff,
        FromAt = Site.Now, UntilAt = Site.Now.AddDays(7),
    }, people['c']!.Value));

    /// <summary>A list that the coordinator has sent: somebody new, and somebody of seven.</summary>
    async Task<Guid> Import(Guid program)
    {
        using var file = new MemoryStream("Given name,Surname,Role,Class,Guardian,Born,Shoe size\nLin,Tran,mentee,5B,Her father,2016-03-01,34\nTheo,Bauer,mentee,5B,His mother,2019-12-01,31\n"u8.ToArray());
        var read = RosterFile.Read(file, new RosterRules(new DateOnly(2027, 1, 11), "en", false));
        return await Site.Get<ImportStore>().Keep((await Site.Get<ProgramStore>().Find(program))!, read, people['c']!.Value);
    }

    /// <summary>A case with all that a page of one can show.</summary>
    async Task FillCase(Pair pair)
    {
        var (store, log, lead) = (Site.Get<ConcernStore>(), Site.Get<ConcernLog>(), people['i']!.Value);
        Name("shown", await store.Worried(pair.ProgramId, pair.Id, null, "He writes of a man who waits at the gate.", pair.MenteeId, []));
        var id = Guid.Parse(things["shown"]);
        await store.Take((await store.Find(id))!, lead);
        await log.Happened(id, lead, "Talked with the class teacher. The man is an uncle who is not to fetch him.");
        await log.Told(id, lead, "Ms Okafor, head of the school", ToldHow.Phone, Site.Clock.GetUtcNow().AddMinutes(-5), "She tells the gate. She rings back on Thursday.");
        await log.Act(id, lead, "Ask the school whether the gate was told.", new DateOnly(2027, 1, 12));
        await log.Act(id, lead, "Ring the mother.", new DateOnly(2027, 1, 20));
        await log.Decide(id, (await log.Of(id)).Last(entry => entry.Kind == EntryKind.Action).Id, lead, done: true, "She knows, and thanks us.");
        await Site.Get<ConcernReaders>().Choose((await store.Find(id))!, lead, [lead], [people['c']!.Value]);
    }

    void Name(string thing, Guid id) => things[thing] = $"{id}";

    async Task<Guid> Delivered(Guid pair, Guid writer, string text)
    {
        var letter = (await Site.Get<LetterStore>().Find(await Sent(pair, writer, text)))!;
        await Site.Get<Decisions>().Approve(letter.Id, letter.Version, people['r']!.Value);
        await Site.Pass(TimeSpan.FromMinutes(2));
        return letter.Id;
    }

    async Task<Guid> Bridge(Pair pair)
    {
        var written = await Site.Get<Writing>().Submit(people['c']!.Value, new Sheet(pair.Id, null, Site.Clock.New()) { IsBridge = true }, "Dear Amina, I look after the letters here, and I liked yours.");
        Assert.That(written.Refusal, Is.Null);
        await Site.Sweep();
        await Site.Get<Decisions>().Approve(written.LetterId, (await Site.Get<LetterStore>().Find(written.LetterId))!.Version, people['r']!.Value);
        await Site.Pass(TimeSpan.FromMinutes(2));
        return written.LetterId;
    }

    async Task<Guid> Sent(Guid pair, Guid writer, string text)
    {
        var sheet = new Sheet(pair, null, Site.Clock.New());
        await Site.Get<Pictures>().Add(writer, sheet, Files.Png());
        var written = await Site.Get<Writing>().Submit(writer, sheet, text);
        Assert.That(written.Refusal, Is.Null);
        await Site.Sweep();
        return written.LetterId;
    }
}
