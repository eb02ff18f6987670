using System.Net;
using System.Net.Sockets;
using LetterExchange.Data;
using LetterExchange.Tests.Ground;
using Npgsql;

namespace LetterExchange.Tests.Commands;

/// <summary>The real program: what it says when it can't start, how it stops, and what it does while its database is away.</summary>
public sealed class ServeCommandTests
{
    // A disk that is full refuses a write; a limit on the size of files does so too, without a disk of our own. The signal that comes with it is turned off.
    static readonly string[] smallDisk = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", "env", "DOTNET_EnableWriteXorExecute=0"];
    static readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };

    PostgresCluster cluster = null!;
    string folder = "";

    string Data => Path.Combine(folder, "data");

    [OneTimeSetUp]
    public async Task StartCluster()
    {
        cluster = await PostgresCluster.Start(restartable: true);
        await File.WriteAllTextAsync(Path.Combine(cluster.Folder, "data", "pg_hba.conf"), "host all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
        await Ask("CREATE ROLE guarded LOGIN PASSWORD 'right'");
        await Ask("SELECT pg_reload_conf()");
    }

    [OneTimeTearDown]
    public ValueTask StopCluster() => cluster.DisposeAsync();

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("letterexchange-serve-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("not one", "connection string")]
    [TestCase("Host=127.0.0.1;Colour=blue", "connection string", "colour")]
    [TestCase("Host=127.0.0.1;Port=1;Username=postgres;Database=postgres", "can't be reached", "127.0.0.1:1")]
    [TestCase("Host=no.such.host.invalid;Username=postgres", "can't be reached")]
    [TestCase("Host=127.0.0.1;Port={port};Username=guarded;Password=wrong;Database=postgres", "refused the user name or password")]
    [TestCase("Host=127.0.0.1;Port={port};Username=nobody_at_all;Database=postgres", "refused the user name or password")]
    [TestCase("Host=127.0.0.1;Port={port};Username=postgres;Database=not_there", "does not exist", "not_there", "createdb")]
    public async Task A_wrong_connection_string_is_answered_in_words_that_keep_its_password(string connection, params string[] words)
    {
        var errors = await Refuses(["--database", connection.Replace("{port}", $"{cluster.Port}")], words);
        Assert.That(errors, Does.Not.Contain("wrong;").And.Not.Contain("Password=wrong"));
    }

    [Test]
    public async Task A_second_service_on_the_same_file_is_turned_away_and_the_first_goes_on()
    {
        var (first, url) = await Exchange.Serve(["--data", Data]);
        await using var _ = first;
        await Refuses([], [Data, "Another LetterExchange"], []);
        Assert.That(await Health(url), Is.EqualTo((HttpStatusCode.OK, "ok")));
        Assert.That(await first.Stop(), Is.Zero, first.Output);
        await Starts();
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    public async Task It_stops_in_peace_when_it_is_told_to_and_a_start_afterwards_finds_everything(string signal)
    {
        var (first, url) = await Exchange.Serve(["--data", Data], signal: signal);
        await using (first)
        {
            await KeepSomething();
            Assert.That(await Health(url), Is.EqualTo((HttpStatusCode.OK, "ok")));
            Assert.That(await first.Stop(), Is.Zero, first.Output);
            Assert.That(first.Output, Does.Not.Contain("   at "));
        }
        Assert.That(File.Exists(Path.Combine(Data, "letterexchange.db-wal")), Is.False, "all is in the file");
        await Starts();
        Assert.That(await Kept(), Is.True);
    }

    [Test]
    public async Task A_full_disk_stops_the_start_in_words_and_a_start_with_room_goes_well()
    {
        await Refuses(["--data", Data], ["can't be written to", "Make room"], [.. smallDisk, "prlimit", "--fsize=0:"]);
        await Refuses(["--data", Data], ["is full", "Make room"], [.. smallDisk, "prlimit", "--fsize=60000:"]);
        await Starts();
    }

    [Test]
    public async Task A_disk_that_fills_up_under_it_is_reported_and_nothing_is_lost_once_there_is_room()
    {
        var (service, url) = await Exchange.Serve(["--data", Data], through: smallDisk);
        await using var _ = service;
        await KeepSomething();
        await Limit(service, "1:");
        var (status, why) = await Health(url);
        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(why, Does.StartWith("database: "));
        await Limit(service, "unlimited:");
        Assert.That(await Health(url), Is.EqualTo((HttpStatusCode.OK, "ok")));
        Assert.That(await service.Stop(), Is.Zero, service.Output);
        Assert.That(await Kept(), Is.True);
    }

    [TestCase("/sys/letterexchange")]
    [TestCase("{file}/below/a/file")]
    public async Task A_data_directory_that_can_t_be_written_to_is_named(string directory)
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");
        var data = directory.Replace("{file}", file);
        await Refuses(["--data", data], data, "can't be written to", "--data");
    }

    [Test]
    public async Task A_database_file_that_may_only_be_read_is_named()
    {
        await Starts();
        var file = Path.Combine(Data, "letterexchange.db");
        var before = await File.ReadAllBytesAsync(file);
        File.SetAttributes(file, FileAttributes.ReadOnly);
        string[] obeying = Environment.IsPrivilegedProcess ? ["setpriv", "--bounding-set=-dac_override"] : []; // Root obeys no file's mode otherwise.
        await Refuses(["--data", Data], ["letterexchange.db", "can't be written"], obeying);
        File.SetAttributes(file, FileAttributes.Normal);
        Assert.That(await File.ReadAllBytesAsync(file), Is.EqualTo(before));
        await Starts();
    }

    [Test]
    public async Task A_port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";
        await Refuses(["--data", Data, "--urls", url], url, "already listens", "--urls");
        await Starts();
    }

    [TestCase("nonsense")]
    [TestCase("ftp://127.0.0.1:2121")]
    [TestCase("http://127.0.0.1:99999")]
    [TestCase("http://192.0.2.1:5080")]
    [TestCase("https://127.0.0.1:0")]
    public async Task An_address_that_can_t_be_listened_at_is_named(string url) => await Refuses(["--data", Data, "--urls", url], url, "can't be listened at");

    [TestCaseSource(typeof(Databases), nameof(Databases.All))]
    public async Task A_database_newer_than_the_program_is_left_alone(Engine engine)
    {
        string[] arguments = engine == Engine.Sqlite ? ["--data", Data] : ["--data", Data, "--database", await cluster.NewDatabase()];
        await Starts(arguments);
        await using (var db = Database.Open(arguments.ElementAtOrDefault(3), Data))
            await db.Execute(engine == Engine.Sqlite
                ? "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999-later.sql', '2030-01-01')"
                : "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-later.sql', now())");
        await Refuses(arguments, "newer version", "9999-later.sql", "nothing was changed");
    }

    [Test]
    public async Task A_file_that_is_not_a_database_is_left_alone()
    {
        Directory.CreateDirectory(Data);
        var file = Path.Combine(Data, "letterexchange.db");
        var text = string.Concat(Enumerable.Repeat("A letter to my grandmother, which is not a database. ", 100));
        await File.WriteAllTextAsync(file, text);
        await Refuses(["--data", Data], Data, "not a database", "Restore the last backup");
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(text));
    }

    [Test]
    public async Task A_database_that_goes_away_under_it_is_reported_and_found_again()
    {
        var (service, url) = await Exchange.Serve(["--data", Data, "--database", await cluster.NewDatabase()]);
        await using var _ = service;
        Assert.That(await Health(url), Is.EqualTo((HttpStatusCode.OK, "ok")));
        await cluster.Stop();
        try
        {
            var (status, why) = await Health(url);
            Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(why, Does.StartWith("database: ").And.Not.Contain("   at "));
            Assert.That((await http.GetAsync(new Uri(url, "/health/live"))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        finally
        {
            await cluster.Restart();
        }
        var again = await Health(url);
        for (var looks = 0; again.Status != HttpStatusCode.OK && looks < 100; looks++)
        {
            await Task.Delay(100);
            again = await Health(url);
        }
        Assert.That(again, Is.EqualTo((HttpStatusCode.OK, "ok")));
        Assert.That(await service.Stop(), Is.Zero, service.Output);
    }

    Task<string> Refuses(string[] arguments, params string[] words) => Refuses(arguments, words, []);

    /// <summary>The program ends with status 1 and one line on standard error that has these words.</summary>
    async Task<string> Refuses(string[] arguments, string[] words, string[] through)
    {
        string[] data = arguments.Contains("--data") ? [] : ["--data", Data];
        string[] urls = arguments.Contains("--urls") ? [] : ["--urls", "http://127.0.0.1:0"];
        var (status, output, errors) = await Exchange.Run(["serve", .. urls, .. data, .. arguments], through);
        Assert.That(status, Is.EqualTo(1), errors);
        Assert.That(output, Does.Not.Contain("Ready:").And.Not.Contain("fail:").And.Not.Contain("Exception"));
        Assert.That(errors.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.Not.Contain("Exception").And.Not.Contain(" at LetterExchange"));
        foreach (var word in words) Assert.That(errors, Does.Contain(word).IgnoreCase);
        return errors;
    }

    async Task Starts(params string[] arguments)
    {
        var (service, url) = await Exchange.Serve(arguments.Length > 0 ? arguments : ["--data", Data]);
        await using var _ = service;
        Assert.That(await Health(url), Is.EqualTo((HttpStatusCode.OK, "ok")));
        Assert.That(await service.Stop(), Is.Zero, service.Output);
    }

    static async Task<(HttpStatusCode Status, string Why)> Health(Uri url)
    {
        using var answer = await http.GetAsync(new Uri(url, "/health/ready"));
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).TrimEnd('\n'));
    }

    static async Task Limit(Child service, string size)
    {
        await using var prlimit = await Child.Start("prlimit", ["--pid", $"{service.Id}", $"--fsize={size}"]);
        Assert.That(await prlimit.Exit(), Is.Zero, prlimit.Output);
    }

    async Task KeepSomething()
    {
        await using var db = Database.Open(null, Data);
        await db.Execute("INSERT INTO installation (key, value) VALUES ('kept', 'yes')");
    }

    async Task<bool> Kept()
    {
        await using var db = Database.Open(null, Data);
        return await db.Find<string>("SELECT value FROM installation WHERE key = 'kept'") == "yes";
    }

    async Task Ask(string sql)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={cluster.Port};Username=postgres;Database=postgres");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
