namespace LetterExchange.Features.Messages;

static class Registration
{
    public static IServiceCollection AddMessages(this IServiceCollection services) => services.AddSingleton<MessageStore>();
}
