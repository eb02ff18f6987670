namespace LetterExchange.Features.Shared;

static class Prefetch
{
    /// <summary>Whether somebody looks at the page: not where only its head is asked for, or a browser fetches it in case it will be wanted.</summary>
    public static bool IsLookedAt(this HttpRequest request) => HttpMethods.IsGet(request.Method)
        && !request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase)
        && !request.Headers["Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
}
