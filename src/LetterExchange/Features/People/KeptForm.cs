using System.Security.Cryptography;
using System.Text.Json;
using LetterExchange.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace LetterExchange.Features.People;

/// <summary>What somebody typed into a form and sent after their session had ended. A form opts in with <c>&lt;kept-form /&gt;</c>. The fields travel, encrypted,
/// in the sign-in page; after signing in as the same person the form's page is shown again with them (fields bound by <c>asp-for</c> by themselves,
/// others through the indexer).</summary>
public sealed class KeptForm(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The hidden field that says whose form it is, and the one in which kept fields travel.</summary>
    public const string WhoField = "_who", KeptField = "_kept";

    internal static readonly object Wanted = new();

    /// <summary>How long somebody may take to sign in again.</summary>
    static readonly TimeSpan Stands = TimeSpan.FromHours(12);
    const int MostBytes = 1_000_000;
    readonly IDataProtector protector = protection.CreateProtector("LetterExchange.KeptForm.1");
    Content? content;

    /// <summary>Whether this page is shown again with what was typed.</summary>
    public bool Any => content is not null;

    public Guid Person => content?.Person ?? Guid.Empty;

    public IReadOnlyDictionary<string, string[]> Fields => content?.Fields ?? [];

    /// <summary>What was typed into a field, or nothing.</summary>
    public string? this[string field] => content is not null && content.Fields.TryGetValue(field, out var values) && values.Length > 0 ? values[0] : null;

    public void Drop() => content = null;

    /// <summary>What a form carries to say whose it is.</summary>
    internal string Who(Guid person) => Protect(person.ToByteArray(bigEndian: true));

    /// <summary>Takes the fields of a form whose session has ended; the middleware then shows the sign-in page. False when the form does not keep them.</summary>
    internal async Task<bool> Keep(HttpContext context)
    {
        var request = context.Request;
        if (!request.HasFormContentType || request.ContentLength is null or > MostBytes) return false;
        var form = await request.ReadFormAsync();
        if (Unprotect(form[WhoField].ToString()) is not { Length: 16 } person) return false;
        var query = QueryHelpers.ParseQuery(request.QueryString.Value).Where(pair => pair.Key is not ("handler" or "kept"));
        var path = request.PathBase + request.Path + QueryString.Create(query).Add("kept", "1");
        context.Items[Wanted] = Protect(JsonSerializer.SerializeToUtf8Bytes(new Content
        {
            Person = new Guid(person, bigEndian: true), Path = path, Until = clock.Now() + Stands,
            Fields = form.Where(field => field.Key is not (WhoField or KeptField or "__RequestVerificationToken")).ToDictionary(field => field.Key, field => field.Value.Select(v => v ?? "").ToArray()),
        }));
        return true;
    }

    /// <summary>Opens kept fields; nothing when they are forged or too old.</summary>
    internal Content? Open(string? kept)
    {
        if (Unprotect(kept ?? "") is not { } json) return null;
        var opened = JsonSerializer.Deserialize<Content>(json);
        return opened is not null && opened.Until > clock.Now() ? opened : null;
    }

    /// <summary>Makes them the fields of this request.</summary>
    internal void Restore(string? kept) => content = Open(kept);

    string Protect(byte[] bytes) => WebEncoders.Base64UrlEncode(protector.Protect(bytes));

    byte[]? Unprotect(string text)
    {
        try
        {
            return text.Length == 0 ? null : protector.Unprotect(WebEncoders.Base64UrlDecode(text));
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What travels.</summary>
    internal sealed record Content
    {
        public Guid Person { get; init; }
        public string Path { get; init; } = "";
        public DateTimeOffset Until { get; init; }
        public Dictionary<string, string[]> Fields { get; init; } = [];
    }
}
