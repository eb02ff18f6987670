using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests;

/// <summary>scripts/publish and the install script of its archive, over a program of a few lines that stands as the database and the version tell it to, and a systemctl that writes down
/// what it is asked. All lies in a folder of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstallTests
{
    // The "database" is a file that names the migrations it has seen; a program knows those up to its own number.
    const string FakeProgram = """
        #!/bin/bash
        me=$(cat "$(dirname "$0")/number") db=$LETTEREXCHANGE_DATA/letterexchange.db
        case $1 in
            --version) [[ $me != dead ]] || { echo "no ICU here"; exit 134; }; echo "$me" ;;
            backup) [[ ! -e $LETTEREXCHANGE_DATA/full ]] || { echo "The disk is full." >&2; exit 1; }; mkdir -p "$(dirname "$3")"; cp "$db" "$3"; echo "$3" ;;
            restore) cp "$2" "$db" ;;
            migrate)
                [[ -f $db ]] || exit 4
                has=$(cat "$db")
                ((has <= me)) || { echo "newer"; exit 3; }
                if [[ ${2:-} != --check ]]; then echo "$me" >"$db"; elif ((has < me)); then exit 2; fi ;;
            serve) [[ -f $db ]] || echo "$me" >"$db" ;;
            show) printf '%s|' "$PublicUrl" "$A" "$B" "$C" "$D" "${SECRET_OF_THE_CALLER:-none}" "$LETTEREXCHANGE_DATA" ;;
        esac
        """;

    string folder = "", root = "";
    TcpListener listener = null!;

    string Opt => Path.Combine(root, "opt/letterexchange");
    string Settings => Path.Combine(root, "etc/letterexchange/environment");
    string Db => Path.Combine(root, "var/lib/letterexchange/letterexchange.db");
    string Current => new FileInfo(Path.Combine(Opt, "current")).LinkTarget!;
    string Asked => File.Exists(Path.Combine(folder, "asked")) ? File.ReadAllText(Path.Combine(folder, "asked")) : "";

    [SetUp]
    public void Begin()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-install-").FullName;
        root = Directory.CreateDirectory(Path.Combine(folder, "machine")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "run/systemd/system"));
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        Script("bin/systemctl", $"""
            #!/bin/bash
            echo "$*" >>'{folder}/asked'
            [[ "$*" != *" start "* || -n $(readlink -f '{Opt}/current' | grep broken) ]] || '{Opt}/current/letterexchange' serve
            """);
        listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _ = Answer();
    }

    [TearDown]
    public void End()
    {
        listener.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task It_lays_everything_down_and_starts_it()
    {
        await Installed("1.0.0", 1);
        Assert.That(Current, Is.EqualTo("1.0.0"));
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(Opt, "1.0.0")).Select(Path.GetFileName), Is.EquivalentTo(
            new[] { "LICENSE", "SHA256SUMS", "VERSION", "environment", "install", "letterexchange", "letterexchange.service", "program" }));
        Assert.That(File.GetUnixFileMode(Settings), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead));
        Assert.That(Convert.ToString((int)File.GetUnixFileMode(Path.GetDirectoryName(Db)!), 8), Is.EqualTo("750"));
        Assert.That(new FileInfo(Path.Combine(root, "usr/local/bin/letterexchange")).LinkTarget, Is.EqualTo($"{Opt}/current/letterexchange"));
        Assert.That(Asked.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "daemon-reload", "-q enable letterexchange", "--no-block start letterexchange" }));
        var unit = await File.ReadAllTextAsync(Path.Combine(root, "etc/systemd/system/letterexchange.service"));
        Assert.That(unit.Replace(root, ""), Is.EqualTo(await File.ReadAllTextAsync(Repository.At("scripts", "debian", "letterexchange.service"))));
        foreach (var line in new[] { $"ExecStart={Opt}/current/program/letterexchange serve", $"EnvironmentFile={Settings}", $"ReadWritePaths={Path.GetDirectoryName(Db)}", $"Environment=LETTEREXCHANGE_DATA={Path.GetDirectoryName(Db)}", "Type=notify" })
            Assert.That(unit.Split('\n'), Does.Contain(line));
        Assert.That(await Installs("1.0.0"), Is.EqualTo((0, "LetterExchange 1.0.0 was installed already; everything is in its place.\n", "")));
    }

    [Test]
    public async Task An_upgrade_copies_the_database_migrates_it_and_keeps_settings()
    {
        await Installed("1.0.0", 1);
        await File.AppendAllTextAsync(Settings, "Mail__Password='pass word'\n");
        var settings = await File.ReadAllTextAsync(Settings);
        var said = await Installed("1.1.0", 2);
        Assert.That((Current, new FileInfo(Path.Combine(Opt, "previous")).LinkTarget), Is.EqualTo(("1.1.0", "1.0.0")));
        Assert.That((await File.ReadAllTextAsync(Copy("1.1.0")), await File.ReadAllTextAsync(Db)), Is.EqualTo(("1\n", "2\n")));
        Assert.That(await File.ReadAllTextAsync(Settings), Is.EqualTo(settings));
        Assert.That(said, Does.Not.Contain("pass word").And.Contain("LetterExchange 1.1.0 is ready"));
        Assert.That(Asked, Does.Match("(?s)stop letterexchange\n.*daemon-reload\n.*start letterexchange\n$"));
        await Installed("1.2.0", 2);
        Assert.That(Directory.Exists(Path.Combine(Opt, "1.0.0")), Is.False, "Two versions are kept.");
    }

    [Test]
    public async Task One_that_does_not_become_ready_is_taken_back_where_the_database_was_not_migrated()
    {
        await Installed("1.0.0", 1);
        await Publish("1.1.0-broken", "1");
        var (status, _, errors) = await Installs("1.1.0-broken", "--patience", "1");
        Assert.That((status, Current), Is.EqualTo((1, "1.0.0")));
        Assert.That(errors, Is.EqualTo("1.1.0-broken is not ready after 1 s. It says: database: it is broken\nWent back to 1.0.0, which is ready: the database had not been migrated.\nWhy 1.1.0-broken did not start: journalctl -u letterexchange\n"));
    }

    [Test]
    public async Task Where_it_was_migrated_the_words_say_what_to_do_and_doing_it_leads_back()
    {
        await Installed("1.0.0", 1);
        await Publish("1.1.0-broken", "2");
        var (status, _, errors) = await Installs("1.1.0-broken", "--patience", "1");
        Assert.That((status, Current), Is.EqualTo((1, "1.1.0-broken")));
        string[] steps = ["systemctl stop letterexchange", $"{Opt}/1.0.0/letterexchange restore {Copy("1.1.0-broken")} --overwrite", $"{Opt}/1.0.0/install --rollback"];
        Assert.That(errors, Does.Contain("What was written since then is lost:\n" + string.Concat(steps.Select(step => $"  {step}\n"))));
        var rollback = await Run($"{Opt}/1.0.0/install", "--root", root, "--rollback");
        Assert.That((rollback.Status, Current), Is.EqualTo((1, "1.1.0-broken")));
        Assert.That(rollback.Errors, Does.Contain("1.1.0-broken has migrated the database, so 1.0.0 can't read it; nothing was changed.").And.Contain(steps[1]));
        var restore = await Run("bash", "-c", steps[1]);
        Assert.That(restore.Status, Is.Zero, restore.Errors);
        rollback = await Run($"{Opt}/1.0.0/install", "--root", root, "--rollback");
        Assert.That((rollback.Status, Current, await File.ReadAllTextAsync(Db)), Is.EqualTo((0, "1.0.0", "1\n")), rollback.Errors);
    }

    [Test]
    public async Task The_version_before_comes_back_on_request_and_once()
    {
        await Installed("1.0.0", 1);
        await Installed("1.1.0", 1);
        var (status, output, _) = await Run($"{Opt}/current/install", "--root", root, "--rollback");
        Assert.That((status, Current), Is.EqualTo((0, "1.0.0")));
        Assert.That(output, Does.StartWith("LetterExchange is 1.0.0 again, and ready at http://*:"));
        Assert.That(await Run($"{Opt}/current/install", "--root", root, "--rollback"), Is.EqualTo((1, "", "There is no version before 1.0.0 to go back to.\n")));
    }

    [Test]
    public async Task What_can_t_be_is_refused_in_words_before_anything_is_changed()
    {
        await Installed("1.0.0", 2);
        await Publish("1.1.0", "dead");
        await Refuses("The program does not run here", "1.1.0");
        await Publish("0.9.0", "1");
        await Refuses("migrated by a later version, which 0.9.0 can't read", "0.9.0");
        await Publish("1.0.0", "1");
        await Refuses("1.0.0 is installed already, from another archive", "1.0.0");
        await Publish("1.2.0", "2");
        await File.WriteAllTextAsync(Path.Combine(root, "var/lib/letterexchange/full"), "");
        await Refuses("The disk is full.\nThe database could not be copied", "1.2.0");
        await File.AppendAllTextAsync(Path.Combine(folder, "letterexchange-1.2.0/program/number"), "3\n");
        await Refuses("The archive is damaged", "1.2.0");
        Directory.Delete(Path.Combine(root, "run"), recursive: true);
        await Refuses("systemd is not running here, and it is what starts the service.\nTo lay everything down all the same and start it by hand, say --no-systemd.", "1.2.0");
        Script("bin/uname", "#!/bin/sh\n[ \"$1\" = -m ] && echo aarch64 || echo Linux\n");
        await Refuses("This archive is for Linux on x86-64, and this is Linux on aarch64.", "1.2.0");
        File.Delete(Path.Combine(folder, "bin/uname"));
        Script("copy", await File.ReadAllTextAsync(Repository.At("scripts", "debian", "install")));
        foreach (var open in new[] { folder, Path.Combine(folder, "copy") }) File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string[] somebody = Environment.UserName == "root" ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash"] : ["bash"];
        Assert.That((await Run([.. somebody, Path.Combine(folder, "copy")])).Errors, Does.StartWith("This must be run as root: sudo "));

        async Task Refuses(string words, string version)
        {
            var (status, _, errors) = await Installs(version);
            Assert.That((status, Current, await File.ReadAllTextAsync(Db)), Is.EqualTo((1, "1.0.0", "2\n")));
            Assert.That(errors, Does.Contain(words));
        }
    }

    [Test]
    public async Task Without_systemd_it_says_how_to_start_it_and_goes_on_only_when_it_is_stopped()
    {
        Directory.Delete(Path.Combine(root, "run"), recursive: true);
        await Publish("1.0.0", "1");
        var (status, output, errors) = await Installs("1.0.0", "--no-systemd");
        Assert.That((status, errors, Asked, File.Exists(Db)), Is.EqualTo((0, "", "", false)), "nothing is started");
        Assert.That(File.Exists(Path.Combine(root, "etc/systemd/system/letterexchange.service")), "for a machine that is started with systemd one day");
        Assert.That(output, Does.Contain($"To start it, as root: {root}/usr/local/bin/letterexchange serve\n"));
        Assert.That((await Run($"{root}/usr/local/bin/letterexchange", "serve")).Status, Is.Zero);
        await Publish("1.1.0", "2");
        await Listens();
        Assert.That((await Installs("1.1.0", "--no-systemd")).Errors, Does.Contain("Stop it, then run this again."));
        Assert.That(Current, Is.EqualTo("1.0.0"));
        listener.Stop();
        Assert.That((await Installs("1.1.0", "--no-systemd")).Status, Is.Zero);
        Assert.That((Current, await File.ReadAllTextAsync(Db)), Is.EqualTo(("1.1.0", "2\n")));
    }

    [Test]
    public async Task A_verb_gets_the_settings_as_systemd_reads_them_and_nothing_of_the_caller_s()
    {
        await Installed("1.0.0", 1);
        await File.WriteAllTextAsync(Settings, "# PublicUrl=no\n  PublicUrl = https://x.example.org \nA='a b \\'\nB=\"say \\\"$HOME\\\" \\n\"\nC=Host=/run;Password=\"p'w\"\nD=one\\\\two  three\n");
        var (status, output, _) = await Run("env", "SECRET_OF_THE_CALLER=x", $"{root}/usr/local/bin/letterexchange", "show");
        Assert.That((status, output), Is.EqualTo((0, $"https://x.example.org|a b \\|say \"$HOME\" \\n|Host=/run;Password=\"p'w\"|one\\two  three|none|{root}/var/lib/letterexchange|")));
    }

    [TestCase("scripts/publish")]
    [TestCase("scripts/debian/install")]
    [TestCase("scripts/debian/letterexchange")]
    public async Task Bash_can_read_it(string script) => Assert.That(await Run("bash", "-n", Repository.At(script)), Is.EqualTo((0, "", "")));

    [Test]
    public async Task What_is_published_is_locked_to_the_packages_that_are_tested()
    {
        var (tested, published) = (await Locked("packages.lock.json"), await Locked("packages.linux-x64.lock.json"));
        Assert.That(tested, Has.Count.GreaterThan(30));
        Assert.That(tested, Is.SubsetOf(published), "To renew it: dotnet restore src/LetterExchange -p:RuntimeIdentifier=linux-x64 --force-evaluate");

        static async Task<IReadOnlyList<(string, string?)>> Locked(string name)
        {
            await using var file = File.OpenRead(Repository.At("src", "LetterExchange", name));
            using var json = await JsonDocument.ParseAsync(file);
            return [.. json.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject().Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()))];
        }
    }

    // LETTEREXCHANGE_LONG=1: the one that is really published and installed, which takes minutes.
    [Test]
    public async Task The_service_tells_systemd_when_it_is_ready_and_when_it_stops()
    {
        var (program, stories) = Variants.Long ? await Really() : ([Exchange.Dotnet, Path.Combine(AppContext.BaseDirectory, "letterexchange.dll")], Repository.At("stories"));
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "notify")));
        await using var child = await Child.Start(program[0], [.. program[1..], "serve", "--data", Path.Combine(folder, "data")], grace: TimeSpan.FromSeconds(30),
            environment: new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = Path.Combine(folder, "notify"), ["LETTEREXCHANGE_URLS"] = "http://127.0.0.1:0", ["LETTEREXCHANGE_DATABASE"] = null });
        Assert.That(await Told(), Is.EqualTo("READY=1"));
        var ready = await child.Line(line => line.StartsWith("Ready: "), TimeSpan.FromSeconds(60));
        using var visitor = new Visitor(ready["Ready: ".Length..]);
        Assert.That((await visitor.Get("/health/ready")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(child.Output, Does.Contain($"{Directory.GetFiles(Repository.At("stories"), "*.md").Count(file => Path.GetFileName(file) != "README.md")} stories from {stories}").And.Contain("<6>LetterExchange."));
        Assert.That(await child.Stop(), Is.Zero, child.Output);
        Assert.That(await Told(), Is.EqualTo("STOPPING=1"));

        async Task<string> Told()
        {
            var said = new byte[100];
            return Encoding.ASCII.GetString(said, 0, await systemd.ReceiveAsync(said).WaitAsync(TimeSpan.FromSeconds(60)));
        }
    }

    async Task<(string[] Program, string Stories)> Really()
    {
        var archive = Path.Combine(folder, "real.tar.gz");
        var (status, _, errors) = await Run(Repository.At("scripts", "publish"), "--version", "9.0.0", "--to", archive);
        Assert.That(status, Is.Zero, errors);
        Assert.That((await Run("bash", "-c", $"cd '{folder}' && sha256sum -c real.tar.gz.sha256 && tar xzf real.tar.gz")).Status, Is.Zero);
        (status, _, errors) = await Installs("9.0.0", "--no-systemd");
        Assert.That(status, Is.Zero, errors);
        return ([$"{Opt}/current/program/letterexchange"], $"{Opt}/9.0.0/program/stories");
    }

    /// <summary>Publishes a program and installs it; it must become ready.</summary>
    async Task<string> Installed(string version, int number)
    {
        await Publish(version, $"{number}");
        if (!File.Exists(Settings))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Settings)!);
            File.Copy(Repository.At("scripts", "debian", "environment"), Settings);
            File.SetUnixFileMode(Settings, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            await Listens();
        }
        var (status, output, errors) = await Installs(version);
        Assert.That((status, errors), Is.EqualTo((0, "")));
        return output;
    }

    Task Listens() => File.AppendAllTextAsync(Settings, $"LETTEREXCHANGE_URLS=http://*:{((IPEndPoint)listener.LocalEndpoint).Port};http://[::1]:1\n");

    async Task Publish(string version, string number)
    {
        var program = Path.Combine(folder, "program");
        Directory.CreateDirectory(program);
        Script("program/letterexchange", FakeProgram);
        await File.WriteAllTextAsync(Path.Combine(program, "number"), number + "\n");
        var archive = Path.Combine(folder, "archive.tar.gz");
        var (status, output, errors) = await Run("env", $"LETTEREXCHANGE_PUBLISHED={program}", Repository.At("scripts", "publish"), "--version", version, "--to", archive);
        Assert.That((status, errors), Is.EqualTo((0, "")));
        Assert.That(output, Does.StartWith(archive + "\nSHA-256 "));
        Assert.That((await Run("bash", "-c", $"cd '{folder}' && rm -rf letterexchange-{version} && sha256sum --quiet -c archive.tar.gz.sha256 && tar xzf archive.tar.gz")).Status, Is.Zero);
    }

    string Copy(string version) => Directory.GetFiles(Path.Combine(root, "var/lib/letterexchange/backups"), $"before-{version}-2*.db").Single();

    Task<(int Status, string Output, string Errors)> Installs(string version, params string[] options) => Run([Path.Combine(folder, $"letterexchange-{version}", "install"), "--root", root, .. options]);

    async Task<(int Status, string Output, string Errors)> Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["PATH"] = $"{folder}/bin:{start.Environment["PATH"]}";
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Exchange.Dotnet);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    void Script(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
    }

    /// <summary>The health of whatever version the link names: those called broken are not ready.</summary>
    async Task Answer()
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptTcpClientAsync();
                await using var stream = caller.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync() is { Length: > 0 }) { }
                var broken = Current.Contains("broken");
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(broken ? "503 Service Unavailable" : "200 OK")}\r\nConnection: close\r\n\r\n{(broken ? "database: it is broken" : "ok")}\n"));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The test has ended.
        }
    }
}
