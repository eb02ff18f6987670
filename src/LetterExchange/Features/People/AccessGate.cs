using LetterExchange.Data;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace LetterExchange.Features.People;

/// <summary>Enforces <see cref="Access"/> between authentication and the endpoint. A stranger to a thing hears that it does not exist;
/// somebody signed out is sent to sign in, and their words with them where the form keeps them.</summary>
public sealed class AccessGate(RequestDelegate next, ILogger<AccessGate> log)
{
    public Task Invoke(HttpContext context, CurrentPerson me, KeptForm kept, Database db)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return next(context);
        var pattern = endpoint.RoutePattern.RawText ?? "";
        if (Access.Find(context.Request.Method, pattern) is not { } rule)
        {
            log.LogError("Nobody has said who may {Method} {Pattern}: refused", context.Request.Method, pattern);
            return Refuse(context);
        }
        if (kept.Any && (!me.IsSignedIn || kept.Person != me.Id)) kept.Drop();
        if (rule.ForAnyone) return next(context);
        me.Unknown?.Throw();
        return me.IsSignedIn ? Pass(context, rule, me, db) : ToSignIn(context, kept);
    }

    async Task Pass(HttpContext context, Rule rule, CurrentPerson me, Database db)
    {
        context.Response.Headers.CacheControl = "no-cache, no-store"; // As antiforgery wants it: otherwise it warns at every form.
        if (await May(context, rule, me, db)) await next(context);
        else await Refuse(context);
    }

    static async Task<bool> May(HttpContext context, Rule rule, CurrentPerson me, Database db)
    {
        if (rule.Rights.Any(right => right.Sql is null && (right.Roles.Count == 0 || right.Roles.Any(me.IsIn)))) return true;
        foreach (var (key, sql) in rule.Things)
        {
            if (!Guid.TryParse(context.GetRouteValue(key)?.ToString(), out var id)) continue;
            if (await db.Find<int?>(sql, new { id, me = me.Id }) is not null) return true;
        }
        return false;
    }

    static async Task ToSignIn(HttpContext context, KeptForm kept)
    {
        var request = context.Request;
        if (IsFetch(request))
        {
            context.Response.StatusCode = 401;
            return;
        }
        if (HttpMethods.IsPost(request.Method) && await kept.Keep(context)) return; // The kept-form middleware shows the door.
        var to = HttpMethods.IsGet(request.Method) ? request.PathBase + request.Path + request.QueryString : "";
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = request.PathBase + "/sign-in" + (to is "" or "/" ? QueryString.Empty : QueryString.Create("to", to));
    }

    /// <summary>Whether a script asks, which wants a status and not the sign-in page.</summary>
    static bool IsFetch(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"].ToString() is { Length: > 0 } mode ? mode != "navigate"
        : request.Headers.XRequestedWith.Count > 0 || request.Headers.Accept.ToString() is var accept
            && (accept.StartsWith("text/event-stream", StringComparison.Ordinal) || accept.StartsWith("application/json", StringComparison.Ordinal));

    static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
