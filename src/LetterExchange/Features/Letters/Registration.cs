namespace LetterExchange.Features.Letters;

public static class Registration
{
    public static IServiceCollection AddLetters(this IServiceCollection services) => services;
}
