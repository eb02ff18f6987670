using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace LetterExchange.Features.Letters;

static class Registration
{
    public static IServiceCollection AddLetters(this IServiceCollection services) => services
        .AddSingleton<LetterStore>().AddSingleton<Writing>().AddSingleton<Reading>().AddSingleton<Papers>().AddSingleton<BeforeSending>().AddSingleton<Bridges>().AddSingleton<MemoryCards>().AddSingleton<Pictures>().AddSingleton<Darkroom>().AddSingleton<PairClosing>().AddSingleton<PairChanges>().AddSingleton<Endings>().AddSingleton<Sweep, CloseEndings>()
        .AddSingleton<Sweep, DeliverLetters>();

    /// <summary>The two other ways to the page on which letters are written.</summary>
    public static void AddWaysToWrite(this PageConventionCollection pages)
    {
        pages.AddPageRoute("/Letters/Write", "/letters/{letter:guid}/write");
        pages.AddPageRoute("/Letters/Write", "/letters/to/{pair:guid}");
        pages.AddPageRoute("/Letters/Bridge", "/letters/{letter:guid}/bridge");
    }
}
