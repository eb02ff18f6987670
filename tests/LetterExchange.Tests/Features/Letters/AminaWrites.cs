using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>What tests of a writer's pages start from: Amina at the door with an open turn to Henrik.</summary>
public abstract class AminaWrites
{
    protected Site Site { get; private set; } = null!;
    protected Correspondence Us { get; private set; } = null!;
    protected Visitor Amina { get; private set; } = null!;

    protected string Turn => $"/turns/{Us.Turn.Id}";

    [OneTimeSetUp]
    public async Task Open() => Site = await Site.Open();

    [OneTimeTearDown]
    public async Task Close() => await Site.DisposeAsync();

    [SetUp]
    public async Task Begin()
    {
        Us = await Correspondence.On(Site);
        Amina = await Site.As(Us.Amina);
    }

    [TearDown]
    public void End() => Amina.Dispose();
}
