using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LetterExchange.Features.Letters;

/// <summary>The file that came with a sheet. Its name is not here: nobody asks for it.</summary>
/// <param name="Bytes">As many as a picture may have and one more, which says that there were too many.</param>
public sealed record SentPicture(byte[] Bytes)
{
    /// <summary>The file's field, and the handler of the sheet's page that takes it.</summary>
    public const string Field = "File", Handler = "Picture";

    /// <summary>The largest request that is read to its end, so that a photo far too large is answered in words, with the text beside it kept.</summary>
    const long Most = 120_000_000;

    const int MostFields = 64;

    /// <summary>Whether this is a sheet with a picture: then its size is not for others to judge.</summary>
    public static bool Takes(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.ContentLength <= Most
        && request.Query["handler"].ToString().Equals(Handler, StringComparison.OrdinalIgnoreCase)
        && request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true
        && (request.Path.StartsWithSegments("/turns") || request.Path.StartsWithSegments("/letters"));

    /// <summary>Reads the form: fields as they are, of the file no more than can be used. It lies in memory alone, never in a temporary file.</summary>
    /// <param name="wanted">Whether the file is kept; somebody signed out sends it for nothing, while what they typed is given back to them.</param>
    /// <exception cref="IOException">It is broken off, or no form at all.</exception>
    internal static async Task Read(HttpContext context, bool wanted)
    {
        var (request, stopping) = (context.Request, context.RequestAborted);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Most;
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).ToString();
        if (boundary is "" or { Length: > 100 }) throw new InvalidDataException("A form without a boundary.");
        var reader = new MultipartReader(boundary, request.Body);
        var fields = new Dictionary<string, StringValues>();
        var typed = 0L;
        for (var left = MostFields; await reader.ReadNextSectionAsync(stopping) is { } section; left--)
        {
            if (left == 0 || !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) throw new InvalidDataException("A form of too many fields, or of none.");
            var name = HeaderUtilities.RemoveQuotes(part.Name).ToString();
            if (part.IsFileDisposition())
            {
                var file = await Take(section.Body, wanted && name == Field ? PictureFile.MostBytes + 1 : 0, stopping);
                if (wanted && name == Field) context.Features.Set(new SentPicture(file));
                continue;
            }
            var value = Encoding.UTF8.GetString(await Take(section.Body, 4 * Writing.MostKept, stopping));
            typed += value.Length;
            fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), value);
        }
        request.Form = new FormCollection(fields);
        request.ContentLength = typed; // What is left of it.
    }

    /// <summary>The first so many bytes; the rest is read and forgotten.</summary>
    static async Task<byte[]> Take(Stream body, int most, CancellationToken stopping)
    {
        using var taken = new MemoryStream();
        var part = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(part, stopping)) > 0) taken.Write(part, 0, (int)Math.Min(read, most - taken.Length));
        return taken.ToArray();
    }
}

static class SentPictures
{
    /// <summary>Takes sheets with pictures in. It stands behind the session, since a file is taken only from somebody.</summary>
    public static void UseSentPictures(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (SentPicture.Takes(context.Request))
        {
            try
            {
                await SentPicture.Read(context, context.RequestServices.GetRequiredService<People.CurrentPerson>().IsSignedIn);
            }
            catch (Exception broken) when (broken is IOException or InvalidDataException)
            {
                context.Refuse(broken is BadHttpRequestException refused ? refused.StatusCode : 400);
                return;
            }
        }
        await next(context);
    });
}
