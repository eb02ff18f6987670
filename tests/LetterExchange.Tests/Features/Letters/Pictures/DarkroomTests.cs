using LetterExchange.Features.Letters;
using SkiaSharp;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>What comes out of the darkroom is made anew; what means harm does not get in.</summary>
public sealed class DarkroomTests
{
    readonly Darkroom darkroom = new();

    [Test]
    public void The_remarks_of_the_files_that_are_sent_are_there_to_be_taken_out()
    {
        Assert.That(Files.Parts(Files.FromATelephone()), Does.Contain("E1"));
        Assert.That(Files.Parts(Files.WithRemarks()), Does.Contain("E2").And.Contain("FE").And.Contain("rest"));
        Assert.That(Files.Parts(Files.PngWithWords()[..^"<script>behind</script>".Length]), Does.Contain("tEXt"));
        using var codec = SKCodec.Create(new MemoryStream(Files.FromATelephone()));
        Assert.That(codec.EncodedOrigin, Is.EqualTo(SKEncodedOrigin.RightTop));
    }

    static IEnumerable<TestCaseData> Refused() =>
    [
        new TestCaseData(Array.Empty<byte>(), PictureFault.Empty).SetArgDisplayNames("nothing"),
        new TestCaseData(new byte[PictureFile.MostBytes + 1], PictureFault.TooLarge).SetArgDisplayNames("a byte too much"),
        new TestCaseData(Files.Script, PictureFault.NotAPicture).SetArgDisplayNames("a script"),
        new TestCaseData(Files.ScriptAfterSignature, PictureFault.Broken).SetArgDisplayNames("a script that begins as a PNG"),
        new TestCaseData(Files.Svg, PictureFault.Svg).SetArgDisplayNames("SVG"),
        new TestCaseData(Files.Heic, PictureFault.Heic).SetArgDisplayNames("HEIC"),
        new TestCaseData(Files.Gif, PictureFault.NotAPicture).SetArgDisplayNames("GIF"),
        new TestCaseData("%PDF-1.7"u8.ToArray(), PictureFault.NotAPicture).SetArgDisplayNames("PDF"),
        new TestCaseData(Files.Bomb(60_000, 60_000), PictureFault.TooManyPixels).SetArgDisplayNames("a bomb of 3.6 gigapixels"),
        new TestCaseData(Files.Bomb(12_001, 10), PictureFault.TooManyPixels).SetArgDisplayNames("too wide"),
        new TestCaseData(Files.Bomb(10, 12_001), PictureFault.TooManyPixels).SetArgDisplayNames("too high"),
        new TestCaseData(Files.Bomb(5_001, 5_000), PictureFault.TooManyPixels).SetArgDisplayNames("too many pixels for a PNG"),
        new TestCaseData(Files.Bomb(int.MaxValue, int.MaxValue), PictureFault.TooManyPixels).SetArgDisplayNames("a size at the end of numbers"),
        new TestCaseData(Files.Bomb(-1, -1), PictureFault.TooManyPixels).SetArgDisplayNames("a size beyond it"),
        new TestCaseData(Files.Bomb(0, 10), PictureFault.Broken).SetArgDisplayNames("no width"),
        new TestCaseData(Files.ScanBomb(), PictureFault.TooManyPixels).SetArgDisplayNames("a JPEG of sixty scans"),
        new TestCaseData(Files.Png()[..^60], PictureFault.Broken).SetArgDisplayNames("half a PNG"),
        new TestCaseData(Files.Jpeg()[..2000], PictureFault.Broken).SetArgDisplayNames("half a JPEG"),
        new TestCaseData(Files.WebP()[..200], PictureFault.Broken).SetArgDisplayNames("half a WebP"),
        new TestCaseData(Files.Png()[..20], PictureFault.Broken).SetArgDisplayNames("the beginning of a PNG"),
        new TestCaseData(Files.Jpeg()[..3], PictureFault.Broken).SetArgDisplayNames("the beginning of a JPEG"),
        new TestCaseData(Files.WebP()[..14], PictureFault.Broken).SetArgDisplayNames("the beginning of a WebP"),
    ];

    [TestCaseSource(nameof(Refused))]
    public async Task What_is_no_fit_picture_is_told_apart(byte[] file, PictureFault fault)
    {
        var developed = await darkroom.Develop(file);
        Assert.That((developed.Fault, developed.Picture), Is.EqualTo((fault, (DevelopedPicture?)null)));
    }

    static IEnumerable<TestCaseData> Taken() =>
    [
        new TestCaseData(Files.Png(), "image/png", 300, 200).SetArgDisplayNames("a drawing as PNG"),
        new TestCaseData(Files.PngPhoto(), "image/jpeg", 300, 200).SetArgDisplayNames("a photo as PNG"),
        new TestCaseData(Files.Jpeg(), "image/jpeg", 300, 200).SetArgDisplayNames("a photo as JPEG"),
        new TestCaseData(Files.WebP(), "image/png", 300, 200).SetArgDisplayNames("a drawing as WebP"),
        new TestCaseData(Files.Jpeg(4000, 3000), "image/jpeg", 2000, 1500).SetArgDisplayNames("a large photo"),
        new TestCaseData(Files.WebP(3000, 4500), "image/png", 1333, 2000).SetArgDisplayNames("a large WebP"),
        new TestCaseData(Files.Png(5000, 1), "image/png", 2000, 1).SetArgDisplayNames("a line"),
        new TestCaseData(Files.LyingBomb(), "image/png", 10, 10).SetArgDisplayNames("more data than its head says: they are never unfolded"),
        new TestCaseData(Files.FromATelephone(1), "image/jpeg", 300, 200).SetArgDisplayNames("from a telephone"),
        new TestCaseData(Files.FromATelephone(6), "image/jpeg", 200, 300).SetArgDisplayNames("from a telephone on its side"),
        new TestCaseData(Files.WithRemarks(), "image/jpeg", 300, 200).SetArgDisplayNames("with remarks"),
        new TestCaseData(Files.PngWithWords(), "image/png", 300, 200).SetArgDisplayNames("with words in it"),
    ];

    [TestCaseSource(nameof(Taken))]
    public async Task A_picture_is_made_anew_from_its_pixels_and_from_nothing_else(byte[] file, string type, int width, int height)
    {
        var picture = (await darkroom.Develop(file)).Picture!;
        Assert.That((picture.Type, picture.Width, picture.Height, picture.Moved), Is.EqualTo((type, width, height, false)));
        Assert.That(Files.Parts(picture.Bytes).Distinct(), Is.SubsetOf(Files.Bare));
        Assert.That(picture.Bytes.AsSpan().IndexOf("Exif"u8), Is.Negative);
        using var codec = SKCodec.Create(new MemoryStream(picture.Bytes));
        Assert.That((codec.Info.Width, codec.Info.Height, codec.EncodedOrigin), Is.EqualTo((width, height, SKEncodedOrigin.TopLeft)));
    }

    // Where the corner that was at the top left as the chip saw it stands in the upright picture.
    [TestCase(1, 0, 0)]
    [TestCase(2, 1, 0)]
    [TestCase(3, 1, 1)]
    [TestCase(4, 0, 1)]
    [TestCase(5, 0, 0)]
    [TestCase(6, 1, 0)]
    [TestCase(7, 1, 1)]
    [TestCase(8, 0, 1)]
    public async Task A_photo_stands_upright_however_the_camera_was_held(int orientation, int right, int down)
    {
        var picture = (await darkroom.Develop(Files.FromATelephone(orientation))).Picture!;
        using var seen = SKBitmap.Decode(picture.Bytes);
        Assert.That((seen.Width, seen.Height), Is.EqualTo(orientation < 5 ? (300, 200) : (200, 300)));
        for (var x = 0; x < 2; x++)
            for (var y = 0; y < 2; y++)
            {
                var at = seen.GetPixel(seen.Width / 4 + x * seen.Width / 2, seen.Height / 4 + y * seen.Height / 2);
                Assert.That(at.Red > at.Blue, Is.EqualTo(x == right && y == down), $"at {x}, {y}: {at}");
            }
    }

    [Test]
    public async Task What_lets_the_ground_through_lies_on_white()
    {
        using var seen = SKBitmap.Decode((await darkroom.Develop(Files.Glass())).Picture!.Bytes);
        Assert.That((seen.GetPixel(20, 20), seen.AlphaType), Is.EqualTo((SKColors.White, SKAlphaType.Opaque)));
    }

    [Test]
    public async Task Of_a_moving_picture_the_first_stands_still()
    {
        foreach (var file in new[] { Files.MovingPng(), Files.MovingWebP() })
        {
            var (picture, fault) = await darkroom.Develop(file);
            Assert.That(fault, Is.Null);
            Assert.That((picture!.Moved, picture.Width, picture.Height), Is.EqualTo((true, 40, 30)));
            using var codec = SKCodec.Create(new MemoryStream(picture.Bytes));
            Assert.That(codec.FrameCount, Is.LessThan(2));
        }
    }

    [Test]
    public async Task Many_at_once_all_get_their_turn()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => darkroom.Develop(Files.Jpeg(1200, 900))));
        Assert.That(all.Select(one => one.Fault), Is.All.Null);
    }

    // Whatever a byte becomes on its way: an answer, and never an exception or another program's doing.
    [Test]
    public async Task A_damaged_file_is_refused_or_taken_and_nothing_else_happens()
    {
        var random = new Random(1);
        foreach (var file in new[] { Files.Png(60, 40), Files.Jpeg(60, 40), Files.WebP(60, 40), Files.FromATelephone(6, 60, 40), Files.MovingWebP() })
            for (var i = 0; i < 60; i++)
            {
                var damaged = file.ToArray();
                for (var n = 0; n < 1 + i % 4; n++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                var (picture, fault) = await darkroom.Develop(i % 5 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
                Assert.That(picture is null, Is.EqualTo(fault is not null));
            }
    }
}
