using System.Text.Json;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.FileProviders;

namespace LetterExchange.Features.Shared;

/// <summary><c>/sw.js</c>: the script that lets the desk, the story and the paper open without a network. It is the file <c>js/worker.js</c> under a list of the assets with
/// their fingerprints, so that it is another script whenever one of them has changed, and browsers take it anew.</summary>
static class ServiceWorker
{
    static readonly string[] assets =
    [
        "/css/tokens.css", "/css/site.css", "/css/mentee.css", "/css/adult.css", "/favicon.svg",
        "/js/site.js", "/js/notices.js", "/js/live.js", "/js/offline.js", "/js/writing.js", "/js/choice.js", "/js/margin.js", "/js/mend.js", "/js/reading.js", "/js/tale.js", "/js/print.js",
    ];

    public static void MapServiceWorker(this WebApplication app) => app.MapGet("/sw.js", async (HttpContext context, IFileVersionProvider versions, IWebHostEnvironment web) =>
    {
        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        var listed = assets.Select(asset => versions.AddFileVersionToPath(context.Request.PathBase, asset)).Append("/js/vault.js").Append(Offline(context));
        await context.Response.WriteAsync($"const assets = {JsonSerializer.Serialize(listed)};\nconst offline = \"{Offline(context)}\";\nconst release = \"{Fingerprint(web, versions)}\";\n\n");
        await context.Response.SendFileAsync(web.WebRootFileProvider.GetFileInfo("js/worker.js"));
    });

    /// <summary>The page for a place that is not kept, in the language of whoever asks for the script: its address names it, so that another reader's browser takes another.</summary>
    static string Offline(HttpContext context) => $"/offline?language={Spoken.Of(context.Request.Query["language"]) ?? Spoken.Default}";

    /// <summary>Of the scripts that carry none in their address.</summary>
    static string Fingerprint(IWebHostEnvironment web, IFileVersionProvider versions) =>
        Uri.EscapeDataString(string.Concat(new[] { "/js/vault.js", "/js/worker.js" }.Select(file => versions.AddFileVersionToPath("", file))));
}
