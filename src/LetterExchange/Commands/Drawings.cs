using SkiaSharp;

namespace LetterExchange.Commands;

/// <summary>Drawings for the letters of the demo and of simulations, made here: nobody's children drew them.</summary>
static class Drawings
{
    /// <summary>A pigeon with one foot and a half, who minds the washing; PNG.</summary>
    /// <param name="width">In pixels: a small sketch is much less work to take in.</param>
    public static byte[] Pigeon(int width = 1200)
    {
        using var paper = new SKBitmap(new SKImageInfo(width, width * 3 / 4, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(paper))
        {
            canvas.Scale(width / 1200f);
            Draw(canvas);
        }
        using var pixels = paper.PeekPixels();
        return pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6))?.ToArray() ?? throw new InvalidOperationException("The drawing could not be encoded.");
    }

    static void Draw(SKCanvas on)
    {
        on.Clear(new SKColor(0xFB, 0xFA, 0xF5));
        var (grey, blue, red, green, ink) = (new SKColor(0x7C, 0x8B, 0xA1), new SKColor(0x2F, 0x6F, 0xB3), new SKColor(0xD1, 0x4B, 0x3B), new SKColor(0x3E, 0x8E, 0x5A), new SKColor(0x2A, 0x2A, 0x33));
        // Four floors up: sky, a rail, a line with socks of which one is not right.
        for (var i = 0; i < 9; i++) Stroke(on, blue.WithAlpha(70), 16, $"M {40 + 30 * i} {70 + 14 * (i % 3)} q 90 -26 {170 + 10 * i} 4");
        Stroke(on, ink, 7, "M 60 250 q 520 110 1080 -20");
        Sock(on, red, 210, 296, false);
        Sock(on, green, 400, 318, false);
        Sock(on, blue, 860, 300, true);
        Stroke(on, ink, 14, "M 30 742 q 560 -14 1140 4");
        for (var x = 90; x < 1160; x += 132) Stroke(on, ink, 9, $"M {x} 744 q 5 70 -3 152");
        // The manager.
        Fill(on, grey, "M 420 560 q 20 -150 190 -150 q 70 0 96 -70 q 16 -52 70 -44 q 58 10 50 76 q -8 60 -30 104 q -36 150 -190 158 q -96 4 -130 -24 l -150 34 q -22 -2 -4 -26 z");
        Fill(on, blue.WithAlpha(150), "M 700 380 q 58 46 100 8 l -16 62 q -54 22 -92 -12 z");
        Stroke(on, ink, 6, "M 470 560 q 100 -76 190 -26 M 492 590 q 92 -58 160 -22 M 520 612 q 70 -36 118 -16");
        Fill(on, new SKColor(0xE0, 0xA0, 0x30), "M 822 352 l 62 22 l -62 20 z");
        Fill(on, SKColors.White, "M 770 342 a 17 17 0 1 0 34 0 a 17 17 0 1 0 -34 0 z");
        Fill(on, ink, "M 784 344 a 7 7 0 1 0 14 0 a 7 7 0 1 0 -14 0 z");
        Stroke(on, ink, 6, "M 420 560 q 20 -150 190 -150 q 70 0 96 -70 q 16 -52 70 -44 q 58 10 50 76 q -8 60 -30 104 q -36 150 -190 158 q -96 4 -130 -24 l -150 34 q -22 -2 -4 -26 z");
        Stroke(on, red, 11, "M 590 652 l -6 82 m -30 4 l 32 -6 l 34 6 m -34 -6 l 2 10 M 664 646 l 4 44");
    }

    static void Sock(SKCanvas on, SKColor colour, int x, int y, bool wrong)
    {
        on.Save();
        on.Translate(x, y);
        if (wrong) on.RotateDegrees(24);
        Fill(on, colour, "M 0 0 l 62 -4 l 4 108 q 46 14 58 36 q 6 28 -30 28 q -60 2 -92 -26 z");
        Stroke(on, new SKColor(0x2A, 0x2A, 0x33), 5, "M 0 0 l 62 -4 l 4 108 q 46 14 58 36 q 6 28 -30 28 q -60 2 -92 -26 z M 2 30 l 62 -4");
        on.Restore();
    }

    static void Fill(SKCanvas on, SKColor colour, string path) => Paint(on, new() { Color = colour, IsAntialias = true }, path);

    static void Stroke(SKCanvas on, SKColor colour, float width, string path) =>
        Paint(on, new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round }, path);

    static void Paint(SKCanvas on, SKPaint paint, string path)
    {
        using (paint)
        using (var line = SKPath.ParseSvgPathData(path))
            on.DrawPath(line, paint);
    }
}
