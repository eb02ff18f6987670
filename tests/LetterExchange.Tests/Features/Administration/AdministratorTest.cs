using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Administration;

/// <summary>A running service with one program, and its administrator's page.</summary>
public abstract class AdministratorTest(Engine engine)
{
    Guid administrator;

    protected Engine Engine => engine;

    protected Site Site { get; private set; } = null!;

    [SetUp]
    public async Task Open()
    {
        Site = await Ground.Site.Open(engine);
        await Site.Given.Program();
        administrator = await Site.Given.Person("Administrator");
    }

    [TearDown]
    public async Task Close() => await Site.DisposeAsync();

    /// <summary>The page as its reader has it.</summary>
    protected async Task<string> Page()
    {
        using var visitor = await Site.As(administrator);
        return (await visitor.Get("/admin")).Text;
    }
}
