using LetterExchange.Data;
using LetterExchange.Features.Notices;
using LetterExchange.Features.People;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Shared;

/// <summary>Works out the frame of a page. Asked once a page, by the layout.</summary>
public sealed class Frames(IStringLocalizer<Texts> texts)
{
    /// <summary>Where each role's work is, in the order of the navigation. A person of several roles finds all of it.</summary>
    static readonly (string Href, string Text, Role[] Roles)[] Places =
    [
        ("/desk", "nav.desk", [Role.Mentee, Role.Mentor]),
        ("/letters", "nav.letters", [Role.Mentee, Role.Mentor]),
        ("/review", "nav.review", [Role.Reviewer, Role.Teacher, Role.SafeguardingLead]),
        ("/class", "nav.class", [Role.Teacher]),
        ("/concerns", "nav.concerns", [Role.SafeguardingLead]),
        ("/plans", "nav.plans", [Role.Coordinator]),
        ("/pairs", "nav.pairs", [Role.Coordinator]),
        ("/people", "nav.people", [Role.Coordinator, Role.Administrator]),
        ("/archive", "nav.archive", [Role.Coordinator, Role.Reviewer, Role.Teacher]),
        ("/admin", "nav.admin", [Role.Administrator]),
    ];

    /// <summary>The frame for the person whose request this is.</summary>
    public async ValueTask<Frame> For(HttpContext context)
    {
        // An error page may have to do without people and without a database.
        if (context.RequestServices.GetService<CurrentPerson>() is not { IsSignedIn: true } me) return Frame.Anonymous;
        var path = context.Request.Path.Value ?? "/";
        var links = Places.Where(place => place.Roles.Any(me.IsIn)).Where(place => Exists(context, place.Href))
            .Select(place => new NavItem(place.Href, texts[place.Text], path == place.Href || path.StartsWith(place.Href + "/", StringComparison.Ordinal)));
        var around = await Around(context, me);
        var unread = around.Unread > 0 ? await Unread(context, me.Id, path, around.Unread) : 0;
        return new Frame(me.Home, [.. links], me.Id, me.GivenName, true, unread, [], around.ProgramName);
    }

    // A page that this build does not have is no place to go.
    static bool Exists(HttpContext context, string href) => Access.Find("GET", href) is not null && context.RequestServices.GetService<Database>() is not null;

    /// <summary>Who looks at what a notice leads to has read the notice.</summary>
    static async Task<int> Unread(HttpContext context, Guid person, string path, int otherwise) =>
        HttpMethods.IsGet(context.Request.Method) && context.RequestServices.GetService<NoticeStore>() is { } notices ? await notices.UnreadAt(person, path) : otherwise;

    static async Task<Surroundings> Around(HttpContext context, CurrentPerson me) =>
        context.RequestServices.GetService<Database>() is { } db
            ? await db.Get<Surroundings>("""
                SELECT (SELECT COUNT(*) FROM notices n WHERE n.person_id = @me AND n.read_at IS NULL) AS unread,
                       (SELECT g.name FROM programs g WHERE g.id = @program) AS program_name
                """, new { me = me.Id, program = me.HasProgram ? me.ProgramId : (Guid?)null })
            : new();

    sealed record Surroundings
    {
        public int Unread { get; init; }
        public string? ProgramName { get; init; }
    }
}
