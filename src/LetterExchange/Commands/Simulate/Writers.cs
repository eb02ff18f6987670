using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Text;

namespace LetterExchange.Commands.Simulate;

/// <summary>The mentees and mentors of a simulation: they look at their notices and write, each by their habit.</summary>
public sealed class Writers(Database db, VirtualClock clock, Agenda agenda, Season season, Random chance, Writing writing, Pictures pictures, Reading reading)
{
    readonly byte[] drawing = Drawings.Pigeon();
    Guid seen = Guid.Empty;
    int letters;

    /// <summary>SHA-256 of every text that was sent, by letter and revision: what the audit must find again.</summary>
    public Dictionary<(Guid Letter, int Revision), string> Sent { get; } = [];

    /// <summary>The turns for which somebody wishes more time: the coordinator looks here.</summary>
    public List<Guid> TimeAskedFor { get; } = [];

    /// <summary>Looks at the notices that are new since the last look.</summary>
    public async Task Notice()
    {
        List<Told> fresh;
        do
        {
            fresh = await db.Query<Told>("SELECT id, person_id, kind, subject_id, pair_id FROM notices WHERE id > @seen ORDER BY id LIMIT 5000", new { seen });
            foreach (var notice in fresh) React(notice);
            if (fresh.Count > 0) seen = fresh[^1].Id;
        }
        while (fresh.Count == 5000);
    }

    void React(Told notice)
    {
        if (!season.Writers.TryGetValue(notice.PersonId, out var writer) || notice.PairId is not { } pair) return;
        switch (notice.Kind)
        {
            case "RoundOpened" or "TurnOpened":
                Plan(writer, pair, first: true);
                break;
            case "LetterArrived":
                agenda.After(Hours(1, 20), () => reading.Open(notice.SubjectId, writer.Id));
                Plan(writer, pair, first: true);
                break;
            case "LetterReturned":
                agenda.After(Hours(2, writer.Habit == Habit.Slow ? 90 : 40), () => Write(writer, pair, plain: chance.Next(3) > 0));
                break;
            case "TurnLate" when writer.Habit is not Habit.Silent:
                agenda.After(Hours(1, 60), () => Write(writer, pair, plain: true));
                break;
            case "TurnLapsed" when chance.Next(4) == 0:
                agenda.After(Hours(1, 48), () => Write(writer, pair, plain: true));
                break;
        }
    }

    void Plan(Writer writer, Guid pair, bool first)
    {
        if (writer.Habit == Habit.Silent && chance.Next(5) > 0) return;
        var wait = writer.Habit switch
        {
            Habit.Slow => Hours(100, 320),
            Habit.AsksForTime => Hours(60, 260),
            Habit.Prompt => Hours(2, 60),
            _ => Hours(10, 150),
        };
        if (writer.Habit == Habit.AsksForTime && first) agenda.After(Hours(5, 50), () => AskForTime(writer, pair));
        agenda.After(wait, () => Write(writer, pair, plain: false));
    }

    async Task AskForTime(Writer writer, Guid pair)
    {
        if (await OpenTurn(writer, pair) is { } turn) TimeAskedFor.Add(turn);
    }

    async Task Write(Writer writer, Guid pair, bool plain)
    {
        if ((await OpenTurn(writer, pair) ?? await LapsedTurn(writer, pair)) is not { } turn) return;
        var sheet = new Sheet(pair, turn, null);
        var text = Compose(writer, plain);
        if (chance.Next(4) == 0) await writing.Keep(writer.Id, sheet, text[..(text.Length / 2)]);
        if (letters % 9 == 0) await pictures.Add(writer.Id, sheet, drawing);
        var written = await writing.Submit(writer.Id, sheet, text);
        if (written.Refusal == WritingRefusal.CutOffPassed) written = await writing.Submit(writer.Id, sheet, text, late: true);
        if (written.Refusal is null) await Remember(writer, written.LetterId, text, pair);
        else if (written.Refusal == WritingRefusal.PairStopped) agenda.After(Hours(72, 200), () => Write(writer, pair, plain));
    }

    async Task Remember(Writer writer, Guid letter, string text, Guid pair)
    {
        var revision = await db.Get<int>("SELECT revision FROM letters WHERE id = @letter", new { letter });
        Sent[(letter, revision)] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextNormal.Of(text))));
        if (writer.Habit == Habit.TakesBack && chance.Next(2) == 0) agenda.After(TimeSpan.FromMinutes(1), () => TakeBack(writer, letter, pair));
    }

    async Task TakeBack(Writer writer, Guid letter, Guid pair)
    {
        if (await writing.Recall(writer.Id, letter)) agenda.After(Hours(1, 30), () => Write(writer, pair, plain: true));
    }

    string Compose(Writer writer, bool plain) => (plain ? Habit.Prompt : writer.Habit) switch
    {
        Habit.Careless => SampleLetters.WithNumber(chance, ++letters),
        Habit.Troubled => SampleLetters.Troubled(chance, ++letters),
        _ when chance.Next(200) == 0 => SampleLetters.Troubled(chance, ++letters),
        _ => SampleLetters.Plain(chance, ++letters),
    };

    Task<Guid?> OpenTurn(Writer writer, Guid pair) =>
        db.Find<Guid?>("SELECT id FROM turns WHERE pair_id = @pair AND writer_id = @Id AND state = 'Open'", new { pair, writer.Id });

    Task<Guid?> LapsedTurn(Writer writer, Guid pair) => db.Find<Guid?>("""
        SELECT t.id FROM turns t WHERE t.pair_id = @pair AND t.writer_id = @Id AND t.state = 'Lapsed' AND t.closed_at > @since
           AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.revision > 0) ORDER BY t.closed_at DESC LIMIT 1
        """, new { pair, writer.Id, since = clock.GetUtcNow().AddDays(-3) });

    TimeSpan Hours(int least, int most) => TimeSpan.FromHours(least + chance.NextDouble() * (most - least));

    sealed record Told
    {
        public Guid Id { get; init; }
        public Guid PersonId { get; init; }
        public string Kind { get; init; } = "";
        public Guid SubjectId { get; init; }
        public Guid? PairId { get; init; }
    }
}
