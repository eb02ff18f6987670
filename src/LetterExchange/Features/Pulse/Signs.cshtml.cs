using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Pulse;

/// <summary>All pairs about which one kind of sign says that a person should look, with its evidence and what can be done.</summary>
public sealed class SignsModel(SignStore signs, CurrentProgram program, CurrentPerson me, IStringLocalizer<Texts> texts) : PageModel
{
    public SignKind Kind { get; private set; }
    public IReadOnlyList<SignRow> Rows { get; private set; } = [];
    public SignKey? After { get; private set; }
    public bool IsFirstPage { get; private set; }
    public IReadOnlyDictionary<SignKind, int> Counts { get; private set; } = new Dictionary<SignKind, int>();
    public PlainTime Times { get; private set; } = null!;
    public ThingWords Words { get; private set; } = null!;

    public async Task OnGet(string? kind, string? after)
    {
        (var of, Times) = (await program.Get(), await program.Times());
        Words = new(texts, Times, of.Policies);
        Kind = Enum.TryParse<SignKind>(kind, out var named) && Enum.IsDefined(named) ? named : SignKind.Nothing;
        var from = SignKey.Read(after);
        IsFirstPage = from == SignKey.Start;
        var rows = await signs.Of(me.ProgramId, Kind, from);
        Rows = [.. rows.Take(SignStore.PageSize)];
        After = rows.Count > SignStore.PageSize ? SignKey.Of(Rows[^1]) : null;
        Counts = await signs.Counts(me.ProgramId);
    }
}
