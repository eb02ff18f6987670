using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Shared;

/// <summary>Says in kind words why a page could not be shown. Reached by re-execution, also of a POST, so it neither asks for
/// an antiforgery token nor needs anybody to be signed in, and without a database it still stands.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    /// <summary>The HTTP status, 500 unless told.</summary>
    [BindProperty(SupportsGet = true)] public int? Code { get; set; }

    /// <summary>The status whose words are shown.</summary>
    public int Status => Code is 400 or 403 or 404 or 413 or 429 or 503 ? Code.Value : Code is > 400 and < 500 ? 400 : 500;

    /// <summary>By which the administrator finds the failure in the log.</summary>
    public string Trace => System.Diagnostics.Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    /// <summary>Answers with the status itself, also where somebody opens this page's own address.</summary>
    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context) =>
        Response.StatusCode = Code is >= 400 and < 600 ? Code.Value : 500;
}
