using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Features.Review;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Pictures lie with a draft, are sent with its revision, come back with it, and go with it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PicturesTests(Engine engine) : LetterTest(engine)
{
    Pictures Pictures => Get<Pictures>();

    [Test]
    public async Task A_picture_is_sent_with_its_letter_and_bound_to_the_hash_that_is_released()
    {
        await Add(Files.FromATelephone());
        await Add(Files.Png());
        var letter = await Delivered();
        var pictures = await All(letter.Id);
        Assert.That(pictures.Select(picture => (picture.Number, picture.Width, picture.Height)), Is.EqualTo(new[] { (1, 200, 300), (1, 300, 200) }));
        var salt = await Db.Get<string>("SELECT salt FROM revision_texts");
        Assert.That(await Db.Get<string>("SELECT sha256 FROM deliveries"), Is.EqualTo(Revisions.Hash(salt, Safe, pictures.Select(picture => picture.Sha256))));
        foreach (var picture in pictures)
        {
            var bytes = (await Pictures.Find(picture.Id))!;
            Assert.That(Pictures.Hash(await Db.Get<string>("SELECT salt FROM picture_bytes WHERE picture_id = @Id", new { picture.Id }), bytes.Bytes), Is.EqualTo(picture.Sha256));
        }
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM draft_pictures"), Is.Zero);
    }

    [Test]
    public async Task A_picture_alone_is_a_letter_and_somebody_looks_at_it_with_care()
    {
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, "")).Refusal, Is.EqualTo(WritingRefusal.Empty));
        await Add(Files.Jpeg());
        var letter = await InReview(" \n ");
        Assert.That((letter.Route, letter.NotScreened, await Letters.Text(letter.Id, 1)), Is.EqualTo((Route.Attention, false, "")));
        Assert.That((await Writing.Submit(Pair.MenteeId, Sheet, "")).Refusal, Is.Null, "a second click");
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM revisions"), Is.EqualTo(1));
    }

    [Test]
    public async Task No_rule_can_read_a_picture_so_it_lowers_no_route()
    {
        await Add(Files.Jpeg());
        Assert.That((await InReview(Dangerous)).Route, Is.EqualTo(Route.Safeguarding));
    }

    [Test]
    public async Task A_returned_letter_has_its_pictures_back_and_what_is_taken_out_stays_with_the_revision_that_had_it()
    {
        var first = await Add(Files.Jpeg());
        var second = await Add(Files.Png());
        var letter = await InReview();
        await Decisions.Return(letter.Id, letter.Version, Ruth, "Please take out the photo of your house.");
        Assert.That((await Drafted(letter.Id)).Select(picture => picture.Id), Is.EqualTo(new[] { first, second }));
        Assert.That(await Pictures.Remove(Pair.MentorId, letter.Id, first), Is.False, "not the reader's to take out");
        Assert.That(await Pictures.Remove(Pair.MenteeId, letter.Id, first), Is.True);
        Assert.That(await Pictures.Remove(Pair.MenteeId, letter.Id, first), Is.False, "gone already");
        await Writing.Submit(Pair.MenteeId, Sheet, Safe);
        Assert.That((await All(letter.Id)).Select(picture => (picture.Number, picture.Id)), Is.EqualTo(new[] { (1, first), (1, second), (2, second) }));
        Assert.That(await Pictures.Find(first), Is.Not.Null);
    }

    [Test]
    public async Task A_letter_that_its_writer_takes_back_has_its_pictures_back()
    {
        var picture = await Add(Files.Jpeg());
        var letter = await InReview("");
        Assert.That(await Writing.Recall(Pair.MenteeId, letter.Id), Is.True);
        Assert.That((await Drafted(letter.Id)).Select(one => one.Id), Is.EqualTo(new[] { picture }));
        Assert.That((await Writing.Draft(letter.Id))!.Pictures, Is.EqualTo(1));
    }

    [Test]
    public async Task A_letter_has_three_pictures_at_most()
    {
        for (var i = 0; i < Pictures.MostOfALetter; i++) await Add(Files.Png(20 + i, 10));
        var added = await Pictures.Add(Pair.MenteeId, Sheet, Files.Png());
        Assert.That(added.Fault, Is.EqualTo(PictureFault.TooMany));
        var draft = await Drafted(added.LetterId);
        Assert.That(draft.Select(picture => picture.Width), Is.EqualTo(new[] { 20, 21, 22 }), "in the order in which they came");
        await Pictures.Remove(Pair.MenteeId, added.LetterId, draft[0].Id);
        await Add(Files.Png());
    }

    [Test]
    public async Task What_is_taken_out_or_thrown_away_leaves_nothing()
    {
        var picture = await Add(Files.Jpeg());
        var letter = (await Pictures.Find(picture))!.Id;
        await Pictures.Remove(Pair.MenteeId, letter, picture);
        Assert.That(await Left(), Is.EqualTo((0, 0, 0)));
        await Add(Files.Jpeg());
        await Writing.Discard(Pair.MenteeId, letter);
        Assert.That(await Left(), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public async Task What_was_sent_once_stays_when_the_rest_is_thrown_away()
    {
        await Add(Files.Jpeg());
        var letter = await InReview();
        await Writing.Recall(Pair.MenteeId, letter.Id);
        await Add(Files.Png());
        await Writing.Discard(Pair.MenteeId, letter.Id);
        Assert.That(await Left(), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public async Task A_picture_begins_a_letter_and_words_that_are_typed_meanwhile_do_not_clash_with_it()
    {
        var sheet = new Sheet(Pair.Id, null, Clock.New());
        var added = await Pictures.Add(Pair.MentorId, sheet, Files.Png());
        Assert.That(added.LetterId, Is.EqualTo(sheet.LetterId));
        Assert.That((await Writing.Keep(Pair.MentorId, sheet, "Dear Amina,", 0)).Refusal, Is.Null);
    }

    [Test]
    public async Task Nobody_lays_a_picture_on_anothers_sheet_or_with_a_letter_that_has_gone()
    {
        Assert.That((await Pictures.Add(Pair.MentorId, Sheet, Files.Png())).Refusal, Is.EqualTo(WritingRefusal.NotYours));
        Assert.That((await Pictures.Add(Ruth, new Sheet(Pair.Id, null, null), Files.Png())).Refusal, Is.EqualTo(WritingRefusal.NotYours));
        var picture = await Add(Files.Png());
        var letter = await InReview();
        Assert.That((await Pictures.Add(Pair.MenteeId, Sheet, Files.Png())).Refusal, Is.EqualTo(WritingRefusal.NotNow));
        Assert.That(await Pictures.Remove(Pair.MenteeId, letter.Id, picture), Is.False);
        Assert.That(await All(letter.Id), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_picture_that_is_no_fit_one_begins_nothing()
    {
        Assert.That((await Pictures.Add(Pair.MenteeId, Sheet, Files.Svg)).Fault, Is.EqualTo(PictureFault.Svg));
        Assert.That(await Db.Get<int>("SELECT COUNT(*) FROM letters"), Is.Zero);
    }

    async Task<Guid> Add(byte[] file)
    {
        var added = await Pictures.Add(Pair.MenteeId, Sheet, file);
        Assert.That((added.Fault, added.Refusal), Is.EqualTo(((PictureFault?)null, (WritingRefusal?)null)));
        return (await Drafted(added.LetterId))[^1].Id;
    }

    Task<List<LetterPicture>> All(Guid letter) => Db.Read(tx => Pictures.Of(tx, letter));

    async Task<List<LetterPicture>> Drafted(Guid letter) => (await All(letter)).FindAll(picture => picture.Number == 0);

    async Task<(int Pictures, int Bytes, int Drafted)> Left() => (await Db.Get<int>("SELECT COUNT(*) FROM pictures"),
        await Db.Get<int>("SELECT COUNT(*) FROM picture_bytes"), await Db.Get<int>("SELECT COUNT(*) FROM draft_pictures"));
}
