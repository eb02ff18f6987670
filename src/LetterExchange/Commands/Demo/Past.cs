using LetterExchange.Commands.Simulate;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Review;
using NodaTime;
using Finding = LetterExchange.Features.Screening.Finding;

namespace LetterExchange.Commands.Demo;

/// <summary>Plays what has happened before the demo begins, through the verbs of the service: people write, read and review at their times of day,
/// and a coordinator steps in.</summary>
sealed class Past(
    Database db, VirtualClock clock, Agenda agenda, Setting setting, Readings readings, Writing writing, Pictures pictures, Reading reading, ClaimStore claims, Decisions decisions, LetterStore letters,
    ConcernStore concerns, Interventions interventions, PairClosing closing, Roster roster, NoticeStore notices)
{
    static readonly LocalTime TeacherReviews = new(15, 45), LibraryReviews = new(9, 25);

    /// <summary>The letter's newest text as it was scripted.</summary>
    readonly Dictionary<Guid, ScriptedLetter> scripts = [];
    Guid seen = Guid.Empty;

    /// <param name="until">The last day.</param>
    public void Begin(LocalDate until)
    {
        foreach (var two in Correspondence.All)
            foreach (var letter in two.Letters) agenda.At(Setting.At(letter.At), () => Write(two, letter));
        for (var day = new LocalDate(2026, 9, 22); day <= until; day = day.PlusDays(1))
        {
            if (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || IsHoliday(day)) continue;
            agenda.At(Setting.At(day.At(LibraryReviews)), () => Review("Tomasz", Company.Dock));
            agenda.At(Setting.At(day.At(TeacherReviews)), () => Review("Maddalena", Company.Oak));
        }
        for (var round = 1; round <= 4; round++) PlanChoices(round);
        StepIn();
    }

    /// <summary>Whom the notices since the last look call to a letter: they open it at their next time of day.</summary>
    public async Task Notice()
    {
        var told = await db.Query<Told>("SELECT id, person_id, subject_id FROM notices WHERE id > @seen AND kind = 'LetterArrived' ORDER BY id", new { seen });
        foreach (var letter in told.Where(letter => scripts[letter.SubjectId].Fate != Fate.Unread))
        {
            var reads = ReadsAt(letter.PersonId);
            var day = setting.Local.TimeOfDay < reads ? setting.Local.Date : setting.Local.Date.PlusDays(1);
            agenda.At(Setting.At(day.At(reads)), () => Open(letter.SubjectId, letter.PersonId));
        }
        if (told.Count > 0) seen = told[^1].Id;
    }

    async Task Write(Correspondence two, ScriptedLetter script)
    {
        var (writer, pair) = (setting.People[script.Writer], setting.Pair(two.Mentee, two.Mentor));
        await Catch(writer, pair);
        if (script.Round is { } read) await HaveRead(pair, read, writer);
        var sheet = new Sheet(pair, script.Round is { } round ? await Turn(pair, round, writer) : null, null);
        if (script.HasDrawing && (await pictures.Add(writer, sheet, Drawings.Pigeon())).Fault is { } fault) throw new InvalidOperationException($"The drawing could not go with the letter: {fault}");
        var written = script.Fate is Fate.Draft or Fate.Discarded ? await writing.Keep(writer, sheet, script.Text) : await writing.Submit(writer, sheet, script.Text);
        if (written.Refusal is { } refusal) throw new InvalidOperationException($"{script.Writer} could not write on {script.At}: {refusal}");
        scripts[written.LetterId] = script;
        if (script.Fate == Fate.Discarded) await writing.Discard(writer, written.LetterId);
    }

    /// <summary>Who sits down to write has looked at what was there: notices, and the letter that is to be answered.</summary>
    async Task Catch(Guid person, Guid pair)
    {
        await notices.MarkAllRead(person, clock.Now());
        foreach (var letter in await db.Query<Guid>("SELECT id FROM letters WHERE pair_id = @pair AND reader_id = @person AND state = 'Delivered'", new { pair, person }))
            if (scripts[letter].Fate != Fate.Unread) await reading.Open(letter, person);
    }

    async Task Open(Guid letter, Guid person)
    {
        await notices.MarkAllRead(person, clock.Now());
        await reading.Open(letter, person);
    }

    async Task Review(string name, string cohort)
    {
        var reviewer = setting.People[name];
        await notices.MarkAllRead(reviewer, clock.Now());
        foreach (var id in await db.Query<Guid>("""
            SELECT l.id FROM letters l JOIN pairs p ON p.id = l.pair_id WHERE p.cohort_id = @cohort AND l.state = 'InReview' ORDER BY l.review_since, l.id
            """, new { cohort = setting.Cohort(cohort) })) await Decide(id, reviewer);
    }

    async Task Decide(Guid id, Guid reviewer)
    {
        if (!await claims.Take(id, reviewer) || await letters.Find(id) is not { } letter) throw new InvalidOperationException($"Nobody else reviews, and yet the letter {id} was taken.");
        await letters.Look(letter, reviewer);
        var script = scripts[id];
        var decided = script.Fate switch
        {
            Fate.Returned => await decisions.Return(id, letter.Version, reviewer, script.Reason, await Findings(letter)),
            Fate.Withheld => await decisions.Withhold(id, letter.Version, reviewer, script.Reason, concern: false),
            _ => await decisions.Approve(id, letter.Version, reviewer),
        };
        if (decided is not (Decided.Done or Decided.FirstKey)) throw new InvalidOperationException($"The letter of {script.Writer} on {script.At} was not decided on: {decided}");
    }

    Task<List<int>> Findings(Letter letter) =>
        db.Query<int>("SELECT ordinal FROM findings WHERE letter_id = @id AND number = @revision AND strength >= @sure", new { id = letter.Id, revision = letter.Revision, sure = Finding.Sure });

    /// <summary>On the afternoon of the opening each mentee picks the story that the two then write about.</summary>
    void PlanChoices(int round)
    {
        var opens = LocalDate.FromDateOnly(DateOnly.ParseExact(Season.Rounds[round - 1].Opens, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var two in Correspondence.All.Where(two => two.Stories.ElementAtOrDefault(round - 1) is not null))
            agenda.At(Setting.At(opens.At(new LocalTime(13, 30))), () => Choose(two, round));
    }

    async Task Choose(Correspondence two, int round)
    {
        var (pair, story) = (setting.Pair(two.Mentee, two.Mentor), two.Stories[round - 1]!);
        if (await Assignment(pair, round) is not { } assignment) return; // The one before it is still open, or the pair stands still.
        if (await readings.Choose(assignment, setting.People[two.Mentee], story) is var choice && choice != StoryChoice.Done)
            throw new InvalidOperationException($"{two.Mentee} could not choose {story}: {choice}");
    }

    /// <summary>Who writes in a round has read its story to the end.</summary>
    async Task HaveRead(Guid pair, int round, Guid person)
    {
        if (await Assignment(pair, round) is { } assignment) await readings.Finish(assignment, person);
    }

    Task<Guid?> Assignment(Guid pair, int round) => db.Find<Guid?>("""
        SELECT a.id FROM assignments a JOIN rounds o ON o.id = a.round_id WHERE a.pair_id = @pair AND o.ordinal = @round AND a.state = 'Open'
        """, new { pair, round });

    /// <summary>What the coordinators and leads have had to do.</summary>
    void StepIn()
    {
        agenda.At(Setting.At(2026, 10, 19, 10), async () => await interventions.Excuse(new(setting.ProgramId, TurnId: await Turn("Kit", "Harry", 2)), "Chickenpox.", setting.People["Sade"]));
        agenda.At(Setting.At(2026, 10, 20, 11), OliverLeaves);
        agenda.At(Setting.At(2026, 10, 20, 14), () => Concern(concern => concerns.Take(concern, setting.People["Ruth"])));
        agenda.At(Setting.At(2026, 10, 22, 15), () => Concern(async concern => await concerns.Close(concern, setting.People["Ruth"], ConcernOutcome.Advice,
            "Spoke with Kwame over tea. He meant it kindly and had not thought that it was arranging to meet a child. He has read the rules again and wishes to go on; we agree.") == ConcernMoved.Done));
        agenda.At(Setting.At(2027, 1, 8, 14), () => interventions.Pause(new(setting.ProgramId, PairId: setting.Pair("Tamsin", "Judith")),
            "Mock exams until the end of January. Tamsin asked for it herself.", setting.People["Sade"]));
        agenda.At(Setting.At(2027, 1, 11, 10), async () => await interventions.Extend(new(setting.ProgramId, TurnId: await Turn("Kit", "Harry", 4)), new(2, null),
            "His reading test is this week; his mother asked.", setting.People["Sade"]));
        agenda.At(Setting.At(2027, 1, 13, 17), () => notices.MarkAllRead(setting.People["Ruth"], clock.Now()));
    }

    async Task OliverLeaves()
    {
        var sade = setting.People["Sade"];
        await closing.Close(setting.Pair("Zofia", Company.Former), "mentor-left", "Oliver is moving to New Zealand at the end of the month.", sade);
        await roster.EndAll(setting.People[Company.Former], setting.ProgramId, sade);
    }

    async Task Concern(Func<Concern, Task<bool>> act)
    {
        var open = (await concerns.All(setting.ProgramId, setting.People["Ruth"])).Single(concern => concern.State != ConcernState.Closed);
        if (!await act(open)) throw new InvalidOperationException("The concern was somebody else's already.");
    }

    Task<Guid> Turn(string mentee, string mentor, int round) => Turn(setting.Pair(mentee, mentor), round, setting.People[mentee]);

    Task<Guid> Turn(Guid pair, int round, Guid writer) => db.Get<Guid>("""
        SELECT t.id FROM turns t JOIN assignments a ON a.id = t.assignment_id JOIN rounds o ON o.id = a.round_id
         WHERE t.pair_id = @pair AND o.ordinal = @round AND t.writer_id = @writer
        """, new { pair, round, writer });

    LocalTime ReadsAt(Guid person)
    {
        var name = setting.People.First(one => one.Value == person).Key;
        return Company.Mentees.FirstOrDefault(mentee => mentee.Given == name)?.Reads ?? Company.Adults.First(adult => adult.Given == name).Reads;
    }

    static bool IsHoliday(LocalDate day) => Company.Holidays.Any(holiday => day >= LocalDate.FromDateOnly(holiday.From) && day <= LocalDate.FromDateOnly(holiday.To));

    sealed record Told
    {
        public Guid Id { get; init; }
        public Guid PersonId { get; init; }
        public Guid SubjectId { get; init; }
    }
}
