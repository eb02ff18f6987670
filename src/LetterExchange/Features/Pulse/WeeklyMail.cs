using System.Globalization;
using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.Plans;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LetterExchange.Features.Pulse;

/// <summary>The five things that need a person, once a week, to each coordinator of a program with pairs under way: at the program's weekday and hour one notice, and by their choice a mail. Given names only;
/// no word of a letter. Where nothing needs anybody it says so.</summary>
public sealed class WeeklyMail(ProgramStore programs, ThingStore things, Notifier notifier, IStringLocalizer<Texts> texts)
{
    public const int Most = 5;

    internal const string FindDue = "SELECT x.program_id AS id, x.mail_at AS at FROM pulse_programs x WHERE x.mail_at <= @now ORDER BY x.mail_at LIMIT 100";

    internal const string FindNext = "SELECT mail_at FROM pulse_programs WHERE mail_at > @now ORDER BY mail_at LIMIT 1";

    /// <summary>Sets when the program's next mail is due: the first time from now on that its weekday and hour come.</summary>
    internal async Task Plan(Tx tx, Guid programId, DateTimeOffset now)
    {
        var program = (await programs.Find(tx, programId))!;
        await tx.Execute("""
            INSERT INTO pulse_programs (program_id, version, look_at, mail_at) VALUES (@Id, @Version, @now, @mail)
            ON CONFLICT (program_id) DO UPDATE SET version = excluded.version, mail_at = excluded.mail_at
            """, new { program.Id, program.Version, now, mail = After(program, now) });
    }

    internal async Task<int> Tell(Tx tx, Guid programId, DateTimeOffset now)
    {
        var program = (await programs.Find(tx, programId))!;
        var due = await tx.Find<DateTimeOffset?>("UPDATE pulse_programs SET mail_at = @next WHERE program_id = @programId AND mail_at <= @now RETURNING mail_at", new { programId, now, next = After(program, now) });
        if (due is null || await tx.Find<int?>("SELECT 1 FROM pairs WHERE program_id = @programId AND state = 'Active' LIMIT 1", new { programId }) is null) return due is null ? 0 : 1;
        var seal = await tx.Get<(long Number, string Hash)>("SELECT number, hash FROM seal_head WHERE id = 1");
        var zone = DateTimeZoneProviders.Tzdb[program.Zone];
        var week = Weeks.Of(zone, now);
        var last = Weeks.Text(Weeks.Monday(Instant.FromDateTimeOffset(now).InZone(zone).Date).PlusWeeks(-1));
        var (turns, onTime) = await tx.Get<(long, long)>("SELECT CAST(COALESCE(SUM(turns), 0) AS BIGINT), CAST(COALESCE(SUM(on_time), 0) AS BIGINT) FROM pulse_cells WHERE program_id = @programId AND week = @last", new { programId, last });
        foreach (var person in await Coordinators(tx, programId))
        {
            using var speaking = new Speaking(person.Language);
            var words = new ThingWords(texts, PlainTime.In(program.Zone, now), program.Policies);
            var found = (await things.Of(tx, program, new(person.Reviews))).Take(Most).ToList();
            List<string> said = [.. found.SelectMany(thing => new[] { $"{words.Title(thing)}. {words.Why(thing)}", thing.Link })];
            if (turns > 0) said.AddRange([texts["weekly.figures", turns, onTime, (int)Math.Round(100.0 * onTime / turns)], "/pulse#on-time"]);
            await notifier.Tell(tx, new Telling(person.Id, programId, NoticeKind.WeeklyPulse, programId, week, "/pulse",
                [found.Count.ToString(CultureInfo.InvariantCulture), seal.Number.ToString(CultureInfo.InvariantCulture), seal.Hash, .. said]));
        }
        return 1;
    }

    /// <summary>The first moment after one at which the program's weekday and hour come.</summary>
    internal static DateTimeOffset After(MentoringProgram program, DateTimeOffset now)
    {
        var fair = FairClock.Of(program, []);
        var (day, hour) = ((IsoDayOfWeek)(program.Policies.PulseDay == DayOfWeek.Sunday ? 7 : (int)program.Policies.PulseDay), LocalTime.FromTimeOnly(program.Policies.PulseAt));
        for (var date = fair.Day(now); ; date = date.PlusDays(1))
            if (date.DayOfWeek == day && fair.At(date.At(hour)) is var at && at > now) return at;
    }

    static Task<List<Told>> Coordinators(Tx tx, Guid programId) => tx.Query<Told>("""
        SELECT DISTINCT h.id, h.language,
               CASE WHEN EXISTS (SELECT 1 FROM memberships r WHERE r.person_id = h.id AND r.program_id = @programId AND r.ended_at IS NULL AND r.role IN ('Reviewer', 'Teacher', 'SafeguardingLead')) THEN 1 ELSE 0 END AS reviews
          FROM memberships m JOIN people h ON h.id = m.person_id
         WHERE m.program_id = @programId AND m.role = 'Coordinator' AND m.ended_at IS NULL AND h.left_at IS NULL
        """, new { programId });

    sealed record Told
    {
        public Guid Id { get; init; }
        public string Language { get; init; } = "";
        public bool Reviews { get; init; }
    }
}
