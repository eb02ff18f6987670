namespace LetterExchange.Features.Review;

static class Registration
{
    public static IServiceCollection AddReview(this IServiceCollection services) => services
        .AddSingleton<ClaimStore>().AddSingleton<Decisions>().AddSingleton<ConcernStore>()
        .AddSingleton<QueueStore>().AddSingleton<ReviewStore>().AddSingleton<Verdicts>().AddSingleton<PaceStore>().AddSingleton<WorryStore>()
        .AddSingleton<ConcernLog>().AddSingleton<ConcernHolds>().AddSingleton<ConcernReaders>()
        .AddSingleton<SecondChoice>().AddSingleton<SecondReadings>().AddSingleton<Agreement>().AddSingleton<RuleSettings>().AddSingleton<RuleRecord>().AddSingleton<TrainingLetters>().AddSingleton<TrainingStore>().AddSingleton<PhraseStore>().AddSingleton<OwnRules>().AddSingleton<ArchiveScreenings>()
        .AddSingleton<Sweep, ScreenLetters>().AddSingleton<Sweep, RescreenLetters>().AddSingleton<Sweep, ScreenArchive>().AddSingleton<Sweep, MoveQueue>();
}
