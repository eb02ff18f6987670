using LetterExchange.Data;
using Microsoft.AspNetCore.Mvc.Razor;

namespace LetterExchange.Features.Demo;

/// <summary>What a service has that is a demo, and no other.</summary>
public static class Registration
{
    /// <summary>The bar on every page and the cast on the sign-in page are found from here on: without this, neither can be shown.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, DemoClock clock, DemoCast cast) => services
        .AddSingleton(clock).AddSingleton(cast).AddSingleton<DemoTime>().AddSingleton<Skipping>().AddSingleton<WhatHappened>()
        .AddHostedService(all => all.GetRequiredService<DemoTime>())
        .Configure<RazorViewEngineOptions>(views => views.PageViewLocationFormats.Add("/Features/Demo/{0}" + RazorViewEngine.ViewExtension));
}
