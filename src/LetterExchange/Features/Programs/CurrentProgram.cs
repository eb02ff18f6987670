using LetterExchange.Features.People;
using LetterExchange.Text;

namespace LetterExchange.Features.Programs;

/// <summary>The program in which this request works, and the clock on its wall.</summary>
public sealed class CurrentProgram(ProgramStore programs, CurrentPerson me, TimeProvider clock)
{
    MentoringProgram? program;

    /// <exception cref="InvalidOperationException">An administrator of an installation without a program.</exception>
    public async ValueTask<MentoringProgram> Get() =>
        program ??= await programs.Find(me.ProgramId) ?? throw new InvalidOperationException($"There is no program {me.ProgramId}.");

    /// <summary>Instants in plain words, in the program's zone, counted from now.</summary>
    public async ValueTask<PlainTime> Times() => PlainTime.In((await Get()).Zone, clock.GetUtcNow());
}
