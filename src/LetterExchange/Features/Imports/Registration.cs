namespace LetterExchange.Features.Imports;

static class Registration
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<ImportStore>().AddSingleton<PartWriter>().AddSingleton<Importing>().AddSingleton<ImportRosters>().AddSingleton<Sweep>(all => all.GetRequiredService<ImportRosters>());
}
