using System.Net;
using System.Text.RegularExpressions;

namespace LetterExchange.Tests.Ground;

/// <summary>A browser as plain as can be: it follows redirects, keeps cookies and sends a page's forms with their hidden fields.</summary>
public sealed partial class Visitor : IDisposable
{
    readonly CookieContainer cookies = new();
    readonly HttpClient client;
    readonly Uri address;

    public Visitor(string address)
    {
        this.address = new Uri(address);
        client = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = this.address };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public void Take(string cookie, string value) => cookies.Add(address, new Cookie(cookie, value));

    /// <summary>The cookies, as a browser sends them.</summary>
    public string Cookies => cookies.GetCookieHeader(address);

    /// <summary>The answer after all redirects.</summary>
    public async Task<Answer> Get(string path) => await Answer.Of(await client.GetAsync(path));

    /// <summary>Loads the page, then sends a form of it: hidden fields as the page has them, the others as given (a field may be given more than once).</summary>
    /// <param name="path">Of the page.</param>
    /// <param name="handler">The form's handler; the form whose action carries it is sent.</param>
    /// <param name="fields">Name and value.</param>
    public async Task<Answer> Post(string path, string? handler = null, params (string Name, string Value)[] fields)
    {
        var page = await Get(path);
        if (page.Status != HttpStatusCode.OK) return page;
        var hidden = page.Form(handler).Where(field => fields.All(given => given.Name != field.Name));
        var to = handler is null ? path : $"{path}{(path.Contains('?') ? '&' : '?')}handler={handler}";
        return await Send(to, [.. hidden, .. fields]);
    }

    /// <summary>Sends fields as they are, to wherever.</summary>
    public async Task<Answer> Send(string path, params (string Name, string Value)[] fields) =>
        await Answer.Of(await client.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))));

    /// <summary>Sends fields and a file, as a form does that says so.</summary>
    public async Task<Answer> Upload(string path, byte[] file, params (string Name, string Value)[] fields) => await Answer.Of(await client.PostAsync(path, WithFile(file, fields)));

    /// <summary>The same by a script.</summary>
    public Task<HttpResponseMessage> AskWith(string path, byte[] file, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = WithFile(file, fields) };
        request.Headers.Accept.ParseAdd("application/json");
        return client.SendAsync(request);
    }

    /// <summary>Whatever lies there, as it is.</summary>
    public Task<HttpResponseMessage> Fetch(string path) => client.GetAsync(path);

    static MultipartFormDataContent WithFile(byte[] file, (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(file), "File", "IMG_0042 Amina at home.jpg");
        return form;
    }

    /// <summary>Sends fields as a script does that wants JSON.</summary>
    public Task<HttpResponseMessage> Ask(string path, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.Accept.ParseAdd("application/json");
        return client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();

    /// <summary>What came back.</summary>
    /// <param name="Path">Where the redirects led.</param>
    public sealed record Answer(HttpStatusCode Status, string Html, string Path)
    {
        /// <summary>The page's text without tags, blanks folded, entities resolved.</summary>
        public string Text => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Scripts().Replace(Html, " "), " ")), " ").Trim();

        internal static async Task<Answer> Of(HttpResponseMessage response) =>
            new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.RequestMessage!.RequestUri!.PathAndQuery);

        /// <summary>The same, to be sent later from this page as it stood.</summary>
        public IReadOnlyList<(string Name, string Value)> Hidden(string? handler) => [.. Form(handler)];

        /// <summary>The hidden fields of the form with this handler (of the first form that posts, where none is named), or of the one whose action ends so.</summary>
        internal IEnumerable<(string Name, string Value)> Form(string? handler, string? action = null)
        {
            var forms = Forms().Matches(Html).Where(form => form.Groups[1].Value.Contains("post", StringComparison.OrdinalIgnoreCase)
                && !form.Groups[1].Value.Contains("/sign-out")).ToList();
            var form = forms.Find(one => action is not null ? one.Groups[1].Value.Contains($"{action}\"") : handler is null || WebUtility.HtmlDecode(one.Groups[1].Value).Contains($"handler={handler}", StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException($"{Path} has no form {handler}.");
            return from Match input in Inputs().Matches(form.Groups[2].Value)
                   where Attribute(input.Value, "type") == "hidden"
                   select (Attribute(input.Value, "name") ?? "", Attribute(input.Value, "value") ?? "");
        }

        static string? Attribute(string tag, string name) =>
            Regex.Match(tag, $"\\s{name}\\s*=\\s*\"([^\"]*)\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
    }

    [GeneratedRegex("<form([^>]*)>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("<(script|style).*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
