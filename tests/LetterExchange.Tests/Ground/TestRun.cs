// In the namespace above all tests, so that it ends after the last of them.
namespace LetterExchange.Tests;

/// <summary>What one run of the tests shares, stopped at its end.</summary>
[SetUpFixture]
public sealed class TestRun
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await Ground.Browser.StopShared();
        await Ground.PostgresCluster.StopShared();
        Ground.Databases.Clear();
        Commands.Demo.DemoSite.Clear();
    }
}
