using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>What the second reader would have decided.</summary>
public enum SecondVerdict { Approve, Return, Withhold }

/// <summary>A letter that waits for a second reading: who wrote to whom, and not who approved it.</summary>
public sealed record SecondReading
{
    public Guid LetterId { get; init; }
    public int Number { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string Cohort { get; init; } = "";
    public DateTimeOffset ChosenAt { get; init; }
    public DateTimeOffset? ReadAt { get; init; }
}

/// <summary>Second readings: an approved letter is read once more by somebody who has not decided on it and is told nothing of the first decision.</summary>
public sealed class SecondReadings(
    Database db, LetterStore letters, ProgramStore programs, ReviewStore reviews, Decisions decisions, ConcernStore concerns, Verdicts verdicts, History history, TimeProvider clock, Wakes wakes)
{
    /// <summary>So many wait on the page; and a letter that nobody has read again within these days waits no longer.</summary>
    public const int MostShown = 50, Days = 30;

    const string Tables = """
        second_readings s JOIN letters l ON l.id = s.letter_id AND l.revision = s.number JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
        JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
        """;

    const string Columns = "s.letter_id, s.number, writer.given_name AS writer_name, reader.given_name AS reader_name, c.name AS cohort, s.chosen_at, s.read_at";

    /// <summary>What waits for this person, the longest first.</summary>
    public Task<List<SecondReading>> Waiting(Guid program, Guid me) => db.Query<SecondReading>($"""
        SELECT {Columns} FROM {Tables}
         WHERE s.program_id = @program AND s.read_at IS NULL AND s.chosen_at > @since AND l.state IN ('Approved', 'Delivered', 'Read') AND {Rights.StaffSees}
           AND {Rights.Staff("'Reviewer', 'Teacher'", "l.program_id", "p.cohort_id")}
           AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.letter_id = l.id AND d.reviewer_id = @me)
         ORDER BY s.chosen_at, s.letter_id LIMIT {MostShown}
        """, new { program, me, since = clock.Now().AddDays(-Days) });

    public Task<SecondReading?> Find(Guid letter) => db.Find<SecondReading>($"SELECT {Columns} FROM {Tables} WHERE s.letter_id = @letter", new { letter });

    /// <summary>The letter with what lies beside it, and without anything that was decided about it. The look is written down.</summary>
    public async Task<LetterUnderReview?> Open(Guid letter, Guid person)
    {
        if (await reviews.Find(letter, person) is not { } found) return null;
        await letters.Look(found.Answers is { } answered ? [found, answered] : [found], person, "second-reading");
        return found with { Decisions = [], Before = null, Claim = null };
    }

    /// <summary>What the second reader would have decided. Where the letter has not gone yet and they would not have let it go, the approval is taken back: doubt
    /// fails closed. With a note a concern is opened, and what has not gone yet takes two keys from then on.</summary>
    /// <param name="marks">Of findings, by their ordinals: whether they are right.</param>
    /// <param name="note">To the safeguarding leads; none for no concern.</param>
    /// <returns>False when somebody was first, or when this person has decided on the letter.</returns>
    public Task<bool> Read(Guid letterId, int number, Guid reader, SecondVerdict verdict, IReadOnlyDictionary<int, bool> marks, string? note) => db.Transact(async tx =>
    {
        var now = clock.Now();
        if (await letters.Take(tx, letterId) is not { } letter || letter.Revision != number || await Reviewers.Of(tx, reader, letterId) is not { IsOfCohort: true } by) return false;
        if (await tx.Find<int?>("SELECT 1 FROM decisions WHERE letter_id = @letterId AND reviewer_id = @reader", new { letterId, reader }) is not null) return false;
        var chosen = await tx.Find<DateTimeOffset?>("SELECT chosen_at FROM second_readings WHERE letter_id = @letterId AND number = @number AND read_at IS NULL", new { letterId, number });
        if (chosen is null) return false;
        Guid? concern = ConcernLog.Words(note) is { } words ? await concerns.OpenFor(tx, letter, ConcernSource.Reviewer, words, reader, []) : null;
        if (await tx.Execute("""
            UPDATE second_readings SET reader_id = @reader, read_at = @now, verdict = @verdict, concern_id = @concern WHERE letter_id = @letterId AND number = @number AND read_at IS NULL
            """, new { letterId, number, reader, now, verdict, concern }) == 0) throw new InvalidOperationException("The letter is locked, and its second reading changed.");
        await Mark(tx, letter, reader, marks);
        await history.Record(tx, "letter.second-read", letterId, reader, letter.PairId, letter.ProgramId, $"revision={number} verdict={verdict}{(concern is { } id ? $" concern={id}" : "")}");
        if (letter.State == LetterState.Approved) await OnItsWay(tx, letter, by, verdict, concern is not null, chosen.Value, now);
        return true;
    });

    async Task OnItsWay(Tx tx, Letter letter, Reviewer by, SecondVerdict verdict, bool danger, DateTimeOffset chosen, DateTimeOffset now)
    {
        if (verdict != SecondVerdict.Approve || danger)
        {
            var route = danger ? Route.Safeguarding : letter.Route;
            if (!await decisions.TakeBack(tx, letter, by, route, now)) throw new InvalidOperationException($"The letter {letter.Id} is locked, and has changed.");
            if (danger) await concerns.Alert(tx, letter);
            return;
        }
        var usual = chosen.AddSeconds((await programs.Find(tx, letter.ProgramId))!.Policies.DeliveryDelaySeconds);
        var at = usual > now ? usual : now;
        if (await tx.Execute("UPDATE letters SET deliver_at = @at WHERE id = @Id AND state = 'Approved' AND deliver_at > @at", new { at, letter.Id }) > 0) tx.AfterCommit(() => wakes.WakeAt(Due.Deliver, at));
    }

    async Task Mark(Tx tx, Letter letter, Guid reader, IReadOnlyDictionary<int, bool> marks)
    {
        var there = await tx.Query<int>("SELECT ordinal FROM findings WHERE letter_id = @Id AND number = @Revision ORDER BY ordinal", new { letter.Id, letter.Revision });
        await verdicts.Write(tx, letter, reader, [.. there.Where(marks.ContainsKey).Select(ordinal => (ordinal, marks[ordinal] ? Verdict.Right : Verdict.Wrong))]);
    }
}
