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
        ("/pulse", "nav.pulse", [Role.Coordinator]),
        ("/desk", "nav.desk", [Role.Mentee, Role.Mentor]),
        ("/letters", "nav.letters", [Role.Mentee, Role.Mentor]),
        ("/review", "nav.review", [Role.Reviewer, Role.Teacher, Role.SafeguardingLead]),
        ("/class", "nav.class", [Role.Teacher]),
        ("/concerns", "nav.concerns", [Role.SafeguardingLead]),
        ("/plans", "nav.plans", [Role.Coordinator]),
        ("/pairs", "nav.pairs", [Role.Coordinator]),
        ("/people", "nav.people", [Role.Coordinator, Role.Administrator]),
        ("/stories", "nav.stories", [Role.Coordinator, Role.Reviewer, Role.Teacher]),
        ("/messages", "nav.messages", [Role.Coordinator]),
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
        if (me.UnreadHere > 0) await See(context, me.Id, path);
        NavItem[] foot = me.Programs.Count > 1 ? [new("/me#program", texts["nav.programs"])] : [];
        return new Frame(me.Home, [.. links], me.Id, me.GivenName, true, me.Unread - (IsSeen(context) ? me.UnreadHere : 0), foot, me.ProgramName) { Who = context.RequestServices.GetService<BrowserKeys>() is { } keys ? await keys.Name(me.Id) : null };
    }

    // A page that this build does not have is no place to go.
    static bool Exists(HttpContext context, string href) => Access.Find("GET", href) is not null && context.RequestServices.GetService<Database>() is not null;

    /// <summary>Who looks at what a notice leads to has read the notice. The way to the start is no such thing.</summary>
    static Task See(HttpContext context, Guid person, string path) => IsSeen(context) ? context.RequestServices.GetRequiredService<NoticeStore>().See(person, path) : Task.CompletedTask;

    static bool IsSeen(HttpContext context) => context.Request.IsLookedAt() && context.Request.Path.Value is not (null or "/" or "/desk");
}
