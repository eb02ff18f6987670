using LetterExchange.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LetterExchange;

/// <summary>What every answer of the service has: security headers, and health for whoever watches it.</summary>
static class Web
{
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    // Hangfire's own dashboard styles itself inline.
    const string DashboardPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/admin/jobs") ? DashboardPolicy : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    });

    /// <summary>Pages, styles, scripts and drawings go over the wire compressed; the stream of notices does not. (What a page could leak by its length,
    /// its tokens, differs at each answer.)</summary>
    public static void AddCompression(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        compression.EnableForHttps = true;
        compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
    });

    /// <summary>Styles, scripts and drawings. Pages name them with a fingerprint, under which they may be kept for a year.</summary>
    public static void UseAssets(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    /// <summary>Refuses a request that is too large in words. What a browser is still sending is taken and thrown away first, up to ten times as much:
    /// otherwise it would only tell of a broken connection.</summary>
    /// <param name="most">In bytes.</param>
    /// <param name="except">Which requests have limits of their own.</param>
    public static void UseLimit(this WebApplication app, long most, Func<HttpRequest, bool> except) => app.Use(async (context, next) =>
    {
        if (context.Request.ContentLength is not { } length || length <= most || except(context.Request))
        {
            await next(context);
            return;
        }
        if (length <= 10 * most && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = length;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        context.Refuse(413);
    });

    /// <summary>Refuses a form that was not read: the page that says so gets none.</summary>
    public static void Refuse(this HttpContext context, int status)
    {
        (context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = (null, 0, Stream.Null);
        context.Response.StatusCode = status;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = InWords });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = InWords });
    }

    static Task InWords(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var reasons = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}");
        return context.Response.WriteAsync(report.Status == HealthStatus.Healthy ? "ok\n" : string.Join('\n', reasons) + "\n");
    }
}

/// <summary>Whether the database answers and takes writes.</summary>
sealed class DatabaseHealth(Database database, TimeProvider clock) : IHealthCheck
{
    /// <summary>Under which name the trouble's code stands in the report's data.</summary>
    public const string Trouble = "trouble";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var work = database.Execute("""
                INSERT INTO installation (key, value) VALUES ('health', @now) ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """, new { now = clock.Now().ToString("O") });
            await work.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (failure is TimeoutException) return HealthCheckResult.Unhealthy("It has not answered for five seconds.", data: Named("slow"));
            return DatabaseTrouble.Of(failure) is { } trouble ? HealthCheckResult.Unhealthy(DatabaseTrouble.InWords(trouble), data: Named(trouble)) : HealthCheckResult.Unhealthy(failure.Message);
        }
    }

    static Dictionary<string, object> Named(string trouble) => new() { [Trouble] = trouble };
}
