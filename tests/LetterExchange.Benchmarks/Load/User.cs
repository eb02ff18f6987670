using System.Text.Json;

namespace LetterExchange.Benchmarks.Load;

/// <summary>A person who is signed in and does, again and again, what people of their kind do. Each acts by a plan of instants: who got an answer late does the next thing at once, and its time is
/// counted from the instant at which it was meant, so that a service that stands still is not asked less and does not look faster (coordinated omission).</summary>
abstract class User(Browser browser, Random chance)
{
    long meant;
    bool isLate;

    protected Browser Browser => browser;

    protected Random Chance => chance;

    public static User Of(Part part, Browser browser, Random chance) => part.Role switch
    {
        "Writer" => new Writer(part, browser, chance),
        "Reviewer" => new Reviewer(browser, chance),
        _ => new Coordinator(browser, chance),
    };

    /// <summary>Does its things until it is told to stop.</summary>
    public async Task Live(CancellationToken stopping)
    {
        meant = TimeProvider.System.GetTimestamp();
        var listening = browser.Listen(stopping);
        try
        {
            await After(chance.NextDouble() * 6, stopping);
            while (!stopping.IsCancellationRequested) await Round(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
        await listening;
    }

    /// <summary>What it does once, from beginning to end.</summary>
    protected abstract Task Round(CancellationToken stopping);

    /// <summary>Waits until so many seconds after the last thing was meant.</summary>
    /// <returns>The timestamp from which the next thing's time counts.</returns>
    protected async Task<long> After(double seconds, CancellationToken stopping)
    {
        meant += (long)(seconds * TimeProvider.System.TimestampFrequency);
        var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), meant);
        isLate = left < TimeSpan.Zero;
        if (!isLate) await Task.Delay(left, TimeProvider.System, stopping);
        stopping.ThrowIfCancellationRequested();
        return isLate ? meant : TimeProvider.System.GetTimestamp(); // A timer's own lateness is not the service's.
    }

    /// <summary>Looks at a page for a while of about so many seconds, and then shows the next.</summary>
    protected async Task<bool> Show(string name, string path, double seconds, CancellationToken stopping) => await browser.Show(name, path, await After(Vary(seconds), stopping));

    /// <summary>Half as long to half as long again.</summary>
    protected double Vary(double seconds) => seconds * (0.5 + chance.NextDouble());
}

/// <summary>A mentee or mentor: reads the desk, the story and a letter, writes, the draft kept every three seconds, reads it over and sends it.</summary>
sealed class Writer(Part part, Browser browser, Random chance) : User(browser, chance)
{
    /// <summary>Between two keeps of a draft, in seconds; and so many keeps a letter takes.</summary>
    const double Between = 3;
    const int FewestKeeps = 8, MostKeeps = 16;

    static readonly string[] sentences =
    [
        "I finished the story on the bus and missed my stop.", "The middle part made me laugh.", "I did not agree with the ending.", "We had rain all week and I counted the days.", "My brother thinks that I write too much.",
        "I tried to mend the old kite with tape and rice paste.", "What would you have done in her place?", "My favourite was the part with the lamp.", "At work nobody reads stories, so this is my secret.", "Have you ever kept something going for years?",
    ];

    string write = part.Write;

    protected override async Task Round(CancellationToken stopping)
    {
        await Show("desk", "/desk", 3, stopping);
        if (Chance.Next(2) == 0) await Show("letters", "/letters", 4, stopping);
        await Show("letter", part.Letter, 4, stopping);
        if (Chance.Next(2) == 0) await Show("story", part.Story, 4, stopping);
        if (await Show("writing", write, 4, stopping)) await Write(stopping);
    }

    async Task Write(CancellationToken stopping)
    {
        if (Browser.Form("id=\"writing\"") is not { } fields || Browser.Attribute("id=\"writing\"", "data-keep") is not { } keep)
        {
            write = part.Free; // The turn's letter has gone.
            return;
        }
        var text = "Dear friend,\n\n";
        for (var keeps = Chance.Next(FewestKeeps, MostKeeps + 1); keeps > 0; keeps--)
        {
            text += sentences[Chance.Next(sentences.Length)] + " ";
            fields["Text"] = text;
            if (await Browser.Tell("keep a draft", keep, fields, await After(Between, stopping)) is not { } told) continue;
            using var answer = JsonDocument.Parse(told);
            fields["Version"] = $"{answer.RootElement.GetProperty("version").GetInt32()}";
            if (answer.RootElement.TryGetProperty("address", out var address)) keep = $"{address.GetString()}?handler=Keep";
        }
        if (!await Browser.Send("read it over", keep.Replace("handler=Keep", "handler=Read"), fields, await After(Between, stopping))) return;
        if (Browser.Form("id=\"send\"") is not { } proof) return;
        if (await Browser.Send("send", $"{keep.Split('?')[0]}?handler=Send", proof, await After(Vary(4), stopping))) write = part.Free;
    }
}

/// <summary>A reviewer: takes the next letter, reads it, approves it or, one in ten, returns it with a reason.</summary>
sealed class Reviewer(Browser browser, Random chance) : User(browser, chance)
{
    const string Queue = "/review?risk=Standard";

    protected override async Task Round(CancellationToken stopping)
    {
        if (!await Show("queue", Queue, 4, stopping) || Browser.Attribute("href=\"/review/", "href") is not { } first || !await Show("under review", first, 3, stopping)) return;
        for (var letter = Browser.Path; letter.StartsWith("/review/", StringComparison.Ordinal); letter = Browser.Path)
        {
            var returns = Chance.Next(10) == 0;
            if (Browser.Form(returns ? "handler=Return" : "handler=Approve") is not { } fields) return; // Somebody else has it, or it needs two.
            if (returns) fields["Reason"] = "A lovely letter. Please say a little more about the story before it goes.";
            if (!await Browser.Send(returns ? "return" : "approve", $"{letter.Split('?')[0]}?handler={(returns ? "Return" : "Approve")}&risk=Standard", fields, await After(Vary(6), stopping))) return;
            if (Browser.Path.StartsWith(letter.Split('?')[0], StringComparison.Ordinal)) return; // Refused: it has changed.
        }
    }
}

/// <summary>A coordinator: looks at the pulse and searches the archive.</summary>
sealed class Coordinator(Browser browser, Random chance) : User(browser, chance)
{
    protected override async Task Round(CancellationToken stopping)
    {
        await Show("pulse", "/pulse", 8, stopping);
        await Show("archive", $"/archive?q={Uri.EscapeDataString(StoreWords.Draw(Chance, Chance.Next(1, 3)))}&by={(Chance.Next(2) == 0 ? "date" : "relevance")}", 8, stopping);
    }
}
