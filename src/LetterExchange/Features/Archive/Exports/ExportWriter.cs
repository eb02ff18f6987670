using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;
using MimeKit;

namespace LetterExchange.Features.Archive;

/// <summary>Writes letters in the form of a file, page by page.</summary>
static class ExportWriter
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // What a spreadsheet would reckon with (=, +, -, @, tab, return at the beginning) gets an apostrophe before it.
    static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, InjectionEscapeCharacter = '\'', NewLine = "\r\n" };

    /// <param name="isFirst">Whether the file begins with these.</param>
    public static byte[] Write(ExportForm form, IReadOnlyList<ExportedLetter> letters, bool findings, bool isFirst) => form switch
    {
        ExportForm.Csv => Table(letters, findings, isFirst),
        ExportForm.JsonLines => Encoding.UTF8.GetBytes(string.Concat(letters.Select(letter => JsonSerializer.Serialize(letter, Json) + "\n"))),
        _ => Mails(letters),
    };

    static byte[] Table(IReadOnlyList<ExportedLetter> letters, bool findings, bool isFirst)
    {
        using var bytes = new MemoryStream();
        // The mark at the beginning tells spreadsheets that it is UTF-8.
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: isFirst)))
        using (var csv = new CsvWriter(text, Csv))
        {
            if (isFirst)
            {
                string[] heads = ["id", "pair", "from", "to", "cohort", "round", "story", "state", "sent", "ended", "text"];
                foreach (var head in findings ? [.. heads, "findings"] : heads) csv.WriteField(head);
                csv.NextRecord();
            }
            foreach (var letter in letters)
            {
                string?[] cells = [$"{letter.Id}", $"{letter.PairId}", letter.From, letter.To, letter.Cohort, $"{letter.Round}", letter.Story, letter.State, $"{letter.Sent:O}", $"{letter.Ended:O}", letter.Text];
                foreach (var cell in findings ? [.. cells, string.Join(' ', letter.Findings ?? [])] : cells) csv.WriteField(cell);
                csv.NextRecord();
            }
        }
        return bytes.ToArray();
    }

    /// <summary>In the form mboxrd: a line of a letter that begins like the line between two mails gets a &gt; before it.</summary>
    static byte[] Mails(IReadOnlyList<ExportedLetter> letters)
    {
        using var bytes = new MemoryStream();
        using var text = new StreamWriter(bytes, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var letter in letters)
        {
            text.WriteLine(FormattableString.Invariant($"From letters@letterexchange.invalid {letter.Ended.UtcDateTime:ddd MMM dd HH:mm:ss yyyy}"));
            foreach (var line in Mail(letter).Split('\n'))
            {
                var plain = line.TrimEnd('\r');
                text.WriteLine(plain.TrimStart('>').StartsWith("From ", StringComparison.Ordinal) ? ">" + plain : plain);
            }
            text.WriteLine();
        }
        text.Flush();
        return bytes.ToArray();
    }

    static string Mail(ExportedLetter letter)
    {
        var mail = new MimeMessage { Date = letter.Sent, MessageId = $"{letter.Id:N}@letterexchange.invalid", Subject = string.Join(", ", new[] { letter.Story, letter.Round is { } round ? $"{round}" : null, letter.State }.OfType<string>()) };
        mail.From.Add(new MailboxAddress(letter.From, "writer@letterexchange.invalid"));
        mail.To.Add(new MailboxAddress(letter.To, "reader@letterexchange.invalid"));
        mail.Headers.Add("X-Letter-Pair", $"{letter.PairId}");
        if (letter.Findings is { Count: > 0 } findings) mail.Headers.Add("X-Letter-Findings", string.Join(' ', findings));
        mail.Body = new TextPart("plain") { Text = letter.Text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        using var bytes = new MemoryStream();
        mail.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Unix }, bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
