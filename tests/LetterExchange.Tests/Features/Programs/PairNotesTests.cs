using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Programs;

/// <summary>Notes on a pair: who may, who reads them, and what becomes of their words.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PairNotesTests(Engine engine) : DatabaseTest(engine)
{
    PairNotes Notes => Get<PairNotes>();

    [Test]
    public async Task A_coordinator_writes_notes_and_reviewers_get_those_that_are_for_them()
    {
        var (pair, by) = (await Given.Pair(), await Given.Coordinator());
        await Notes.Write(pair.Id, PairNoteKind.Note, "His mother rang.", by);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Notes.Write(pair.Id, PairNoteKind.ForReviewers, " The grandfather has died.\r\n", by);
        Assert.That((await Notes.Newest(pair.Id, 9)).Select(note => note.Text), Is.EqualTo(new[] { "The grandfather has died.", "His mother rang." }));
        Assert.That((await Notes.ForReviewers(pair.Id)).Select(note => note.Text), Is.EqualTo(new[] { "The grandfather has died." }));
        Assert.That(await EventsOf(pair.Id), Is.EqualTo(new[] { "pair.note", "pair.note" }));
        Assert.That(await Db.Query<string>("SELECT codes FROM events WHERE kind = 'pair.note'"), Has.None.Contains("grandfather"));
    }

    [Test]
    public async Task Nobody_writes_or_erases_on_another_program_s_pair()
    {
        var (pair, by) = (await Given.Pair(), await Given.Coordinator());
        var stranger = await Given.Person("Coordinator", (await Given.Program("Europe/Oslo", null)).Id);
        await Assert.ThatAsync(() => Notes.Write(pair.Id, PairNoteKind.Note, "No", stranger), Throws.InstanceOf<NotYours>());
        var note = await Notes.Write(pair.Id, PairNoteKind.Note, "Yes", by);
        await Assert.ThatAsync(() => Notes.Erase(pair.Id, note, stranger), Throws.InstanceOf<NotYours>());
        Assert.That(await Notes.Erase((await Given.Pair()).Id, note, by), Is.False, "It is another pair's.");
    }

    [Test]
    public async Task Words_are_erased_once_with_a_record_and_do_not_come_back()
    {
        var (pair, by) = (await Given.Pair(), await Given.Coordinator());
        var note = await Notes.Write(pair.Id, PairNoteKind.ForReviewers, "Too much", by);
        await Refused("DELETE FROM pair_note_texts WHERE note_id = @note");
        Assert.That((await Notes.Erase(pair.Id, note, by), await Notes.Erase(pair.Id, note, by)), Is.EqualTo((true, false)));
        Assert.That((await Notes.Newest(pair.Id, 9)).Single().Text, Is.Null);
        Assert.That(await Notes.ForReviewers(pair.Id), Is.Empty);
        await Refused("INSERT INTO pair_note_texts (note_id, text) VALUES (@note, 'again')");
        await Refused("UPDATE pair_notes SET kind = 'Note' WHERE id = @note");
        await Refused("DELETE FROM pair_note_erasures WHERE note_id = @note");
        await Refused("UPDATE pair_note_erasures SET by_id = NULL WHERE note_id = @note");

        async Task Refused(string sql) => Assert.That(async () => await Db.Execute(sql, new { note }), Throws.InstanceOf<System.Data.Common.DbException>(), sql);
    }
}
