using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LetterExchange.Features.Archive;

/// <summary>Who of a teacher's class has read and written.</summary>
public sealed class ClassModel(ClassStore classes, CurrentPerson me, CurrentProgram program, StoryLibrary stories) : PageModel
{
    /// <summary>The cohorts that one teaches; the access table lets only teachers pass, so there is one at the least.</summary>
    public IReadOnlyList<Membership> Cohorts { get; private set; } = [];

    public Membership Cohort { get; private set; } = null!;
    public IReadOnlyList<Pupil> Pupils { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    /// <param name="cohort">One of one's own; another one's is not looked at.</param>
    public async Task OnGet(Guid? cohort)
    {
        Cohorts = [.. me.Memberships.Where(m => m.Role == Role.Teacher && m.ProgramId == me.ProgramId).OrderBy(m => m.CohortName)];
        Cohort = Cohorts.FirstOrDefault(m => m.CohortId == cohort) ?? Cohorts[0];
        Times = await program.Times();
        Pupils = await classes.Of(Cohort.CohortId!.Value);
    }

    public Story? Story(Pupil pupil) => pupil.StoryId is { } id ? stories.Find(id) : null;

    public static PupilTurn? Turn(Pupil pupil, Side writer) => pupil.Turns.LastOrDefault(turn => turn.Writer == writer && turn.State != Plans.TurnState.Waiting)
        ?? pupil.Turns.FirstOrDefault(turn => turn.Writer == writer);

    public int Finished => Pupils.Count(pupil => pupil.FinishedAt is not null);

    public int Written => Pupils.Count(pupil => Turn(pupil, Side.Mentee) is { } turn && turn.Word(Times.Now) is "class.sent" or "class.delivered" or "class.read");
}
