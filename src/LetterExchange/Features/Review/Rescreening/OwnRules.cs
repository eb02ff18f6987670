using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Screening.Phrases;

namespace LetterExchange.Features.Review;

/// <summary>The rules of each program: those of screening, with its own phrases, and with what it has made louder or quieter. They have a number, which goes up with each change.</summary>
public sealed class OwnRules(PhraseStore phrases, RuleSettings settings)
{
    /// <summary>As they are now for the programs of these letters. To be read after the number: then a letter is at worst screened once too often.</summary>
    public async Task<RulesOfPrograms> Of(IReadOnlyCollection<Letter> letters)
    {
        var programs = letters.Select(letter => letter.ProgramId).Distinct().ToList();
        return programs.Count == 0 ? new([], []) : new(await phrases.Of(programs), await settings.Of(programs));
    }

    /// <summary>The program's rules have changed: they get the next number, and letters that are not delivered yet are screened again.</summary>
    internal static async Task Changed(Tx tx, Guid program, Wakes wakes)
    {
        await tx.Execute("UPDATE programs SET rules = rules + 1 WHERE id = @program", new { program });
        tx.AfterCommit(() => wakes.Wake(Due.Rescreen));
    }

    /// <summary>Where this build screens otherwise than the last one that looked, the rules of all programs have changed. False where it does not.</summary>
    internal static async Task<bool> Upgraded(Tx tx, string screener)
    {
        var changed = await tx.Execute("""
            INSERT INTO installation (key, value) VALUES ('screener', @screener)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE installation.value <> excluded.value
            """, new { screener });
        return changed > 0 && await tx.Execute("UPDATE programs SET rules = rules + 1") > 0;
    }
}

/// <summary>The rules of some programs at one time.</summary>
public sealed class RulesOfPrograms(Dictionary<Guid, ProgramPhrases> phrases, Dictionary<RuleOf, Loudness> loudness)
{
    /// <param name="screener">What screens.</param>
    /// <exception cref="InvalidOperationException">The text is gone.</exception>
    /// <exception cref="AggregateException">A rule failed.</exception>
    internal Screening.Screening Screen(ScreenedLetter letter, Func<ScreeningInput, Screening.Screening> screener)
    {
        var input = Input(letter);
        return Turn(letter, input.Author, screener(input));
    }

    /// <summary>What is screened, with the program's own phrases.</summary>
    /// <exception cref="InvalidOperationException">The text is gone.</exception>
    internal ScreeningInput Input(ScreenedLetter letter) => letter.Input() with { Phrases = phrases.GetValueOrDefault(letter.ProgramId) };

    /// <summary>What was found, as loud as the program wants it.</summary>
    internal Screening.Screening Turn(Letter letter, Side author, Screening.Screening found) =>
        Loud.Apply(found, author, finding => loudness.GetValueOrDefault(new(letter.ProgramId, finding.Category, finding.Rule), Loudness.AsItIs));
}
