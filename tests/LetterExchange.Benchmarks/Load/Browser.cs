using System.Net;
using System.Text.RegularExpressions;

namespace LetterExchange.Benchmarks.Load;

/// <summary>What one person has open: cookies, the page, its forms with their tokens, and the stream by which an open page hears of what is new. Pages come compressed, as to any browser.</summary>
sealed partial class Browser : IDisposable
{
    /// <summary>So long an answer may take before it is a failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    readonly HttpClient client;
    readonly Tally tally;

    public Browser(Uri address, string session, Tally tally)
    {
        this.tally = tally;
        var cookies = new CookieContainer();
        cookies.Add(address, new Cookie("session", session));
        client = new(new SocketsHttpHandler { CookieContainer = cookies, AutomaticDecompression = DecompressionMethods.All, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10) }) { BaseAddress = address, Timeout = Patience };
    }

    /// <summary>The page that was shown last.</summary>
    public string Page { get; private set; } = "";

    /// <summary>Its address, from the root.</summary>
    public string Path { get; private set; } = "";

    public void Dispose() => client.Dispose();

    /// <summary>Shows a page.</summary>
    /// <param name="name">By which it is counted.</param>
    /// <param name="asked">The timestamp from which its answer is waited for.</param>
    public Task<bool> Show(string name, string path, long asked) => Ask(name, asked, () => new HttpRequestMessage(HttpMethod.Get, path), show: true);

    /// <summary>Sends a form and shows the page that comes of it.</summary>
    public Task<bool> Send(string name, string path, IReadOnlyDictionary<string, string> fields, long asked) => Ask(name, asked, () => Post(path, fields), show: true);

    /// <summary>Sends a form as a script does, and gets its answer; nothing where it failed.</summary>
    public async Task<string?> Tell(string name, string path, IReadOnlyDictionary<string, string> fields, long asked)
    {
        string? told = null;
        await Ask(name, asked, () =>
        {
            var request = Post(path, fields);
            request.Headers.Accept.ParseAdd("application/json");
            return request;
        }, show: false, answer => told = answer);
        return told;
    }

    /// <summary>Keeps the stream of notices open until it is told to stop; opens it again, as a browser does, where it ends.</summary>
    public async Task Listen(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
            try
            {
                using var answer = await client.GetAsync("/notices/stream", HttpCompletionOption.ResponseHeadersRead, stopping);
                using var events = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(stopping));
                while (await events.ReadLineAsync(stopping) is not null) { }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException or OperationCanceledException)
            {
                if (!stopping.IsCancellationRequested) tally.Failed("stream", KindOf(failure));
                await Task.Delay(TimeSpan.FromSeconds(3), stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            }
    }

    /// <summary>The hidden fields of the page's form, its token among them; nothing where there is no such form.</summary>
    /// <param name="mark">What its opening tag holds.</param>
    public Dictionary<string, string>? Form(string mark)
    {
        foreach (Match form in FormTag().Matches(Page))
        {
            if (!form.Groups["tag"].Value.Contains(mark, StringComparison.Ordinal)) continue;
            var fields = new Dictionary<string, string>();
            foreach (Match input in Input().Matches(form.Groups["inside"].Value))
                if (Of(input.Value, "type") == "hidden" && Of(input.Value, "name") is { } name) fields[name] = Of(input.Value, "value") ?? "";
            return fields;
        }
        return null;
    }

    /// <summary>An attribute's value in the first tag that holds a mark.</summary>
    public string? Attribute(string mark, string name) => Tag().Matches(Page).Select(tag => tag.Value).FirstOrDefault(tag => tag.Contains(mark, StringComparison.Ordinal)) is { } found ? Of(found, name) : null;

    async Task<bool> Ask(string name, long asked, Func<HttpRequestMessage> make, bool show, Action<string>? told = null)
    {
        try
        {
            using var request = make();
            using var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            var path = answer.RequestMessage!.RequestUri!.PathAndQuery;
            if (!answer.IsSuccessStatusCode) return Fail(name, $"{(int)answer.StatusCode}");
            if (path.StartsWith("/sign-in", StringComparison.Ordinal)) return Fail(name, "signed out");
            tally.Took(name, asked);
            if (show) (Page, Path) = (text, path);
            told?.Invoke(text);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            return Fail(name, KindOf(failure));
        }
    }

    bool Fail(string name, string kind)
    {
        tally.Failed(name, kind);
        return false;
    }

    static string KindOf(Exception failure) => failure switch
    {
        TaskCanceledException => "time-out", HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "refused", HttpRequestException { StatusCode: { } status } => $"{(int)status}", _ => "broken off",
    };

    static HttpRequestMessage Post(string path, IReadOnlyDictionary<string, string> fields) => new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };

    static string? Of(string tag, string name) => Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<form(?<tag>[^>]*)>(?<inside>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormTag();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("<[a-z]+ [^>]*>")]
    private static partial Regex Tag();
}
