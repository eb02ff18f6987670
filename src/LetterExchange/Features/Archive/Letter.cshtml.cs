using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;
using LetterExchange.Features.Stories;
using LetterExchange.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Archive;

/// <summary>One letter's whole history. To open it is a look, which is an event.</summary>
public sealed class LetterModel(
    LetterHistory history, CurrentPerson me, CurrentProgram program, StoryLibrary stories, IStringLocalizer<Screening.Texts> findings) : PageModel
{
    /// <summary>From this strength on a finding is drawn strong.</summary>
    const double Strong = 0.7;

    public WholeLetter Whole { get; private set; } = null!;
    public PlainTime Times { get; private set; } = null!;
    public string? StoryTitle { get; private set; }

    /// <summary>Not for a safeguarding lead, who is shown this letter alone.</summary>
    public bool HasArchive => me.IsIn(Role.Coordinator) || me.IsIn(Role.Reviewer) || me.IsIn(Role.Teacher);

    public async Task<IActionResult> OnGet(Guid id)
    {
        if (await history.Read(id, me.Id) is not { } whole) return NotFound();
        (Whole, Times) = (whole, await program.Times());
        StoryTitle = whole.Letter.StoryId is { } story ? stories.Find(story)?.Title ?? story : null;
        return Page();
    }

    /// <summary>What happened, in order; looks of one person that follow one another are one line, at the last of them, with their number.</summary>
    public IEnumerable<(Happening Happening, int Times)> Happenings
    {
        get
        {
            var times = 0;
            for (var i = 0; i < Whole.Happenings.Count; i++)
            {
                times++;
                var (one, next) = (Whole.Happenings[i], i + 1 < Whole.Happenings.Count ? Whole.Happenings[i + 1] : null);
                if (one.Kind == "letter.look" && next?.Kind == one.Kind && next.Who == one.Who) continue;
                yield return (one, times);
                times = 0;
            }
        }
    }

    /// <summary>The text with its findings marked.</summary>
    public HtmlString Marked(ArchivedRevision revision) => HighlightedLetter.Render(revision.Text!,
        [.. revision.Findings.Select(finding => new MarkedPassage(finding.Start, finding.Length, finding.Ordinal, finding.Strength >= Strong))], Whole.Letter.WriterGivenName);

    public string NameOf(ArchivedFinding finding) => findings[Explanations.NameOf(finding.Category, finding.Rule)];

    public string Explained(ArchivedFinding finding) => findings[Explanations.KeyFor(finding.Category, finding.Rule)];

    /// <summary>The class in which a happening is drawn.</summary>
    public static string? Weight(Happening happening) => happening.Kind switch
    {
        "decision.withhold" or "decision.raise" or "letter.stop" => "alarm",
        "decision.return" or "decision.takeback" or "letter.recall" => "turning",
        _ => null,
    };
}
