using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Tests.Features.Letters;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

/// <summary>Rules 1, 2 and 12 of DESIGN.md, section 4, for pictures: what was looked at is what is seen, and it goes only with a recorded erasure.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PictureRulesTests(Engine engine) : RulesTest(engine)
{
    [SetUp]
    public Task AddPicture() => Get<Pictures>().Add(Pair.MenteeId, Sheet, Files.Png());

    // Each with a column to set to itself: not even that is let through.
    [TestCase("pictures", "width", "never changes", "never goes")]
    [TestCase("attachments", "ordinal", "never changes", "never goes")]
    [TestCase("picture_bytes", "salt", "never changes", "recorded erasure")]
    public async Task What_was_sent_neither_changes_nor_goes(string table, string column, string changes, string goes)
    {
        await Delivered();
        Assert.That(await Db.Get<int>($"SELECT COUNT(*) FROM {table}"), Is.EqualTo(1));
        await Refused(changes, $"UPDATE {table} SET {column} = {column}", null);
        await Refused(goes, $"DELETE FROM {table}", null);
        if (Engine == Engine.Sqlite) await Refused($"INSERT OR REPLACE INTO {table} SELECT * FROM {table}");
        else await Refused(goes, $"TRUNCATE {table} CASCADE", null);
    }

    [Test]
    public async Task No_picture_joins_a_letter_after_it_was_sent()
    {
        var letter = await InReview();
        await Refused("comes with its revision", Attach, await AnotherPicture(letter) with { Number = 1 });
        await Decisions.Approve(letter.Id, letter.Version, Ruth);
        await Refused("comes with its revision", Attach, await AnotherPicture(letter) with { Number = 1 });
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Deliver();
        await Refused("comes with its revision", Attach, await AnotherPicture(letter) with { Number = 1 });
    }

    [Test]
    public async Task A_returned_letter_s_former_revision_takes_no_other_picture_and_there_is_none_of_a_revision_to_come()
    {
        var letter = await InReview();
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.");
        var picture = await AnotherPicture(letter);
        await Refused("comes with its revision", Attach, picture with { Number = 1 });
        await Refused(Attach, picture with { Number = 2 });
    }

    [Test]
    public async Task A_picture_is_of_the_letter_that_it_was_added_to()
    {
        var letter = await InReview();
        var other = await Writing.Keep(Pair.MentorId, new Sheet(Pair.Id, null, null), "Another");
        var picture = await AnotherPicture(letter);
        await Refused("INSERT INTO draft_pictures (letter_id, picture_id) VALUES (@LetterId, @Id)", picture with { LetterId = other.LetterId });
        await Allowed("""
            INSERT INTO revisions (letter_id, number, writer_id, reader_id, sha256, words, submitted_at)
            SELECT l.id, 1, l.writer_id, l.reader_id, 'hash', 1, @Now FROM letters l WHERE l.id = @LetterId
            """, new { other.LetterId, Now });
        await Refused(Attach, picture with { LetterId = other.LetterId, Number = 1 });
        await Refused(Attach, picture with { LetterId = other.LetterId, Number = 1, Ordinal = 10 });
    }

    [Test]
    public async Task Bytes_that_were_looked_at_are_not_exchanged_for_others()
    {
        var letter = await InReview();
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, 1)", new { letter.Id });
        Assert.That(await Db.Execute("DELETE FROM picture_bytes"), Is.EqualTo(1), "with its text's erasure");
        await Refused("no other bytes", "INSERT INTO picture_bytes (picture_id, salt, bytes) SELECT id, '', @bytes FROM pictures", new { bytes = Files.Jpeg() });
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM attachments"), Is.EqualTo(1), "that there was one stays");
    }

    [Test]
    public async Task A_picture_of_two_revisions_goes_when_both_are_erased()
    {
        var letter = await InReview();
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Once more, please.");
        await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 1, 1)", new { letter.Id });
        await Refused("recorded erasure", "DELETE FROM picture_bytes", null);
        await Db.Execute("INSERT INTO erasures (letter_id, number, at) VALUES (@Id, 2, 1)", new { letter.Id });
        Assert.That(await Db.Execute("DELETE FROM picture_bytes"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_release_holds_to_the_pictures_by_the_revision_s_hash()
    {
        var letter = await Approved();
        var text = await Db.Get<string>("SELECT salt FROM revision_texts");
        Assert.That(await HashOf(letter), Is.Not.EqualTo(Revisions.Hash(text, Safe)), "of the words alone");
        await Refused(InsertDelivery, await NewDelivery(letter) with { Sha256 = Revisions.Hash(text, Safe) });
        await Allowed(InsertDelivery, await NewDelivery(letter));
    }

    [TestCase("image/svg+xml", 10)]
    [TestCase("text/html", 10)]
    [TestCase("image/png", 2001)]
    [TestCase("image/png", 0)]
    public async Task A_picture_is_what_the_darkroom_makes(string type, int width)
    {
        var letter = await Fresh(await Db.Get<Guid>("SELECT letter_id FROM pictures"));
        await Refused(InsertPicture, new PictureRow { Id = Clock.New(), LetterId = letter.Id, Type = type, Width = width });
    }

    /// <summary>One that nobody has looked at.</summary>
    async Task<PictureRow> AnotherPicture(Letter letter)
    {
        var row = new PictureRow { Id = Clock.New(), LetterId = letter.Id };
        await Allowed(InsertPicture, row);
        return row;
    }

    const string InsertPicture = "INSERT INTO pictures (id, letter_id, sha256, type, width, height, added_at) VALUES (@Id, @LetterId, 'hash', @Type, @Width, 10, 1)";
    const string Attach = "INSERT INTO attachments (letter_id, number, ordinal, picture_id) VALUES (@LetterId, @Number, @Ordinal, @Id)";

    sealed record PictureRow
    {
        public Guid Id { get; init; }
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public int Ordinal { get; init; } = 2;
        public string Type { get; init; } = "image/png";
        public int Width { get; init; } = 10;
    }
}
