using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LetterExchange.Features.Administration;

/// <summary>Metrics at <c>/metrics</c> as Prometheus reads them, and metrics and traces to an OpenTelemetry collector where its standard variable names one.</summary>
public static class Watching
{
    public const string Path = "/metrics";

    // What tells more of a request than which route it took: addresses may hold tokens and what was searched for.
    static readonly string[] told = ["url.path", "url.query", "url.full", "user_agent.original", "client.address", "server.address", "network.peer.address"];

    public static IServiceCollection AddWatching(this IServiceCollection services, IConfiguration configuration)
    {
        var collector = new[] { "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" }.Any(name => !string.IsNullOrWhiteSpace(configuration[name]));
        services.AddSingleton<Figures>().AddSingleton<Gauges>();
        services.ConfigureOpenTelemetryMeterProvider((parts, metrics) =>
        {
            var own = parts.GetRequiredService<Measures>();
            metrics.AddView(instrument => instrument.Meter.Scope is Measures other && other != own ? MetricStreamConfiguration.Drop : null);
        });
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("letterexchange", serviceVersion: Overview.ProgramVersion));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Measures.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter(answer => answer.ScrapeResponseCacheDurationMilliseconds = 0); // What is dear to ask is kept by Figures.
            if (collector) metrics.AddOtlpExporter();
        });
        if (collector) telemetry.WithTracing(traces => traces.AddSource(Measures.Name).AddAspNetCoreInstrumentation(asked =>
        {
            asked.EnrichWithHttpRequest = (trace, _) => Forget(trace);
            asked.EnrichWithHttpResponse = (trace, answer) =>
            {
                Forget(trace);
                trace.DisplayName = $"{answer.HttpContext.Request.Method} {(answer.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}".TrimEnd();
            };
        }).AddOtlpExporter());
        return services;
    }

    /// <summary>Keeps others off <see cref="Path"/>: with the setting <c>Metrics:Token</c> whoever brings it may read, without it only this machine.</summary>
    public static void UseWatching(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<Gauges>();
        var token = app.Configuration["Metrics:Token"];
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(Path) || (string.IsNullOrWhiteSpace(token) ? IsFromHere(context) : Brings(context, token.Trim()))) return next(context);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
    }

    /// <summary>Who may ask at all stands in the access table.</summary>
    public static void MapWatching(this WebApplication app) => app.MapPrometheusScrapingEndpoint(Path);

    static void Forget(Activity trace)
    {
        foreach (var tag in told) trace.SetTag(tag, null);
    }

    /// <summary>A request that a proxy on this machine hands on comes from elsewhere, as the proxy's own headers say.</summary>
    static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
            || name is "Forwarded" or "Via" or "X-Real-IP");

    static bool Brings(HttpContext context, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));
}
