using System.Net;
using System.Text.RegularExpressions;
using LetterExchange.Tests.Commands.Demo;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests;

/// <summary>What the README tells one to type works as it stands there: each command is run by a shell, in a folder of its own in which the repository's scripts and stories
/// lie where the README thinks them.</summary>
public sealed partial class ReadmeTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    static readonly Dictionary<string, string> notRun = new()
    {
        ["scripts/test"] = "runs the tests of which this is one",
        ["scripts/test --filter NAME"] = "likewise",
        ["scripts/test --long"] = "likewise",
        ["scripts/publish"] = "takes minutes; InstallTests runs it with LETTEREXCHANGE_LONG=1, and with a program of its own always",
        ["dotnet run -c Release --project tests/LetterExchange.Benchmarks -- sweeps"] = "takes many minutes",
        ["scripts/bench --quick"] = "takes minutes, and wants the machine for itself",
        ["scripts/load --users 320 --minutes 2"] = "likewise",
    };

    static readonly IReadOnlyList<string> commands = [.. Command().Matches(File.ReadAllText(Repository.At("README.md"))).Select(match => match.Groups["block"].Value + match.Groups["span"].Value).Distinct()];

    string folder = "";

    static IEnumerable<string> Others => commands.Where(command => !notRun.ContainsKey(command) && command != "scripts/run" && !command.Contains(" setup ") && !command.EndsWith(" serve", StringComparison.Ordinal));

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-readme-").FullName;
        foreach (var name in new[] { "scripts", "stories" }) Directory.CreateSymbolicLink(Path.Combine(folder, name), Repository.At(name));
        File.WriteAllText(Path.Combine(folder, "letter.md"), "Dear Amina,\n\nI *liked* the lighthouse.\n");
        File.WriteAllText(Path.Combine(folder, "letters.jsonl"), """{"id": "1", "lang": "en", "author": "mentee", "text": "Dear Henrik, call me on 07700 900461."}""" + "\n");
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_commands_are_found_and_none_that_is_not_run_has_gone()
    {
        Assert.That(commands, Has.Count.GreaterThanOrEqualTo(9));
        Assert.That(notRun.Keys, Is.SubsetOf(commands));
    }

    [Test]
    public async Task The_demo_starts_answers_and_stops_by_Ctrl_C()
    {
        Assert.That(commands, Does.Contain("scripts/run"));
        Directory.Move(await DemoSite.Copy(), Path.Combine(folder, "demo")); // Filled, so that it need not be filled here.
        await Serves("scripts/run --urls http://127.0.0.1:0 --data demo");
    }

    [Test]
    public async Task An_installation_is_set_up_and_served()
    {
        var setup = commands.Single(command => command.Contains(" setup "));
        // The password is asked for at a terminal: script makes one.
        await using (var child = await Type("""printf 'kite lamp otter\r' | script -qec "$COMMAND" /dev/null""", setup))
        {
            Assert.That(await child.Exit(), Is.Zero, child.Output);
            Assert.That(child.Output, Does.Contain("A password for the administrator").And.Contain("Sign in as ada@example.org."));
        }
        await Serves($"{commands.Single(command => command.EndsWith(" serve", StringComparison.Ordinal))} --urls http://127.0.0.1:0");
    }

    [TestCaseSource(nameof(Others))]
    public async Task It_does_what_it_is_there_for(string command)
    {
        await using var child = await Type("eval \"$COMMAND\"", command);
        Assert.That(await child.Exit(), Is.Zero, child.Output);
        Assert.That(child.Output, Is.Not.Empty);
    }

    [Test]
    public async Task The_script_of_the_tests_knows_the_options_that_are_named()
    {
        await using var child = await Type("eval \"$COMMAND\"", "scripts/test --help");
        Assert.That(await child.Exit(), Is.Zero);
        foreach (Match option in Regex.Matches(string.Join('\n', notRun.Keys.Where(command => command.StartsWith("scripts/test", StringComparison.Ordinal))), "--[a-z]+"))
            Assert.That(child.Output, Does.Contain(option.Value));
    }

    async Task Serves(string command)
    {
        await using var child = await Type("eval \"exec $COMMAND\"", command);
        var ready = await child.Line(line => line.StartsWith("Ready: "), Patience);
        using var visitor = new Visitor(ready["Ready: ".Length..]);
        Assert.That((await visitor.Get("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await child.Stop(), Is.Zero, child.Output);
    }

    /// <summary>Has bash run the line in the folder; the command is in $COMMAND. The built program is this test's own, so that nothing is built beside it.</summary>
    Task<Child> Type(string line, string command) => Child.Start("env", ["--default-signal=INT", "bash", "-c", $"cd '{folder}' && {line}"], signal: "INT", grace: Patience,
        environment: new Dictionary<string, string?>
        {
            ["COMMAND"] = command,
            ["LETTEREXCHANGE_BUILT"] = Path.Combine(AppContext.BaseDirectory, "letterexchange.dll"),
            ["DOTNET_ROOT"] = Path.GetDirectoryName(Exchange.Dotnet),
            ["LETTEREXCHANGE_DATA"] = Path.Combine(folder, "data"),
            ["LETTEREXCHANGE_DATABASE"] = null,
            ["ASPNETCORE_URLS"] = null, ["LETTEREXCHANGE_URLS"] = null,
            ["ASPNETCORE_ENVIRONMENT"] = null,
        });

    // A line of an indented block, a line of a fenced one, or a span of code; never what only names a script's file.
    [GeneratedRegex(@"^(?: {4}|\t)(?<block>(?:scripts/|dotnet )\S.*?)\s*$|^(?<block>(?:scripts/|dotnet )\S.*?)\s*$|`(?<span>(?:scripts/\w+|dotnet) [^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Command();
}
