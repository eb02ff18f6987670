using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Messages;

/// <summary>The threads: a coordinator's of the program, a mentor's of their own pairs.</summary>
public sealed class IndexModel(MessageStore messages, CurrentProgram program, CurrentPerson me) : PageModel
{
    /// <summary>For a coordinator.</summary>
    public IReadOnlyList<ThreadLine>? OfProgram { get; private set; }

    /// <summary>For a mentor.</summary>
    public IReadOnlyList<ThreadLine>? OfMine { get; private set; }

    public PlainTime Times { get; private set; } = null!;

    public async Task OnGet()
    {
        if (me.IsIn(Role.Coordinator)) OfProgram = await messages.OfProgram(me.ProgramId, me.Id);
        if (me.IsIn(Role.Mentor)) OfMine = await messages.OfMentor(me.ProgramId, me.Id);
        Times = await program.Times();
    }
}
