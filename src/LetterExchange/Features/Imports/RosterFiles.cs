using Microsoft.AspNetCore.Http.Features;

namespace LetterExchange.Features.Imports;

static class RosterFiles
{
    /// <summary>Lets a list of people be larger than other forms, and refuses what is larger still before a byte of it is read: by the length that it says, or when it goes on beyond.</summary>
    public static void UseRosterFiles(this WebApplication app)
    {
        app.UseLimit(RosterFile.MostRequest, except: request => !RosterFile.Takes(request));
        app.Use((context, next) =>
        {
            if (RosterFile.Takes(context.Request) && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = RosterFile.MostRequest;
            return next(context);
        });
    }
}
