using LetterExchange.Features.People;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Ratings;

/// <summary>How the standard questions were answered, at the start and at the end.</summary>
public sealed class ResultsModel(SurveyStore surveys, CurrentPerson me) : PageModel
{
    public IReadOnlyList<QuestionResult> Results { get; private set; } = [];
    public IReadOnlyList<Sentence> Sentences { get; private set; } = [];

    public async Task OnGet() => (Results, Sentences) = (await surveys.Results(me.ProgramId), await surveys.Sentences(me.ProgramId));
}
