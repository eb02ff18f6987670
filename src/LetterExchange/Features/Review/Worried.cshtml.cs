using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Review;

/// <summary>"I'm worried": on every page of every person. Says who will read it, offers help, opens a concern, and then says what happens next.</summary>
public sealed class WorriedModel(
    WorryStore worries, ConcernStore concerns, Settings settings, ProgramStore programs, CurrentPerson me, KeptForm kept,
    TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    public WorryChoices Choices { get; private set; } = new();
    public IReadOnlyList<HelpContact> Help { get; private set; } = [];
    public PlainTime Times { get; private set; } = null!;

    /// <summary>Whether it has been sent: the page says what happens next.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Of this form: it opens one concern, however often it is sent.</summary>
    [BindProperty]
    public Guid Sheet { get; set; }

    /// <summary><c>pair:ID</c>, <c>letter</c> or <c>else</c>.</summary>
    [BindProperty]
    public string? About { get; set; }

    /// <summary>Which letter, where it is about one. A review page asks with it.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Letter { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Staff whom it is about.</summary>
    [BindProperty]
    public List<Guid> Named { get; set; } = [];

    public bool IsMentee => me.IsIn(Role.Mentee);

    public bool IsMentor => me.IsIn(Role.Mentor);

    public bool IsInProgram => me.HasProgram;

    /// <summary>Whom it may be about: a child chooses among those who would read it, everybody else among all who might see it.</summary>
    public IEnumerable<WorryPerson> Namable => (IsMentee ? Choices.Leads : Choices.Staff).Where(person => person.Id != me.Id);

    public IEnumerable<WorryPerson> Readers => Choices.Leads.Where(lead => !Named.Contains(lead.Id));

    public async Task OnGet(bool sent)
    {
        if (kept.Any) (About, Letter, Named) = (kept["About"], Id(kept["Letter"]), [.. kept.Fields.GetValueOrDefault("Named", []).Select(Id).OfType<Guid>()]);
        await Load();
        IsSent = sent;
        if (Sheet == Guid.Empty) Sheet = clock.New();
        About ??= Letter is not null && Choices.Letters.Any(letter => letter.Id == Letter) ? "letter" : Choices.Pairs is [var only] ? $"pair:{only.Id}" : null;
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        if (!IsInProgram) return Page();
        var letter = About == "letter" ? Choices.Letters.FirstOrDefault(each => each.Id == Letter) : null;
        var pair = letter?.PairId ?? Choices.Pairs.FirstOrDefault(each => About == $"pair:{each.Id}")?.Id;
        if (letter is null && pair is null && About != "else") ModelState.AddModelError(nameof(About), texts["worried.about.needed"]);
        if (Note?.Length > Words.Most) ModelState.AddModelError(nameof(Note), texts["too.long", Words.Most]);
        if (!ModelState.IsValid) return Page();
        var named = Named.Where(id => Namable.Any(person => person.Id == id)).ToList();
        await concerns.Worried(me.ProgramId, pair, letter?.Id, Note ?? "", me.Id, named, Sheet);
        TempData["Readers"] = string.Join(", ", Choices.Leads.Where(lead => !named.Contains(lead.Id)).Select(lead => lead.Name));
        return Redirect("/worried?sent=true");
    }

    static Guid? Id(string? typed) => Guid.TryParse(typed, out var id) ? id : null;

    async Task Load()
    {
        if (!me.HasProgram) return;
        var program = (await programs.Find(me.ProgramId))!;
        Times = PlainTime.In(program.Zone, clock.GetUtcNow());
        Help = await settings.HelpContacts(program.Id);
        Choices = await worries.Choices(program.Id, me.Id, Letter);
    }
}
