using LetterExchange.Text;

namespace LetterExchange.Features.Shared;

/// <summary>What the shared frame of pages needs from the host.</summary>
public static class Look
{
    /// <summary>Registers the texts and the frame of pages. Pages themselves are Razor Pages under /Features.</summary>
    public static IServiceCollection AddLook(this IServiceCollection services) => services.AddTexts().AddScoped<Frames>();
}
