using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>Files that somebody might send as a picture: good ones, and those that mean harm or have come to harm.</summary>
public static class Files
{
    /// <summary>Red at the top left, blue elsewhere; of many colours where it is a photo.</summary>
    public static SKBitmap Scene(int width, int height, bool isPhoto = false)
    {
        var scene = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(scene);
        canvas.Clear(new SKColor(40, 60, 200));
        using var red = new SKPaint { Color = new SKColor(220, 20, 20) };
        canvas.DrawRect(0, 0, width / 2f, height / 2f, red);
        if (!isPhoto) return scene;
        using var light = new SKPaint
        {
            Shader = SKShader.CreateCompose(
                SKShader.CreateLinearGradient(new(0, 0), new(width, height), [new SKColor(255, 255, 255, 90), new SKColor(0, 0, 0, 90)], SKShaderTileMode.Clamp),
                SKShader.CreatePerlinNoiseTurbulence(0.05f, 0.07f, 3, 7), SKBlendMode.Overlay),
            BlendMode = SKBlendMode.SoftLight,
        };
        canvas.DrawRect(0, 0, width, height, light);
        return scene;
    }

    public static byte[] Png(int width = 300, int height = 200) => Encoded(Scene(width, height), SKEncodedImageFormat.Png);

    public static byte[] PngPhoto(int width = 300, int height = 200) => Encoded(Scene(width, height, isPhoto: true), SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width = 300, int height = 200) => Encoded(Scene(width, height, isPhoto: true), SKEncodedImageFormat.Jpeg);

    public static byte[] WebP(int width = 300, int height = 200) => Encoded(Scene(width, height), SKEncodedImageFormat.Webp);

    static byte[] Encoded(SKBitmap scene, SKEncodedImageFormat format)
    {
        using (scene)
        using (var pixels = scene.PeekPixels())
        using (var data = pixels.Encode(format, 90))
            return data!.ToArray();
    }

    /// <summary>A photo as a telephone makes it: held on its side, with the place where it was taken, a name and a small picture of itself.</summary>
    /// <param name="orientation">1 to 8.</param>
    public static byte[] FromATelephone(int orientation = 6, int width = 300, int height = 200)
    {
        // TIFF, big-endian: orientation, maker, pointer to GPS (latitude 51 degrees north).
        var tiff = new List<byte>();
        void Short(int value) => tiff.AddRange([(byte)(value >> 8), (byte)value]);
        void Long(int value) => tiff.AddRange([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        tiff.AddRange("MM"u8);
        Short(42);
        Long(8);
        Short(3);
        foreach (var (tag, type, count, value) in new[] { (0x010F, 2, 12, 62), (0x0112, 3, 1, orientation << 16), (0x8825, 4, 1, 50) })
        {
            Short(tag);
            Short(type);
            Long(count);
            Long(value);
        }
        Long(0);
        Short(0);
        tiff.AddRange(new byte[50 - tiff.Count < 0 ? 0 : 50 - tiff.Count]);
        tiff.AddRange("GPSN51.5074 Secret Phone"u8);
        return WithSegment(Jpeg(width, height), 0xE1, [.. "Exif\0\0"u8, .. tiff]);
    }

    /// <summary>A JPEG with a comment, a profile, and something behind its end.</summary>
    public static byte[] WithRemarks() =>
        [.. WithSegment(WithSegment(Jpeg(), 0xFE, "<script>alert('comment')</script>"u8), 0xE2, "ICC_PROFILE\0\x01\x01 secret profile"u8), .. "PK\x03\x04<script>behind</script>"u8];

    /// <summary>A PNG with words in it, and a script behind its end.</summary>
    public static byte[] PngWithWords()
    {
        var png = Png();
        return [.. png[..33], .. Chunk("tEXt", "Comment\0<script>alert('words')</script>"u8), .. png[33..], .. "<script>behind</script>"u8];
    }

    public static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> data) =>
        [.. jpeg[..2], 0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data, .. jpeg[2..]];

    /// <summary>A small file that unfolds into very much: one colour, as wide and high as is said.</summary>
    public static byte[] Bomb(int width, int height)
    {
        using var folded = new MemoryStream();
        using (var zip = new ZLibStream(folded, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var row = new byte[1 + (Math.Clamp(width, 0, 60_000) + 7) / 8];
            for (var y = 0; y < Math.Clamp(height, 0, 2000); y++) zip.Write(row);
        }
        return PngOf(width, height, 1, 0, folded.ToArray());
    }

    /// <summary>A PNG whose head says less than its data hold.</summary>
    public static byte[] LyingBomb()
    {
        using var folded = new MemoryStream();
        using (var zip = new ZLibStream(folded, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < 4000; i++) zip.Write(new byte[10_000]);
        return PngOf(10, 10, 8, 0, folded.ToArray());
    }

    /// <summary>A PNG that lets its ground through everywhere.</summary>
    public static byte[] Glass()
    {
        using var glass = new SKBitmap(new SKImageInfo(40, 40, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        glass.Erase(new SKColor(0, 0, 0, 0));
        using var pixels = glass.PeekPixels();
        return pixels.Encode(SKEncodedImageFormat.Png, 100)!.ToArray();
    }

    /// <summary>A JPEG that goes over its whole picture again and again.</summary>
    public static byte[] ScanBomb()
    {
        var jpeg = Jpeg();
        var scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..^2], .. Enumerable.Repeat(jpeg[scan..^2], 60).SelectMany(each => each), .. jpeg[^2..]];
    }

    /// <summary>Two images in one, as PNG.</summary>
    public static byte[] MovingPng()
    {
        var png = Png(40, 30);
        byte[] control = [0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 10, 0, 0];
        return [.. png[..33], .. Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), .. Chunk("fcTL", control), .. png[33..]];
    }

    /// <summary>The same as WebP.</summary>
    public static byte[] MovingWebP()
    {
        var still = WebP(40, 30);
        var image = still[12..];
        byte[] frame = [0, 0, 0, 0, 0, 0, 39, 0, 0, 29, 0, 0, 100, 0, 0, 0, .. image];
        byte[] body = [.. "WEBP"u8, .. Riff("VP8X", [2, 0, 0, 0, 39, 0, 0, 29, 0, 0]), .. Riff("ANIM", [255, 255, 255, 255, 0, 0]), .. Riff("ANMF", frame), .. Riff("ANMF", frame)];
        return Riff("RIFF", body);
    }

    public static byte[] Svg => "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray();

    /// <summary>As an iPhone begins a photo.</summary>
    public static byte[] Heic => [0, 0, 0, 0x24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[200]];

    public static byte[] Script => "<!doctype html><script>alert(document.cookie)</script>"u8.ToArray();

    public static byte[] Gif => [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B];

    /// <summary>A script that begins as a PNG does.</summary>
    public static byte[] ScriptAfterSignature => [.. Png()[..8], .. "\n#!/bin/sh\nrm -rf /\n<script>alert(1)</script> and so on and so on"u8];

    /// <summary>What a picture is made of, part by part: markers of a JPEG in hexadecimal, chunks of a PNG by name; "rest" for what lies behind its end.</summary>
    public static IReadOnlyList<string> Parts(byte[] picture)
    {
        var (parts, at) = (new List<string>(), 2);
        if (picture[0] == 0x89)
        {
            for (at = 8; at < picture.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(at)))
                parts.Add(parts.LastOrDefault() == "IEND" ? "rest" : Encoding.ASCII.GetString(picture, at + 4, 4));
            return parts;
        }
        while (at < picture.Length)
        {
            parts.Add($"{picture[at + 1]:X2}");
            if (parts[^1] == "D9")
            {
                if (at + 2 < picture.Length) parts.Add("rest");
                break;
            }
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(picture.AsSpan(at + 2));
            if (parts[^1] == "DA") while (picture[at] != 0xFF || picture[at + 1] is 0 or (>= 0xD0 and <= 0xD7)) at++;
        }
        return parts;
    }

    /// <summary>The parts of a picture without any remark in it.</summary>
    public static readonly IReadOnlyList<string> Bare = ["E0", "DB", "C0", "C2", "C4", "DA", "D9", "IHDR", "sBIT", "IDAT", "IEND"];

    static byte[] Riff(string name, ReadOnlySpan<byte> data)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, data.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. size, .. data, .. new byte[data.Length % 2]];
    }

    static byte[] PngOf(int width, int height, byte depth, byte colour, byte[] folded)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (depth, colour);
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR", head), .. Chunk("IDAT", folded), .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string name, ReadOnlySpan<byte> data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(named));
        return [.. length, .. named, .. sum];
    }

    /// <summary>CRC-32 as PNG has it (ISO 3309).</summary>
    static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
        return ~crc;
    }
}
