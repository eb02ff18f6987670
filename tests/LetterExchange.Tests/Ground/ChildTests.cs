using System.Diagnostics;

namespace LetterExchange.Tests.Ground;

public sealed class ChildTests
{
    [Test]
    public async Task A_child_s_exit_status_and_output_are_its_own()
    {
        await using var child = await Child.Start("sh", ["-c", "echo one; echo two >&2; exit 7"]);
        Assert.That(await child.Exit(), Is.EqualTo(7));
        Assert.That(child.Output.Split('\n'), Is.EquivalentTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task A_child_that_ends_before_it_says_what_is_awaited_is_an_error_with_its_output()
    {
        await using var child = await Child.Start("sh", ["-c", "echo no such file"]);
        var error = (await Assert.ThrowsAsync<InvalidOperationException>(() => child.Line(line => line == "ready")))!;
        Assert.That(error.Message, Does.Contain("ended before").And.Contain("no such file"));
    }

    [Test]
    public async Task A_child_that_ignores_its_signal_is_killed()
    {
        await using var child = await Child.Start("sh", ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"], grace: TimeSpan.FromMilliseconds(100));
        await child.Line(line => line == "deaf");
        Assert.That(await child.Stop(), Is.EqualTo(128 + 9));
    }

    [Test]
    public async Task A_child_and_its_folder_go_when_the_test_process_is_killed()
    {
        var folder = Directory.CreateTempSubdirectory("letterexchange-").FullName;
        // Python plays the test process: it holds the pipe that the keeper waits on, and is killed.
        const string play = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE); time.sleep(100)";
        await using var player = await Child.Start("/usr/bin/python3", ["-c", play, "/bin/sh", "-c", Child.Keeper, "keeper", "TERM", "100", folder, "sleep", "100"]);
        using var orphan = Process.GetProcessById(int.Parse(await player.Line(line => int.TryParse(line, out _))));
        using (var killed = Process.GetProcessById(player.Id)) killed.Kill();
        await orphan.WaitForExitAsync();
        // The keeper removes the folder after the child has ended.
        Assert.That(SpinWait.SpinUntil(() => !Directory.Exists(folder), TimeSpan.FromSeconds(20)), Is.True);
    }
}
