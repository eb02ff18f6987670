using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Tests;

/// <summary>The service is killed as by <c>kill -9</c> at each step of a letter's way, again and again over the same data, and started again:
/// nothing that was due is missed or done twice. Real processes, a real mail server, real time.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class KillTests(Engine engine)
{
    static readonly string[] steps = ["submit", "screen", "claim", "approve", "deliver", "notice", "mail claimed", "mail sent"];
    static readonly TimeSpan patience = TimeSpan.FromSeconds(90);

    /// <summary>Each step the first, the second and, every other one, the third time that a life comes by it: 20 kills. With --long each up to the eighth time: 64.</summary>
    static IEnumerable<(string Step, int Count)> Kills =>
        from count in Enumerable.Range(1, Variants.Long ? 8 : 3)
        from step in steps.Where((_, place) => Variants.Long || count < 3 || place % 2 == 1)
        select (step, count);

    string folder = "";
    Database db = null!;
    MailServer mail = null!;
    int lost;

    [OneTimeSetUp]
    public async Task Begin()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-kills-").FullName;
        db = engine == Engine.Postgres ? await Databases.Fresh(engine) : new SqliteDatabase(Path.Combine(folder, "letterexchange.db"));
        Migrations.Apply(db, TimeProvider.System);
        mail = await MailServer.Start();
        await Fill(new Given(db, TimeProvider.System));
    }

    [OneTimeTearDown]
    public async Task End()
    {
        await mail.DisposeAsync();
        if (engine == Engine.Postgres) await Databases.Drop(db);
        else await db.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Nothing_is_missed_or_done_twice_wherever_the_service_is_killed()
    {
        var promised = new HashSet<string>();
        var hit = steps.ToDictionary(step => step, _ => 0);
        foreach (var (step, count) in Kills)
        {
            promised.UnionWith(await Live(step, count));
            hit[step]++;
            await TimePasses();
        }
        await TestContext.Progress.WriteLineAsync($"{engine}: killed {hit.Values.Sum()} times: {string.Join(", ", hit.Select(one => $"{one.Key} {one.Value}"))}");
        await LiveToTheEnd();
        await LiveToTheEnd();
        await TextsAreThere(promised);
        await EachLetterWasDeliveredOnce();
        await EachNoticeWasGivenOnce();
        await EachMailWasSentOnce();
        await HistoryHolds();
    }

    /// <summary>One life of the service, up to its violent end. Returns what it said it had kept or sent, and for which turns.</summary>
    async Task<IEnumerable<string>> Live(string step, int count)
    {
        await using var service = await Exchange.Play(Arguments, Surroundings(("LETTEREXCHANGE_DIE_AT", $"{step}:{count}")));
        await service.Line(line => line == $"died at {step}", patience);
        Assert.That(await service.Exit(), Is.EqualTo(128 + 9));
        return service.Lines.Where(line => line.StartsWith("kept ") || line.StartsWith("sent "));
    }

    /// <summary>A life in which nobody writes any more: it ends when nothing is left to do, and is stopped in peace.</summary>
    async Task LiveToTheEnd()
    {
        await using var service = await Exchange.Play(Arguments, Surroundings(("LETTEREXCHANGE_PLAY", "finish")));
        await service.Line(line => line.StartsWith("Ready: "), patience);
        var left = 1;
        for (var looks = 0; left > 0 && looks < 1200; looks++)
        {
            await Task.Delay(50);
            left = await db.Get<int>("""
                SELECT (SELECT COUNT(*) FROM letters WHERE state IN ('Screening', 'InReview', 'Approved')) + (SELECT COUNT(*) FROM notices WHERE mail_at IS NOT NULL)
                     + (SELECT COUNT(*) FROM mails WHERE retry_at IS NOT NULL) + (SELECT COUNT(*) FROM assignments WHERE release_at IS NOT NULL)
                """);
        }
        Assert.That(left, Is.Zero, service.Output);
        Assert.That(await service.Stop(), Is.Zero, service.Output);
    }

    /// <summary>The dead process's mails are its own until their time is over; nobody waits for that here.</summary>
    async Task TimePasses() => lost += await db.Execute("UPDATE mails SET retry_at = 1 WHERE state = 'Claimed' AND retry_at <> 1");

    async Task TextsAreThere(IReadOnlyCollection<string> promised)
    {
        var texts = await db.Query<(Guid Turn, string Hash, string Salt, string Text)>("""
            SELECT l.turn_id, v.sha256, t.salt, t.text FROM letters l JOIN revisions v ON v.letter_id = l.id LEFT JOIN revision_texts t ON t.letter_id = v.letter_id AND t.number = v.number
            """);
        var drafts = await db.Query<(Guid Turn, string Text)>("SELECT l.turn_id, f.text FROM drafts f JOIN letters l ON l.id = f.letter_id");
        var sent = texts.ConvertAll(one => one.Turn);
        Assert.That(promised.Where(line => line.StartsWith("sent ")), Is.SubsetOf(sent.Select(turn => $"sent {turn}")).And.Not.Empty);
        Assert.That(promised.Where(line => line.StartsWith("kept ")), Is.SubsetOf(sent.Concat(drafts.Select(draft => draft.Turn)).Select(turn => $"kept {turn}")).And.Not.Empty);
        Assert.That(drafts.Where(draft => draft.Text != Players.LetterFor(draft.Turn)), Is.Empty);
        Assert.That(texts.Where(one => one.Text != Players.LetterFor(one.Turn) || one.Hash != Revisions.Hash(one.Salt, one.Text)), Is.Empty);
        Assert.That(sent, Is.Unique);
    }

    async Task EachLetterWasDeliveredOnce()
    {
        Assert.That(await Strays("SELECT l.state FROM letters l WHERE l.revision > 0 AND l.state <> 'Delivered'"), Is.Empty);
        Assert.That(await Strays("SELECT e.kind FROM events e JOIN letters l ON l.id = e.subject_id WHERE e.kind IN ('letter.submit', 'letter.route', 'letter.approve', 'letter.deliver') GROUP BY e.subject_id, e.kind HAVING COUNT(*) > 1"), Is.Empty);
        Assert.That(await Strays("SELECT l.state FROM letters l WHERE l.state = 'Delivered' AND (SELECT COUNT(*) FROM events e WHERE e.subject_id = l.id AND e.kind IN ('letter.submit', 'letter.route', 'letter.approve', 'letter.deliver')) <> 4"), Is.Empty);
        Assert.That(await Strays("SELECT t.state FROM turns t WHERE (t.state = 'Answered') <> EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.state = 'Delivered')"), Is.Empty);
        Assert.That(await Strays("SELECT a.state FROM assignments a WHERE a.state = 'Open' AND (SELECT COUNT(*) FROM turns t WHERE t.assignment_id = a.id AND t.state = 'Open') <> 1"), Is.Empty);
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM deliveries"), Is.GreaterThanOrEqualTo(Kills.Count() / 2));
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM deliveries WHERE route = 'Safeguarding'"), Is.Positive);
    }

    async Task EachNoticeWasGivenOnce()
    {
        foreach (var (kind, person) in new[] { ("LetterArrived", "reader_id"), ("LetterDelivered", "writer_id") })
            Assert.That(await Strays($"SELECT l.state FROM letters l WHERE l.state = 'Delivered' AND (SELECT COUNT(*) FROM notices n WHERE n.kind = '{kind}' AND n.subject_id = l.id AND n.person_id = l.{person}) <> 1"), Is.Empty, kind);
        Assert.That(await Strays("SELECT n.kind FROM notices n WHERE n.kind IN ('LetterArrived', 'LetterDelivered', 'RoundOpened', 'TurnOpened', 'SafeguardingLetter') GROUP BY n.kind, n.subject_id, n.person_id HAVING COUNT(*) > 1"), Is.Empty);
        Assert.That(await Strays("SELECT l.state FROM letters l WHERE l.route = 'Safeguarding' AND (SELECT COUNT(*) FROM concerns c WHERE c.letter_id = l.id) <> 1"), Is.Empty);
    }

    async Task EachMailWasSentOnce()
    {
        var rows = await db.Query<(string MessageId, string State, long Repeats)>("SELECT message_id, state, repeats FROM mails");
        var copies = mail.Messages.ToLookup(one => one.Message.MessageId);
        Assert.That(rows.Where(row => row.State != "Sent"), Is.Empty);
        Assert.That(copies.Select(one => one.Key), Is.EquivalentTo(rows.Select(row => row.MessageId)), "each mail has arrived, and no other");
        Assert.That(rows.Where(row => copies[row.MessageId].Count() > 1 + row.Repeats), Is.Empty, "a mail comes again only where a process died with it in hand");
        Assert.That(rows.Sum(row => row.Repeats), Is.EqualTo(lost).And.Positive, "and each such repeat is counted");
        Assert.That(copies.Where(one => one.Select(copy => copy.To[0]).Distinct().Count() > 1), Is.Empty);
        Assert.That(mail.Messages.Where(one => $"{one.Message.Subject} {one.Message.TextBody} {one.Message.HtmlBody}" is var all && (all.Contains("This is my letter") || all.Contains("lighthouse"))), Is.Empty, "no mail carries a letter");
        var arrivals = await db.Query<Guid>("SELECT n.subject_id FROM notices n JOIN people h ON h.id = n.person_id WHERE n.kind = 'LetterArrived' AND h.email IS NOT NULL");
        var told = copies.SelectMany(one => arrivals.Where(letter => one.First().Message.TextBody?.Contains($"/letters/{letter}") == true)).ToList();
        Assert.That(told, Is.EquivalentTo(arrivals), "each letter's arrival stands in one mail");
    }

    async Task HistoryHolds()
    {
        await new SealEvents(db, new StuckRows(db, TimeProvider.System, NullLogger<StuckRows>.Instance)).Run(CancellationToken.None); // The scheduler's next look, which nobody waits for here.
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM unsealed_events"), Is.Zero);
        Assert.That(await db.Get<int>("SELECT COUNT(*) FROM events e WHERE NOT EXISTS (SELECT 1 FROM seals s WHERE s.event_id = e.id)"), Is.Zero);
        Assert.That(await new Seals(db).FirstBroken(), Is.Null);
    }

    Task<List<string>> Strays(string sql) => db.Query<string>(sql);

    string[] Arguments => engine == Engine.Postgres ? ["--data", folder, "--database", db.ConnectionString] : ["--data", folder];

    Dictionary<string, string?> Surroundings((string Name, string Value) one) => new()
    {
        [one.Name] = one.Value,
        ["Mail__Host"] = "127.0.0.1", ["Mail__Port"] = $"{mail.Port}", ["Mail__Security"] = "none", ["PublicUrl"] = "http://letters.example.org",
    };

    /// <summary>Six pairs with more to write than they will come to, delivered at once and mailed at any hour.</summary>
    static async Task Fill(Given given)
    {
        await given.Program("Europe/Paris", new Policies { DeliveryDelaySeconds = 0, QuietFrom = default, QuietUntil = default });
        var pairs = await given.Pairs(6);
        await given.Person("Reviewer", cohortId: pairs[0].CohortId, name: "Ruth");
        await given.Person("SafeguardingLead", name: "Lea");
        var now = TimeProvider.System.Now();
        var turns = Enumerable.Range(1, 60).Select(n => (n % 2 == 1 ? Side.Mentee : Side.Mentor, now.AddDays(7 * n), now.AddDays(7 * n + 3))).ToArray();
        await given.Assignments(pairs, await given.Round(now), now, turns);
        await given.Address("Mentor", "SafeguardingLead");
    }
}
