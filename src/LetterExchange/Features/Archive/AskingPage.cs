using LetterExchange.Features.Letters;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Archive;

/// <summary>A page whose address says which letters are asked for.</summary>
public abstract class AskingPage : PageModel
{
    /// <summary>The highest round that can be asked for.</summary>
    public const int MostRounds = 40;

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true)] public SearchOrder By { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Pair { get; set; }
    [BindProperty(SupportsGet = true)] public string? Name { get; set; }
    [BindProperty(SupportsGet = true)] public LetterState? State { get; set; }
    [BindProperty(SupportsGet = true)] public int? Round { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? From { get; set; }
    [BindProperty(SupportsGet = true)] public DateOnly? To { get; set; }

    public ArchiveFilter Filter => new()
    {
        Pair = Pair, Name = string.IsNullOrWhiteSpace(Name) ? null : Name.Trim(), State = State, Round = Round is >= 1 and <= MostRounds ? Round : null, From = From, To = To,
    };

    /// <summary>What is asked for here, as it stands in an address from the ? on.</summary>
    public string Here => Address(By);

    protected string Address(SearchOrder order) => QueryString.Create(
        new Dictionary<string, string?>
        {
            ["q"] = Q?.Trim(), ["by"] = string.IsNullOrWhiteSpace(Q) ? null : order.ToString().ToLowerInvariant(), ["pair"] = Pair?.ToString(), ["name"] = Name?.Trim(), ["state"] = State?.ToString(),
            ["round"] = Round?.ToString(System.Globalization.CultureInfo.InvariantCulture), ["from"] = From is { } from ? $"{from:yyyy-MM-dd}" : null, ["to"] = To is { } to ? $"{to:yyyy-MM-dd}" : null,
        }.Where(one => !string.IsNullOrEmpty(one.Value))).Value is { Length: > 0 } some ? some : "?";
}
