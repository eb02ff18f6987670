using LetterExchange.Data;
using LetterExchange.Features.Programs;

namespace LetterExchange.Features.Ratings;

/// <summary>Answers to the standard questions: four from 1 to 5, each of which may be left out, and a sentence.</summary>
public sealed record Answers(int? First, int? Second, int? Third, int? Fourth, string? Words)
{
    public bool AreNone => (First ?? Second ?? Third ?? Fourth) is null && string.IsNullOrWhiteSpace(Words);
}

/// <summary>How one side answered one question.</summary>
/// <param name="Start">How many gave each answer from 1 to 5, at the start; <paramref name="End"/> at the end.</param>
/// <param name="Both">How many answered both times, and their means before and after.</param>
public sealed record QuestionResult(Side Side, int Number, IReadOnlyList<int> Start, IReadOnlyList<int> End, (int Many, double Before, double After) Both)
{
    public static double? Mean(IReadOnlyList<int> answers) => answers.Sum() is > 0 and var many ? answers.Select((count, i) => count * (i + 1.0)).Sum() / many : null;
}

/// <summary>Surveys at the start and the end, and what came of them. The partner never sees an answer.</summary>
public sealed class SurveyStore(Database db, ProgramStore programs, History history, TimeProvider clock)
{
    /// <summary>The questions with numbers to answer; the fifth is one of words.</summary>
    public const int Scaled = 4;

    public const int LongestWords = 1000, MostSentences = 50;

    static readonly string[] Columns = ["first", "second", "third", "fourth"];

    public Task<Answers?> Find(Guid pair, Guid person, SurveyPart part) =>
        db.Find<Row>("SELECT s.first, s.second, s.third, s.fourth, s.words FROM surveys s WHERE s.pair_id = @pair AND s.person_id = @person AND s.part = @part", new { pair, person, part })
            .ContinueWith(row => row.Result?.Answers, TaskContinuationOptions.ExecuteSynchronously);

    /// <summary>Keeps the answers, or that none were wanted; answers that were given before are replaced.</summary>
    public Task Answer(Guid pairId, Guid person, SurveyPart part, Answers answers) => db.Transact(async tx =>
    {
        var pair = await programs.HoldPair(tx, pairId) ?? throw new InvalidOperationException($"There is no pair {pairId}.");
        await tx.Execute("""
            INSERT INTO surveys (pair_id, person_id, part, program_id, side, first, second, third, fourth, words, answered_at)
            VALUES (@pairId, @person, @part, @ProgramId, @side, @First, @Second, @Third, @Fourth, @words, @now)
            ON CONFLICT (pair_id, person_id, part) DO UPDATE
               SET first = excluded.first, second = excluded.second, third = excluded.third, fourth = excluded.fourth, words = excluded.words, answered_at = excluded.answered_at
            """, new
        {
            pairId, person, part, pair.ProgramId, side = pair.SideOf(person), answers.First, answers.Second, answers.Third, answers.Fourth,
            words = string.IsNullOrWhiteSpace(answers.Words) ? null : answers.Words.Trim(), now = clock.Now(),
        });
        await history.Record(tx, answers.AreNone ? "survey.skip" : "survey.answer", pairId, person, pairId, pair.ProgramId, $"part={part}");
    });

    /// <summary>How both sides answered each question, at the start and at the end.</summary>
    public Task<List<QuestionResult>> Results(Guid program) => db.Read(async tx =>
    {
        var counts = (await tx.Query<Counted>(string.Join(" UNION ALL ", Columns.Select((column, i) => $"""
            SELECT s.side, s.part, {i + 1} AS number, s.{column} AS answer, COUNT(*) AS many FROM surveys s WHERE s.program_id = @program AND s.{column} IS NOT NULL GROUP BY s.side, s.part, s.{column}
            """)), new { program })).ToDictionary(one => (one.Side, one.Part, one.Number, one.Answer), one => (int)one.Many);
        var both = (await tx.Query<Twice>(string.Join(" UNION ALL ", Columns.Select((column, i) => $"""
            SELECT s.side, {i + 1} AS number, COUNT(*) AS many, CAST(SUM(s.{column}) AS BIGINT) AS before_sum, CAST(SUM(e.{column}) AS BIGINT) AS after_sum
              FROM surveys s JOIN surveys e ON e.pair_id = s.pair_id AND e.person_id = s.person_id AND e.part = 'End'
             WHERE s.program_id = @program AND s.part = 'Start' AND s.{column} IS NOT NULL AND e.{column} IS NOT NULL GROUP BY s.side
            """)), new { program })).ToDictionary(one => (one.Side, one.Number));
        return (from side in new[] { Side.Mentee, Side.Mentor } from number in Enumerable.Range(1, Scaled)
                let twice = both.GetValueOrDefault((side, (long)number))
                select new QuestionResult(side, number, Of(side, SurveyPart.Start, number), Of(side, SurveyPart.End, number),
                    twice is null ? default : ((int)twice.Many, (double)twice.BeforeSum / twice.Many, (double)twice.AfterSum / twice.Many))).ToList();

        int[] Of(Side side, SurveyPart part, int number) => [.. Enumerable.Range(1, 5).Select(answer => counts.GetValueOrDefault((side, part, (long)number, (long)answer)))];
    });

    /// <summary>What was written in words, the newest first, without names.</summary>
    public Task<List<Sentence>> Sentences(Guid program) => db.Query<Sentence>($"""
        SELECT s.side, s.part, s.words FROM surveys s WHERE s.program_id = @program AND s.words IS NOT NULL ORDER BY s.answered_at DESC LIMIT {MostSentences}
        """, new { program });

    sealed record Row
    {
        public int? First { get; init; }
        public int? Second { get; init; }
        public int? Third { get; init; }
        public int? Fourth { get; init; }
        public string? Words { get; init; }
        public Answers Answers => new(First, Second, Third, Fourth, Words);
    }

    sealed record Counted
    {
        public Side Side { get; init; }
        public SurveyPart Part { get; init; }
        public long Number { get; init; }
        public long Answer { get; init; }
        public long Many { get; init; }
    }

    sealed record Twice
    {
        public Side Side { get; init; }
        public long Number { get; init; }
        public long Many { get; init; }
        public long BeforeSum { get; init; }
        public long AfterSum { get; init; }
    }
}

/// <summary>An answer in words.</summary>
public sealed record Sentence
{
    public Side Side { get; init; }
    public SurveyPart Part { get; init; }
    public string Words { get; init; } = "";
}
