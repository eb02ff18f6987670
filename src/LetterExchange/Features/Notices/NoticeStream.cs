using System.Text.Json;
using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc;

namespace LetterExchange.Features.Notices;

/// <summary><c>/notices/stream</c>: server-sent events for the bell. Each is <c>{"unread":2,"id":"…","title":"A letter from Amina has arrived"}</c>; the first one,
/// on connecting, has the count alone.</summary>
public static class NoticeStream
{
    static readonly TimeSpan HeartBeat = TimeSpan.FromSeconds(25);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(30); // The page connects again, and its session is asked for again.

    public static void MapNotices(this WebApplication app) => app.MapGet("/notices/stream", Stream);

    static async Task Stream(HttpContext context, [FromServices] CurrentPerson me, LiveNotices live, NoticeStore notices, NoticeWords words, IHostApplicationLifetime host)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        ending.CancelAfter(Longest);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // A proxy must not collect what is to arrive now.
        try
        {
            using var listening = live.Listen(me.Id);
            await context.Response.WriteAsync("retry: 3000\n\n", ending.Token);
            Guid? said = null;
            for (var first = true; await notices.State(me.Id) is { } state; first = false)
            {
                var isNew = !first && state.Newest is { } newest && newest.Id != said;
                said = state.Newest?.Id ?? said;
                await Send(context, state.Unread, isNew ? state.Newest : null, words, ending.Token);
                while (!await listening.Hear(HeartBeat, ending.Token)) await Write(context, ": here\n\n", ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page has gone, the service stops, or it is time to connect again.
        }
    }

    static Task Send(HttpContext context, int unread, Notice? newest, NoticeWords words, CancellationToken ending)
    {
        var data = newest is null
            ? JsonSerializer.Serialize(new { unread })
            : JsonSerializer.Serialize(new { unread, id = newest.Id, title = words.Title(newest) });
        return Write(context, $"event: notices\ndata: {data}\n\n", ending);
    }

    static async Task Write(HttpContext context, string text, CancellationToken ending)
    {
        await context.Response.WriteAsync(text, ending);
        await context.Response.Body.FlushAsync(ending);
    }
}
