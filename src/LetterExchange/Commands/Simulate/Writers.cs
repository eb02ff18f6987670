using System.Security.Cryptography;
using System.Text;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Notices;
using LetterExchange.Text;

namespace LetterExchange.Commands.Simulate;

/// <summary>The mentees and mentors of a simulation: they look at their notices and write, each by their habit.</summary>
public sealed class Writers
{
    readonly Database db;
    readonly VirtualClock clock;
    readonly Agenda agenda;
    readonly Season season;
    readonly Random chance;
    readonly Writing writing;
    readonly Pictures pictures;
    readonly Reading reading;
    readonly Arrivals arrivals;
    readonly Dictionary<Guid, int> revisions = []; // How often each letter has been sent.
    readonly byte[] drawing = Drawings.Pigeon(120);
    int letters;

    public Writers(Database db, VirtualClock clock, Agenda agenda, Season season, Random chance, Writing writing, Pictures pictures, Reading reading, Arrivals arrivals, Notifier notifier)
    {
        (this.db, this.clock, this.agenda, this.season, this.chance, this.writing, this.pictures, this.reading, this.arrivals) = (db, clock, agenda, season, chance, writing, pictures, reading, arrivals);
        notifier.Told += _ => arrivals.Told();
    }

    /// <summary>SHA-256 of every text that was sent, by letter and revision: what the audit must find again.</summary>
    public Dictionary<(Guid Letter, int Revision), string> Sent { get; } = [];

    /// <summary>What each side of a pair has meant to do with the turns that opened for it, in order: what the pulse is judged by.</summary>
    public Dictionary<(Guid Pair, Side Side), List<Meant>> Meant { get; } = [];

    /// <summary>The turns for which somebody wishes more time: the coordinator looks here.</summary>
    public List<Guid> TimeAskedFor { get; } = [];

    /// <summary>Looks at the notices that are new since the last look.</summary>
    public async Task Notice()
    {
        await foreach (var notice in arrivals.Fresh()) React(notice);
    }

    void React(Arrival notice)
    {
        if (!season.Writers.TryGetValue(notice.PersonId, out var writer) || notice.PairId is not { } pair) return;
        switch (notice.Kind)
        {
            case "RoundOpened" or "TurnOpened":
                agenda.After(TimeSpan.Zero, () => Plan(writer, pair));
                break;
            case "LetterArrived":
                agenda.After(Hours(1, 20), () => reading.Open(notice.SubjectId, writer.Id));
                agenda.After(TimeSpan.Zero, () => Plan(writer, pair));
                break;
            case "LetterReturned":
                agenda.After(Hours(2, writer.Habit == Habit.Slow ? 90 : 40), () => Write(writer, pair, plain: chance.Next(3) > 0));
                break;
            case "TurnLate" when Last(writer, pair) is { Skips: false, IsDelayed: false }:
                agenda.After(Hours(1, 60), () => Write(writer, pair, plain: true));
                break;
            case "TurnLapsed" when Last(writer, pair) is { Skips: false } && chance.Next(4) == 0:
                agenda.After(Hours(1, 48), () => Write(writer, pair, plain: true));
                break;
        }
    }

    Meant? Last(Writer writer, Guid pair) => Meant.TryGetValue((pair, writer.Side), out var all) && all.Count > 0 ? all[^1] : null;

    /// <summary>Somebody learns that it is their turn, and means to write, or not, as is their habit; once a turn, however often they are told.</summary>
    async Task Plan(Writer writer, Guid pair)
    {
        if (await OpenTurn(writer, pair) is not { } turn) return;
        if (!Meant.TryGetValue((pair, writer.Side), out var before)) Meant[(pair, writer.Side)] = before = [];
        if (before.Exists(one => one.Turn == turn)) return;
        var number = before.Count + 1;
        var meant = new Meant(turn, Skips(writer, number), Delay(writer, number), Share(writer, number));
        before.Add(meant);
        if (meant.Skips) return;
        if (writer.Habit == Habit.AsksForTime) agenda.After(Hours(5, 50), () => AskForTime(writer, pair));
        var wait = writer.Habit switch
        {
            Habit.Slow => Hours(100, 320),
            Habit.AlwaysLate => Hours(190, 250),
            Habit.AsksForTime => Hours(60, 260),
            Habit.Prompt or Habit.LaterAndLater => Hours(2, 60),
            _ => Hours(10, 150),
        };
        agenda.After(wait + meant.Delay, () => Write(writer, pair, plain: false));
    }

    static bool Skips(Writer writer, int number) => writer.Habit switch
    {
        Habit.Silent => number >= writer.From,
        Habit.MissesOne => number == writer.From,
        _ => false,
    };

    /// <summary>A day and a half more a letter, give or take; of the look-alikes twice the like, and then as before.</summary>
    TimeSpan Delay(Writer writer, int number) => writer.Habit switch
    {
        Habit.LaterAndLater when number >= writer.From => Math.Min(4, number - writer.From + 1) * Hours(30, 60),
        Habit.LateInBetween when number == writer.From || number == writer.From + 1 => Hours(40, 90),
        _ => TimeSpan.Zero,
    };

    /// <summary>A quarter less a letter, give or take.</summary>
    double Share(Writer writer, int number) => writer.Habit switch
    {
        Habit.ShorterAndShorter when number >= writer.From => Math.Pow(0.62 + 0.16 * chance.NextDouble(), number - writer.From + 1),
        Habit.ShortOnce when number == writer.From => 0.3,
        Habit.AlwaysShort => 0.4,
        _ => 1,
    };

    async Task AskForTime(Writer writer, Guid pair)
    {
        if (await OpenTurn(writer, pair) is { } turn) TimeAskedFor.Add(turn);
    }

    async Task Write(Writer writer, Guid pair, bool plain)
    {
        if ((await OpenTurn(writer, pair) ?? await LapsedTurn(writer, pair)) is not { } turn) return;
        var sheet = new Sheet(pair, turn, null);
        var text = Compose(writer, plain, Last(writer, pair)?.Share ?? 1);
        if (chance.Next(4) == 0) await writing.Keep(writer.Id, sheet, text[..(text.Length / 2)]);
        if (letters % 9 == 0) await pictures.Add(writer.Id, sheet, drawing);
        var written = await writing.Submit(writer.Id, sheet, text);
        if (written.Refusal == WritingRefusal.CutOffPassed) written = await writing.Submit(writer.Id, sheet, text, late: true);
        if (written.Refusal is null) Remember(writer, written.LetterId, text, pair);
        else if (written.Refusal == WritingRefusal.PairStopped) agenda.After(Hours(72, 200), () => Write(writer, pair, plain));
    }

    void Remember(Writer writer, Guid letter, string text, Guid pair)
    {
        revisions[letter] = revisions.GetValueOrDefault(letter) + 1;
        Sent[(letter, revisions[letter])] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextNormal.Of(text))));
        if (writer.Habit == Habit.TakesBack && chance.Next(2) == 0) agenda.After(TimeSpan.FromMinutes(1), () => TakeBack(writer, letter, pair));
    }

    async Task TakeBack(Writer writer, Guid letter, Guid pair)
    {
        if (await writing.Recall(writer.Id, letter)) agenda.After(Hours(1, 30), () => Write(writer, pair, plain: true));
    }

    string Compose(Writer writer, bool plain, double share) => (plain ? Habit.Prompt : writer.Habit) switch
    {
        Habit.Careless => SampleLetters.WithNumber(chance, ++letters),
        Habit.Troubled => SampleLetters.Troubled(chance, ++letters),
        _ when chance.Next(200) == 0 => SampleLetters.Troubled(chance, ++letters),
        _ => SampleLetters.Of(chance, ++letters, writer.Words, share),
    };

    Task<Guid?> OpenTurn(Writer writer, Guid pair) =>
        db.Find<Guid?>("SELECT id FROM turns WHERE pair_id = @pair AND writer_id = @Id AND state = 'Open'", new { pair, writer.Id });

    Task<Guid?> LapsedTurn(Writer writer, Guid pair) => db.Find<Guid?>("""
        SELECT t.id FROM turns t WHERE t.pair_id = @pair AND t.writer_id = @Id AND t.state = 'Lapsed' AND t.closed_at > @since
           AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.revision > 0) ORDER BY t.closed_at DESC LIMIT 1
        """, new { pair, writer.Id, since = clock.GetUtcNow().AddDays(-3) });

    TimeSpan Hours(int least, int most) => TimeSpan.FromHours(least + chance.NextDouble() * (most - least));
}

/// <summary>What somebody meant to do with a turn.</summary>
/// <param name="Skips">Not to write.</param>
/// <param name="Delay">By how much later than they used to.</param>
/// <param name="Share">Of their usual length.</param>
public sealed record Meant(Guid Turn, bool Skips, TimeSpan Delay, double Share)
{
    public bool IsDelayed => Delay > TimeSpan.Zero;
}
