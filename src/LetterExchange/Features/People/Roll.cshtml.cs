using LetterExchange.Data;
using LetterExchange.Features.Programs;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.People;

/// <summary>The people of the program.</summary>
public sealed class RollModel(PeopleList list, Settings settings, CurrentPerson me, TimeProvider clock, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Roles that one has in a program.</summary>
    public static readonly Role[] Roles = [.. Enum.GetValues<Role>().Where(role => role != LetterExchange.Features.People.Role.Administrator)];

    [BindProperty(SupportsGet = true)] public string? Name { get; set; }
    [BindProperty(SupportsGet = true)] public Role? Role { get; set; }
    [BindProperty(SupportsGet = true)] public Guid? Cohort { get; set; }
    [BindProperty(SupportsGet = true)] public bool Left { get; set; }

    public PeopleFilter Filter => new(Role, Cohort, Typed.Line(Name), Left);
    public IReadOnlyList<Cohort> Cohorts { get; private set; } = [];
    public IReadOnlyList<Listed> Lines { get; private set; } = [];
    public bool MayPrint => me.IsIn(LetterExchange.Features.People.Role.Coordinator);
    public DateTimeOffset Now => clock.Now();

    /// <summary>After whom the next page begins; nothing on the last.</summary>
    public Guid? Next { get; private set; }

    public async Task OnGet(Guid? after)
    {
        Cohorts = await settings.Cohorts(me.ProgramId);
        var people = await list.Find(me.ProgramId, Filter, after);
        Lines = [.. people.Take(PeopleList.PageSize)];
        Next = people.Count > PeopleList.PageSize ? Lines[^1].Id : null;
    }

    public string RolesOf(Listed person) => string.Join(", ", Standing(person).Select(role => texts[$"role.{role.Role}"].Value).Distinct());

    public string CohortsOf(Listed person) => string.Join(", ", Standing(person).Where(role => role.CohortName is not null).Select(role => role.CohortName).Distinct());

    /// <summary>What must be done first stands out; what only waits does not.</summary>
    public static string Tag(string state) => state is "consent" or "clearance" or "mail" ? "alarm" : state is "left" ? "plain" : "wait";

    public string PageAfter(Guid last)
    {
        var query = new QueryBuilder();
        foreach (var (key, value) in Request.Query) if (key != "after") query.Add(key, value.ToString());
        query.Add("after", last.ToString());
        return $"/people{query}";
    }

    /// <summary>What they are; of those who have left, what they were.</summary>
    static IEnumerable<ListedRole> Standing(Listed person) =>
        person.Roles.Any(role => role.EndedAt is null) ? person.Roles.Where(role => role.EndedAt is null) : person.Roles;
}
