using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using LetterExchange.Data;
using LetterExchange.Features.Archive;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.Logging.Abstractions;

namespace LetterExchange.Tests.Features.Archive;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ExportTests(Engine engine) : LetterTest(engine)
{
    string folder = null!;
    Guid coordinator;
    MentoringProgram program = null!;

    [SetUp]
    public async Task Arrive()
    {
        folder = Directory.CreateTempSubdirectory("letterexchange-exports-").FullName;
        Parts.With(new ExportFolder(Path.Combine(folder, "exports")));
        coordinator = await Given.Coordinator();
        program = await Given.Program();
    }

    [TearDown]
    public void Leave() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task A_table_has_every_letter_of_the_search_and_is_safe_in_a_spreadsheet()
    {
        await Sent("=HYPERLINK(\"http://x\",\"boat\")");
        await Sent("-1 boat, \"two\"\nlines; Ödön");
        await Sent("+boat");
        await Sent("@boat");
        await Sent("Dear Henrik, no ship.");
        var export = await Made("boat", ExportForm.Csv);
        var bytes = await File.ReadAllBytesAsync(FileOf(export));
        Assert.That(bytes[..3], Is.EqualTo(Encoding.UTF8.Preamble.ToArray()));
        using var csv = new CsvReader(new StreamReader(new MemoryStream(bytes)), CultureInfo.InvariantCulture);
        var rows = csv.GetRecords<dynamic>().Select(row => ((IDictionary<string, object>)row).ToDictionary(cell => cell.Key, cell => (string)cell.Value)).ToList();
        Assert.That(rows.Select(row => row["text"]), Is.EqualTo(new[] { "'@boat", "'+boat", "'-1 boat, \"two\"\nlines; Ödön", "'=HYPERLINK(\"http://x\",\"boat\")" }));
        Assert.That((rows[0]["from"], rows[0]["to"], rows[0].ContainsKey("findings")), Is.EqualTo(($"{Pair.MenteeName} Tester", $"{Pair.MentorName} Tester", false)));
        Assert.That((export.Letters, export.Thousandths, export.Bytes), Is.EqualTo((4, 1000, (long)bytes.Length)));
        Assert.That(await EventsOf(export.Id), Is.EqualTo(new[] { "export.ask", "export.ready" }));
        Assert.That(await EventsOf(Guid.Parse(rows[0]["id"])), Has.Exactly(1).EqualTo("letter.look"));
    }

    [Test]
    public async Task Without_names_roles_stand_in_their_place_in_the_letters_too()
    {
        await Sent($"Dear {Pair.MentorName}, my friend Zoe says {Pair.MenteeName.ToUpperInvariant()}'s boat is {Pair.MenteeName}boat.\n\n{Pair.MenteeName}");
        var export = await Made("boat", ExportForm.JsonLines, names: false);
        var line = JsonDocument.Parse((await File.ReadAllLinesAsync(FileOf(export))).Single()).RootElement;
        Assert.That(line.GetProperty("text").GetString(), Is.EqualTo($"Dear [mentor], my friend Zoe says [mentee] boat is {Pair.MenteeName}boat.\n\n[mentee]"));
        Assert.That((line.GetProperty("from").GetString(), line.GetProperty("to").GetString()), Is.EqualTo(("mentee", "mentor")));
        Assert.That(line.TryGetProperty("findings", out _), Is.False);
    }

    [Test]
    public async Task A_mailbox_has_a_mail_a_letter_and_no_line_of_a_letter_parts_two()
    {
        await Sent("Dear Henrik,\nFrom the boat I see the sea.\n>From there too. Call me on 07700 900461.");
        await Sent("Dear Henrik, a boat – ü.");
        var export = await Made("boat", ExportForm.Mbox, findings: true);
        await using var file = File.OpenRead(FileOf(export));
        var mails = new List<MimeKit.MimeMessage>();
        var parser = new MimeKit.MimeParser(file, MimeKit.MimeFormat.Mbox);
        while (!parser.IsEndOfStream) mails.Add(await parser.ParseMessageAsync());
        Assert.That(mails, Has.Count.EqualTo(2));
        Assert.That(mails[0].TextBody, Does.Contain("a boat – ü."));
        Assert.That(mails[1].TextBody, Does.Contain("From the boat I see").And.Contain(">From there"));
        Assert.That(mails[1].Headers["X-Letter-Findings"], Does.Contain("contact.phone"));
    }

    [Test]
    public async Task It_is_written_page_by_page_and_goes_on_where_it_was_after_a_crash()
    {
        for (var i = 0; i < 7; i++) await Sent($"Dear Henrik, boat {i}.");
        var id = (await Exports.Ask(program, coordinator, "boat", new(), ExportForm.JsonLines, true, false))!.Value;
        using var stopping = new CancellationTokenSource();
        var sweep = new WriteExports(Db, Get<ProgramStore>(), Get<StoryLibrary>(), Get<History>(), Get<ExportFolder>(), Clock, Get<StuckRows>(), NullLogger<WriteExports>.Instance) { Size = 3, Turned = stopping.Cancel };
        await sweep.Run(stopping.Token);
        var half = (await Exports.Find(id))!;
        Assert.That((half.State, half.Letters), Is.EqualTo((ExportState.Working, 3)));
        await File.AppendAllTextAsync(FileOf(half), "{\"half a line");
        Clock.Advance(TimeSpan.FromMinutes(3));
        await Write();
        var export = (await Exports.Find(id))!;
        var lines = await File.ReadAllLinesAsync(FileOf(export));
        Assert.That((export.State, export.Letters, lines.Length), Is.EqualTo((ExportState.Ready, 7, 7)));
        Assert.That(lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetGuid()), Is.Unique);
    }

    [Test]
    public async Task A_file_waits_seven_days_and_is_deleted_then_with_a_record()
    {
        await Sent("Dear Henrik, a boat.");
        var export = await Made("boat", ExportForm.Csv);
        Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        await Write();
        await using (var file = await Exports.Take((await Exports.Find(export.Id))!, coordinator)) Assert.That(file, Is.Not.Null);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await Exports.Take((await Exports.Find(export.Id))!, coordinator), Is.Null);
        await Write();
        await Write();
        Assert.That((File.Exists(FileOf(export)), (await Exports.Find(export.Id))!.State), Is.EqualTo((false, ExportState.Deleted)));
        Assert.That(await EventsOf(export.Id), Is.EqualTo(new[] { "export.ask", "export.ready", "export.take", "export.delete" }));
    }

    [Test]
    public async Task An_erasure_reaches_the_file_at_once()
    {
        var letter = await Sent("Dear Henrik, a boat.");
        var (with, without) = (await Made("boat", ExportForm.Csv), await Made("ship", ExportForm.Csv));
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@letter, 1, @now)", new { letter, now = Now });
        await Db.Execute("DELETE FROM revision_texts WHERE letter_id = @letter", new { letter });
        Assert.That(await Exports.Take((await Exports.Find(with.Id))!, coordinator), Is.Null);
        await Write();
        Assert.That((File.Exists(FileOf(with)), File.Exists(FileOf(without))), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Who_is_no_coordinator_any_more_gets_no_file()
    {
        await Sent("Dear Henrik, a boat.");
        var id = (await Exports.Ask(program, coordinator, "", new(), ExportForm.Csv, true, false))!.Value;
        await Db.Execute("UPDATE memberships SET ended_at = @now WHERE person_id = @coordinator", new { now = Now, coordinator });
        await Write();
        Assert.That((await Exports.Find(id))!.State, Is.EqualTo(ExportState.Failed));
        Assert.That(File.Exists(Path.Combine(folder, "exports", $"{id:N}.csv")), Is.False);
    }

    [Test]
    public async Task One_person_has_three_under_way_at_most_and_may_give_one_up()
    {
        await Sent("Dear Henrik, a boat.");
        var ids = new List<Guid?>();
        for (var i = 0; i < 4; i++) ids.Add(await Exports.Ask(program, coordinator, "boat", new(), ExportForm.Csv, true, false));
        Assert.That(ids.Select(id => id is null), Is.EqualTo(new[] { false, false, false, true }));
        await Exports.Delete((await Exports.Find(ids[0]!.Value))!);
        await Write();
        Assert.That((await Exports.Of(coordinator, program.Id)).Select(export => export.State), Is.EqualTo(new[] { ExportState.Ready, ExportState.Ready, ExportState.Failed }));
    }

    Exports Exports => Get<Exports>();

    string FileOf(Export export) => Get<ExportFolder>().Of(export);

    Task Write() => Get<WriteExports>().Run(default);

    async Task<Export> Made(string query, ExportForm form, bool names = true, bool findings = false)
    {
        var id = (await Exports.Ask(program, coordinator, query, new(), form, names, findings))!.Value;
        await Write();
        return (await Exports.Find(id))!;
    }

    async Task<Guid> Sent(string text)
    {
        var sent = await Writing.Submit(Pair.MenteeId, new Sheet(Pair.Id, null, null), text);
        Assert.That(sent.Refusal, Is.Null);
        await Screen();
        var letter = await Fresh(sent.LetterId);
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();
        await Get<IndexLetters>().Run(default);
        return letter.Id;
    }
}
