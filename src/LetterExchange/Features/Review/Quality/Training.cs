using System.Collections.Concurrent;
using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Stories;
using LetterExchange.Text;

namespace LetterExchange.Features.Review;

/// <summary>What a reviewer answers to a training letter. Danger: the safeguarding route, and the leads are told.</summary>
public enum TrainingAnswer { Approve, Return, Withhold, Danger }

/// <summary>A letter that nobody has sent, with what is expected of its reviewer.</summary>
/// <param name="Name">The same in every language.</param>
/// <param name="From">Which of the two is said to have written it.</param>
/// <param name="Expected">The answer that is expected, then those that are right too.</param>
/// <param name="Why">What the programme expects, and why.</param>
public sealed record TrainingLetter(string Name, string Title, Side From, string Writer, string Reader, string Language, Route Route, IReadOnlyList<TrainingAnswer> Expected, string Text, string Why)
{
    /// <summary>What screening sees in it: the same rules that mark real letters.</summary>
    public IReadOnlyList<Finding> Findings => field ??= [.. Screener.Screen(new ScreeningInput(Text, From, Language, new Roster(
        new RosterPerson { Given = From == Side.Mentee ? Writer : Reader }, new RosterPerson { Given = From == Side.Mentee ? Reader : Writer }))).Findings];
}

/// <summary>The training letters. Each is a file a language, <c>Training/NAME.LANGUAGE.md</c>: a head, the letter, a line of three dashes, the reason.</summary>
public sealed class TrainingLetters
{
    /// <summary>Their names, in the order in which they are read.</summary>
    public static readonly IReadOnlyList<string> Names = ["lighthouse", "goalkeeper", "grandmother", "sofa", "parcel", "between-us", "blue-door", "saturday", "some-days"];

    readonly ConcurrentDictionary<string, IReadOnlyList<TrainingLetter>> read = new();

    /// <summary>All of them in the language of whoever asks.</summary>
    public IReadOnlyList<TrainingLetter> All => In(Spoken.Of(CultureInfo.CurrentUICulture.Name) ?? Spoken.Default);

    public IReadOnlyList<TrainingLetter> In(string language) => read.GetOrAdd(language, static language => [.. Names.Select(name => Read(name, language))]);

    public TrainingLetter? Find(string name) => All.FirstOrDefault(letter => letter.Name == name);

    static TrainingLetter Read(string name, string language)
    {
        using var file = new StreamReader(typeof(TrainingLetters).Assembly.GetManifestResourceStream($"training/{name}.{language}.md")
            ?? throw new InvalidOperationException($"The training letter {name} is missing in {language}."));
        var (yaml, body, _) = FrontMatter.Split(TextNormal.Of(file.ReadToEnd())) ?? throw new InvalidOperationException($"The training letter {name} has no front matter in {language}.");
        var head = FrontMatter.Read(yaml)!.Fields!.ToDictionary(field => field.Key.Text!, field => field.Value.Text!);
        var parts = body.Split("\n---\n", 2);
        return new(name, head["title"], Enum.Parse<Side>(head["from"]), head["writer"], head["reader"], language, Enum.Parse<Route>(head["route"]),
            [Enum.Parse<TrainingAnswer>(head["decision"]), .. head.TryGetValue("also", out var also) ? also.Split(' ').Select(Enum.Parse<TrainingAnswer>) : []], parts[0].Trim(), parts[1].Trim());
    }
}

/// <summary>A reviewer's first answer to a training letter.</summary>
public sealed record TrainingResult
{
    public string Letter { get; init; } = "";
    public TrainingAnswer Answer { get; init; }
    public bool IsExpected { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>What reviewers have answered to the training letters.</summary>
public sealed class TrainingStore(Database db, TrainingLetters letters, History history, TimeProvider clock)
{
    public Task<List<TrainingResult>> Of(Guid person) => db.Query<TrainingResult>("SELECT letter, answer, is_expected, at FROM training_answers WHERE person_id = @person", new { person });

    /// <summary>Keeps the answer; the first one to a letter counts.</summary>
    public Task Answer(Guid person, TrainingLetter letter, TrainingAnswer answer) => db.Transact(async tx =>
    {
        var kept = await tx.Execute("""
            INSERT INTO training_answers (person_id, letter, answer, is_expected, at) VALUES (@person, @Name, @answer, @isExpected, @now) ON CONFLICT (person_id, letter) DO NOTHING
            """, new { person, letter.Name, answer, isExpected = letter.Expected.Contains(answer), now = clock.Now() });
        if (kept > 0) await history.Record(tx, "training.answer", person, person, codes: $"letter={letter.Name} answer={answer}");
    });

    /// <summary>Whether the queue is closed to this person until they have read the training letters: where the program wants it, of who has decided on no
    /// letter yet. A safeguarding lead is always let in.</summary>
    public async Task<bool> IsDue(MentoringProgram program, Guid person) => program.Policies.TrainingFirst && await db.Find<int?>("""
        SELECT 1 WHERE (SELECT COUNT(*) FROM training_answers a WHERE a.person_id = @person AND a.letter IN @names) < @count
           AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.reviewer_id = @person)
           AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = @person AND m.role = 'SafeguardingLead' AND m.ended_at IS NULL)
        """, new { person, names = TrainingLetters.Names, count = letters.All.Count }) is not null;
}
