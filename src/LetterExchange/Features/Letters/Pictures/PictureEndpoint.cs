using LetterExchange.Features.People;
using LetterExchange.Features.Shared;
using Microsoft.Net.Http.Headers;

namespace LetterExchange.Features.Letters;

/// <summary>Gives out pictures, to whom the gate lets pass. A look by staff is written down as a look at the letter.</summary>
static class PictureEndpoint
{
    // It is looked at and does nothing: the style is the browser's own, around a picture that stands alone.
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    public static void MapPictures(this WebApplication app) => app.MapGet("/pictures/{id:guid}", Show);

    static async Task<IResult> Show(Guid id, HttpContext context, Pictures pictures, LetterStore letters, CurrentPerson me)
    {
        if (await pictures.Find(id) is not { } picture) return Results.NotFound();
        if (me.Id != picture.WriterId && me.Id != picture.ReaderId)
        {
            if (!context.Request.IsLookedAt()) return Results.NoContent(); // What is fetched ahead is not looked at yet, and might never be.
            await letters.Look(picture, me.Id, $"picture={id:N}");
        }
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.ContentDisposition = "inline";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, no-cache"; // Whoever sits at this browser next is asked who they are before they see it.
        return Results.Bytes(picture.Bytes, picture.Type, entityTag: new EntityTagHeaderValue($"\"{picture.Sha256[..32]}\""));
    }
}
