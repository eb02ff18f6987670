using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Notices;

public enum UnsubscribeState { Asked, Done, Unknown }

/// <summary>Stops the mails of whoever holds the link. Mail programs post here by themselves (RFC 8058), so the token alone is the key, and a look changes nothing.</summary>
[IgnoreAntiforgeryToken]
public sealed class UnsubscribeModel(ChoiceStore choices, UnsubscribeLinks links) : PageModel
{
    public UnsubscribeState State { get; private set; }

    public string Key => State switch { UnsubscribeState.Done => "done.", UnsubscribeState.Unknown => "unknown.", _ => "" };

    public void OnGet(string token) => State = links.Person(token) is null ? UnsubscribeState.Unknown : UnsubscribeState.Asked;

    public async Task OnPost(string token) =>
        State = links.Person(token) is { } person && await choices.StopAll(person) ? UnsubscribeState.Done : UnsubscribeState.Unknown;
}
