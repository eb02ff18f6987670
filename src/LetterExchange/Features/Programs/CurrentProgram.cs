using System.Collections.Concurrent;
using LetterExchange.Features.People;
using LetterExchange.Text;

namespace LetterExchange.Features.Programs;

/// <summary>The program in which this request works, and the clock on its wall.</summary>
public sealed class CurrentProgram(ProgramStore programs, KnownPrograms known, CurrentPerson me, TimeProvider clock)
{
    MentoringProgram? program;

    /// <exception cref="InvalidOperationException">An administrator of an installation without a program.</exception>
    public async ValueTask<MentoringProgram> Get() => program ??= known.Find(me.ProgramId, me.ProgramVersion)
        ?? known.Keep(await programs.Find(me.ProgramId) ?? throw new InvalidOperationException($"There is no program {me.ProgramId}."));

    /// <summary>The program of what is looked at: that of this request, or another one of the installation.</summary>
    public async ValueTask<MentoringProgram> Of(Guid programId) =>
        me.HasProgram && me.ProgramId == programId ? await Get() : await programs.Find(programId) ?? throw new InvalidOperationException($"There is no program {programId}.");

    /// <summary>Instants in plain words, in the program's zone, counted from now.</summary>
    public async ValueTask<PlainTime> Times() => PlainTime.In((await Get()).Zone, clock.GetUtcNow());
}

/// <summary>Programs as they were read last. Each request learns with its session which version of the program holds, so that no old one is taken for it.</summary>
public sealed class KnownPrograms
{
    readonly ConcurrentDictionary<Guid, MentoringProgram> known = [];

    internal MentoringProgram? Find(Guid id, int version) => known.TryGetValue(id, out var program) && program.Version == version ? program : null;

    internal MentoringProgram Keep(MentoringProgram program) => known[program.Id] = program;
}
