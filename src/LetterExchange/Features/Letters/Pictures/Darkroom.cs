using SkiaSharp;

namespace LetterExchange.Features.Letters;

/// <summary>A picture as it is kept: made anew from the pixels of what was sent, so that nothing else of the file is in it.</summary>
/// <param name="Bytes">JPEG or PNG, upright, opaque, without any metadata.</param>
/// <param name="Type">image/jpeg or image/png.</param>
/// <param name="Moved">Whether there was more than this first picture in the file.</param>
public sealed record DevelopedPicture(byte[] Bytes, string Type, int Width, int Height, bool Moved);

/// <summary>Makes pictures out of the files that people send. A file is taken for hostile: its head is looked at first, one or two are decoded at a time,
/// and whoever waits too long hears so.</summary>
public sealed class Darkroom
{
    /// <summary>The longest side of a picture that is kept, in pixels: a handwritten page is read with ease.</summary>
    public const int Longest = 2000;

    /// <summary>Up to so many colours it is a drawing, which is kept as PNG.</summary>
    const int FewColours = 4096;

    const int Quality = 80; // Of JPEG, 0 to 100.

    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The picture, or why there is none.</summary>
    public async Task<(DevelopedPicture? Picture, PictureFault? Fault)> Develop(byte[] file)
    {
        if (PictureFile.Read(file, out var head) is { } fault) return (null, fault);
        var work = InTurn(file, head);
        try
        {
            return await work.WaitAsync(patience) is { } picture ? (picture, null) : (null, PictureFault.Broken);
        }
        catch (TimeoutException)
        {
            return (null, PictureFault.Busy); // What has begun goes on to its end, and its place is free only then.
        }
    }

    async Task<DevelopedPicture?> InTurn(byte[] file, PictureFile head)
    {
        if (!await places.WaitAsync(patience)) throw new TimeoutException();
        try
        {
            return await Task.Run(() => Make(file, head));
        }
        finally
        {
            places.Release();
        }
    }

    static DevelopedPicture? Make(byte[] file, PictureFile head)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != head.Width || codec.Info.Height != head.Height || Decode(codec) is not { } decoded) return null;
        using (decoded)
        using (var upright = Upright(decoded, codec))
        {
            var (bytes, type) = Encode(upright, head.Form);
            return new(bytes, type, upright.Width, upright.Height, head.Moves || codec.FrameCount > 1);
        }
    }

    /// <summary>Decodes at the smallest size that the form offers and that is not too small. Nothing where a part is missing.</summary>
    static SKBitmap? Decode(SKCodec codec)
    {
        var fit = Math.Min(1f, Longest / (float)Math.Max(codec.Info.Width, codec.Info.Height));
        var eighths = codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? MathF.Ceiling(fit * 8) / 8 : fit;
        var size = codec.GetScaledDimensions(eighths);
        var bitmap = new SKBitmap();
        if (bitmap.TryAllocPixels(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, Standard))
            && codec.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success) return bitmap;
        bitmap.Dispose();
        return null;
    }

    /// <summary>Turns it the way that its camera was held, scales it, and lays it on white: what lets the ground through would not look the same to everybody.</summary>
    static SKBitmap Upright(SKBitmap decoded, SKCodec codec)
    {
        var (w, h) = (codec.Info.Width, codec.Info.Height);
        var fit = Math.Min(1f, Longest / (float)Math.Max(w, h));
        var (wide, high) = (Math.Max(1, (int)MathF.Round(w * fit)), Math.Max(1, (int)MathF.Round(h * fit)));
        var turn = Turn(codec.EncodedOrigin, wide, high);
        var onItsSide = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
        var upright = new SKBitmap(new SKImageInfo(onItsSide ? high : wide, onItsSide ? wide : high, SKColorType.Rgba8888, SKAlphaType.Opaque, Standard));
        using var canvas = new SKCanvas(upright);
        canvas.Clear(SKColors.White);
        canvas.Concat(turn);
        using var image = SKImage.FromBitmap(decoded);
        canvas.DrawImage(image, new SKRect(0, 0, wide, high), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();
        return upright;
    }

    /// <summary>The eight ways to hold a camera (Exif 2.32, tag 0x0112).</summary>
    static SKMatrix Turn(SKEncodedOrigin origin, float w, float h) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    static (byte[] Bytes, string Type) Encode(SKBitmap upright, PictureForm form)
    {
        using var pixels = upright.PeekPixels();
        using var plain = new SKPixmap(new SKImageInfo(pixels.Width, pixels.Height, pixels.ColorType, pixels.AlphaType), pixels.GetPixels(), pixels.RowBytes); // It is sRGB, as all that says nothing is: no profile goes along.
        var isDrawing = form != PictureForm.Jpeg && HasFewColours(plain);
        using var encoded = isDrawing ? plain.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 6)) : plain.Encode(new SKJpegEncoderOptions(Quality));
        return (encoded?.ToArray() ?? throw new InvalidOperationException("A picture could not be encoded."), isDrawing ? "image/png" : "image/jpeg");
    }

    static bool HasFewColours(SKPixmap pixels)
    {
        var colours = new HashSet<uint>();
        foreach (var colour in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(pixels.GetPixelSpan()))
            if (colours.Add(colour) && colours.Count > FewColours) return false;
        return true;
    }

    static readonly SKColorSpace Standard = SKColorSpace.CreateSrgb();
}
