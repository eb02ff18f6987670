using System.Buffers.Text;

namespace LetterExchange;

/// <summary>Makes what is no UTF-8 in a form the replacement character U+FFFD, so that the page can say so. The framework's own reader leaves such
/// bytes as they are encoded, and "caf%E9" would stand in somebody's letter.</summary>
static class ReadableForms
{
    static readonly byte[] Replacement = "%EF%BF%BD"u8.ToArray();

    public static void UseReadableForms(this WebApplication app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            try
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body, context.RequestAborted);
                request.Body = new MemoryStream(Readable(body.ToArray()));
                request.ContentType = "application/x-www-form-urlencoded"; // Whatever it calls itself: pages here are UTF-8, and so are their forms.
            }
            catch (BadHttpRequestException broken)
            {
                context.Refuse(broken.StatusCode); // Too large, or broken off.
                return;
            }
        }
        await next(context);
    });

    /// <summary>The same form, each run of bytes that is not UTF-8 replaced.</summary>
    internal static byte[] Readable(byte[] form)
    {
        using var readable = new MemoryStream(form.Length);
        var run = new List<byte>();
        var changed = false;
        for (var at = 0; at < form.Length;)
        {
            var start = at;
            run.Clear();
            while (at < form.Length && High(form, at) is { } high)
            {
                run.Add(high);
                at += form[at] == '%' ? 3 : 1;
            }
            if (run.Count == 0) readable.WriteByte(form[at++]);
            else if (IsUtf8(run)) readable.Write(form, start, at - start);
            else
            {
                readable.Write(Replacement);
                changed = true;
            }
        }
        return changed ? readable.ToArray() : form;
    }

    /// <summary>The byte over 127 that stands here, as it is or percent-encoded; UTF-8 writes all that is not ASCII with such bytes alone.</summary>
    static byte? High(byte[] form, int at) =>
        form[at] > 127 ? form[at]
        : form[at] == '%' && at + 2 < form.Length && Utf8Parser.TryParse(form.AsSpan(at + 1, 2), out byte value, out var read, 'x') && read == 2 && value > 127 ? value
        : null;

    static bool IsUtf8(List<byte> run) => System.Text.Unicode.Utf8.IsValid(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(run));
}
