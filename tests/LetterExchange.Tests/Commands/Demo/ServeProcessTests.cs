using System.Net;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Commands.Demo;

/// <summary>serve --demo as a program of its own, as it is typed.</summary>
public sealed class ServeProcessTests
{
    // A shell's background jobs do not hear Ctrl-C; a program that is started by hand does.
    const string Foreground = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Test]
    public async Task It_says_who_can_be_signed_in_as_and_then_that_it_is_ready_and_Ctrl_C_stops_it_cleanly()
    {
        var data = Directory.CreateTempSubdirectory("letterexchange-data-").FullName;
        Directory.Move(await DemoSite.Copy(), Path.Combine(data, "demo"));
        for (var start = 1; start <= 2; start++) // The second time it is found as it was.
        {
            await using var child = await Serve(["--demo", "--urls", "http://127.0.0.1:0"], new() { ["LETTEREXCHANGE_DATA"] = data });
            var ready = await child.Line(line => line.StartsWith("Ready: "), Patience);
            var said = child.Lines.TakeWhile(line => line != ready).ToList();
            Assert.That(said, Has.Some.Match(@"mentee +Amina +Amina: 9, ").And.Some.Match("teacher +maddalena@example.org +Maddalena Ferri").And.Some.Contains("kite lamp otter").And.Some.Contains("Thursday 14 January, 09:4"));
            Assert.That(child.Lines.Count(line => line.StartsWith("Ready: http://127.0.0.1:")), Is.EqualTo(1));
            using var visitor = new Visitor(ready["Ready: ".Length..]);
            Assert.That((await visitor.Get("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await child.Stop(), Is.Zero, child.Output);
            Assert.That(child.Output, Does.Not.Contain("Exception").And.Not.Contain("fail:"));
        }
        Assert.That(Directory.GetDirectories(data).Select(Path.GetFileName), Is.EqualTo(new[] { "demo" }));
        Directory.Delete(data, recursive: true);
    }

    [TestCase("is a demo", "--data", "{demo}")]
    [TestCase("this machine only", "--demo", "--data", "{demo}", "--urls", "http://0.0.0.0:5081")]
    public async Task What_is_refused_is_refused_in_words(string words, params string[] arguments)
    {
        var folder = await DemoSite.Copy();
        await using var child = await Serve([.. arguments.Select(argument => argument.Replace("{demo}", folder))], []);
        Assert.That(await child.Exit(), Is.EqualTo(1));
        Assert.That(child.Output, Does.Contain(words).And.Not.Contain("Ready").And.Not.Contain("   at "));
        Directory.Delete(folder, recursive: true);
    }

    static Task<Child> Serve(IEnumerable<string> arguments, Dictionary<string, string?> environment) => Child.Start("/usr/bin/python3",
        ["-c", Foreground, Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet",
            Path.Combine(AppContext.BaseDirectory, "letterexchange.dll"), "serve", .. arguments],
        signal: "INT", environment: environment, grace: Patience);
}
