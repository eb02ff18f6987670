using LetterExchange.Data;
using LetterExchange.Features.People;
using LetterExchange.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;

namespace LetterExchange.Features.Demo;

/// <summary>What the buttons of the demo do. Mapped with <c>--demo</c> only.</summary>
public static class DemoEndpoints
{
    public static void MapDemo(this WebApplication app)
    {
        app.MapPost("/demo/sign-in", SignIn);
        app.MapPost("/demo/skip", Skip);
    }

    /// <summary>One click on a member of the cast.</summary>
    static async Task<IResult> SignIn(HttpContext context, [FromServices] IAntiforgery forgery, [FromServices] DemoCast cast, [FromServices] UserManager<Account> accounts,
        [FromServices] Sessions sessions, [FromServices] SignInManager<Account> manager, [FromServices] CurrentPerson me)
    {
        if (!await forgery.IsRequestValidAsync(context)) return Results.BadRequest();
        var form = await context.Request.ReadFormAsync();
        if (!Guid.TryParse(form["person"], out var person) || cast.Members.All(member => member.Id != person)) return Results.NotFound();
        if (await accounts.FindByIdAsync(person.ToString()) is not { } account) return Results.NotFound(); // They have left meanwhile.
        await sessions.Start(context, manager, account);
        return Results.LocalRedirect(Local(form["to"]) ?? me.Home);
    }

    /// <summary>Skips the time, and comes back to the page when the scheduler has done what was due.</summary>
    static async Task<IResult> Skip(HttpContext context, [FromServices] IAntiforgery forgery, [FromServices] Skipping skipping, [FromServices] DemoClock clock, [FromServices] DemoCast cast,
        [FromServices] WhatHappened happened, [FromServices] ITempDataDictionaryFactory temp, [FromServices] IStringLocalizer<Texts> texts)
    {
        if (!await forgery.IsRequestValidAsync(context)) return Results.BadRequest();
        var form = await context.Request.ReadFormAsync();
        var mark = clock.New();
        var skip = form["by"].ToString() switch
        {
            "hour" => skipping.By(TimeSpan.FromHours(1)),
            "day" => skipping.By(TimeSpan.FromDays(1)),
            "next" => skipping.ToNext(),
            _ => null,
        };
        if (skip is null) return Results.BadRequest();
        var done = await skip;
        var now = PlainTime.In(cast.Zone, clock.GetUtcNow());
        var said = temp.GetTempData(context);
        said["Said"] = done ? $"{texts["now", now.Date(now.Now), now.Clock(now.Now)].Value} {await happened.Since(mark)}" : texts["nothing.due"].Value;
        said.Save();
        return Results.LocalRedirect(Local(form["to"]) ?? "/");
    }

    static string? Local(string? path) => RedirectHttpResult.IsLocalUrl(path) ? path : null;
}
