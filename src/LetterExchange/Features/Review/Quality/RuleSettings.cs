using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Review;

/// <summary>A rule as far as it finds one category, in one program.</summary>
public readonly record struct RuleOf(Guid ProgramId, string Category, string Rule);

/// <summary>Which rules a program has made quieter or louder.</summary>
public sealed class RuleSettings(Database db, History history, Wakes wakes)
{
    /// <summary>The longest name of a rule, in UTF-16 code units.</summary>
    const int Longest = 100;

    /// <summary>The settings of these programs; a rule that is as it is is not among them.</summary>
    public async Task<Dictionary<RuleOf, Loudness>> Of(IReadOnlyCollection<Guid> programs) => programs.Count == 0 ? [] :
        (await db.Query<Setting>("SELECT program_id, category, rule, loudness FROM rule_settings WHERE program_id IN @programs", new { programs }))
            .ToDictionary(one => new RuleOf(one.ProgramId, one.Category, one.Rule), one => one.Loudness);

    /// <summary>Makes a rule quieter or louder, or puts it back. False where there is no such category.</summary>
    /// <exception cref="Refusal">It looks for danger and was to be quietened.</exception>
    public Task<bool> Set(RuleOf rule, Loudness to, Guid by) => db.Transact(async tx =>
    {
        if (!Category.All.Contains(rule.Category) || rule.Rule.Length is 0 or > Longest || rule.Rule.Any(char.IsWhiteSpace)) return false;
        if (to == Loudness.Quieter && !Loud.CanQuieten(rule.Category)) throw new Refusal("rules.refused");
        var from = (await tx.Find<Setting>("SELECT program_id, category, rule, loudness FROM rule_settings WHERE program_id = @ProgramId AND category = @Category AND rule = @Rule",
            new { rule.ProgramId, rule.Category, rule.Rule }))?.Loudness ?? Loudness.AsItIs;
        if (from == to) return true;
        if (to == Loudness.AsItIs)
        {
            await tx.Execute("DELETE FROM rule_settings WHERE program_id = @ProgramId AND category = @Category AND rule = @Rule", new { rule.ProgramId, rule.Category, rule.Rule });
        }
        else
        {
            await tx.Execute("""
                INSERT INTO rule_settings (program_id, category, rule, loudness) VALUES (@ProgramId, @Category, @Rule, @to)
                    ON CONFLICT (program_id, category, rule) DO UPDATE SET loudness = excluded.loudness
                """, new { rule.ProgramId, rule.Category, rule.Rule, to });
        }
        await history.Record(tx, "program.rule", rule.ProgramId, by, programId: rule.ProgramId, codes: $"category={rule.Category} rule={rule.Rule} from={from} to={to}");
        await OwnRules.Changed(tx, rule.ProgramId, wakes);
        return true;
    });

    sealed record Setting
    {
        public Guid ProgramId { get; init; }
        public string Category { get; init; } = "";
        public string Rule { get; init; } = "";
        public Loudness Loudness { get; init; }
    }
}
