using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Desk;

/// <summary>Whose mark a sentence bears.</summary>
public enum Marking { Mine, Theirs, Both }

/// <summary>What became of a mark.</summary>
public enum Marked
{
    Done,

    /// <summary>There are as many as there may be.</summary>
    Full,

    /// <summary>There is no such sentence (any more), or the pair stands still.</summary>
    NotNow,
}

/// <summary>A sentence with a mark.</summary>
public sealed record MarkedSentence(Sentence Sentence, Marking By);

/// <summary>Sentences that readers mark. One's own are seen at once; the other's when both have read the story. A mark is a place in a text, never a word of its reader.</summary>
public sealed class Highlights(Database db, ProgramStore programs, TimeProvider clock)
{
    /// <summary>More than these nobody finds again.</summary>
    public const int Most = 40;

    /// <summary>Marks a sentence, or takes the mark away.</summary>
    public Task<Marked> Set(Guid assignmentId, Guid person, Story story, int number, bool marked) => db.Transact(async tx =>
    {
        if (number < 1 || number > story.Sentences.Count) return Marked.NotNow;
        var pairId = await tx.Get<Guid>("SELECT pair_id FROM assignments WHERE id = @assignmentId", new { assignmentId });
        if (await programs.HoldPair(tx, pairId) is not { } pair || !pair.Includes(person) || !pair.IsLive(clock.Now())) return Marked.NotNow;
        if (!marked)
        {
            await tx.Execute("DELETE FROM highlights WHERE assignment_id = @assignmentId AND person_id = @person AND sentence = @number", new { assignmentId, person, number });
            return Marked.Done;
        }
        if (await tx.Get<int>("SELECT COUNT(*) FROM highlights WHERE assignment_id = @assignmentId AND person_id = @person AND sentence <> @number", new { assignmentId, person, number }) >= Most) return Marked.Full;
        await tx.Execute("""
            INSERT INTO highlights (assignment_id, person_id, sentence, print, marked_at) VALUES (@assignmentId, @person, @number, @print, @now)
                ON CONFLICT (assignment_id, person_id, sentence) DO UPDATE SET print = excluded.print
            """, new { assignmentId, person, number, print = story.Sentences[number - 1].Print, now = clock.Now() });
        return Marked.Done;
    });

    /// <summary>What a reader sees of the marks, in the story's order. A sentence that has been changed since it was marked bears none.</summary>
    /// <param name="marks">Both readers' marks, as <see cref="SeasonRound.Marks"/> holds them.</param>
    /// <param name="bothHaveRead">Before that the other's are not shown.</param>
    public static IReadOnlyList<MarkedSentence> Of(Story story, string? marks, string? partnerMarks, bool bothHaveRead)
    {
        var (mine, theirs) = (Read(story, marks), bothHaveRead ? Read(story, partnerMarks) : []);
        return [.. mine.Union(theirs).Order().Select(number => new MarkedSentence(story.Sentences[number - 1],
            !theirs.Contains(number) ? Marking.Mine : mine.Contains(number) ? Marking.Both : Marking.Theirs))];
    }

    static HashSet<int> Read(Story story, string? marks) =>
        [.. (marks ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(mark => mark.Split(':'))
            .Where(mark => int.Parse(mark[0], System.Globalization.CultureInfo.InvariantCulture) is var number && number <= story.Sentences.Count && story.Sentences[number - 1].Print == mark[1])
            .Select(mark => int.Parse(mark[0], System.Globalization.CultureInfo.InvariantCulture))];
}
