namespace LetterExchange.Features.Ratings;

static class Registration
{
    public static IServiceCollection AddRatings(this IServiceCollection services) => services.AddSingleton<RatingStore>().AddSingleton<SurveyStore>();
}
