using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LetterExchange.Benchmarks.Pages;

/// <summary><c>empty</c>: a service of the same framework with one Razor page that says nothing, for <c>desk</c> to be held against.</summary>
static class EmptyCommand
{
    public static Command Create()
    {
        var command = new Command("empty", "Serves an empty Razor page (for desk).") { Hidden = true };
        command.SetAction(async (_, stopping) =>
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(EmptyCommand).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Pages");
            await using var app = builder.Build();
            app.MapRazorPages();
            await app.StartAsync(stopping);
            Console.WriteLine($"Ready: {app.Urls.Single()}");
            await ((IHost)app).WaitForShutdownAsync(stopping);
            return 0;
        });
        return command;
    }
}
