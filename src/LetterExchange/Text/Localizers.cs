using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LetterExchange.Text;

/// <summary>Gives the texts of a feature in the language of the current culture, each filled in as that language wants it.</summary>
public sealed class Localizers(IOptions<LocalizationOptions> options, ILoggerFactory logs) : IStringLocalizerFactory
{
    readonly ResourceManagerStringLocalizerFactory files = new(options, logs);
    readonly ConcurrentDictionary<Type, Filling> features = new();

    public IStringLocalizer Create(Type resourceSource) => features.GetOrAdd(resourceSource, source => new Filling(files.Create(source)));

    public IStringLocalizer Create(string baseName, string location) => new Filling(files.Create(baseName, location));

    sealed class Filling(IStringLocalizer texts) : IStringLocalizer
    {
        readonly ConcurrentDictionary<(CultureInfo Language, bool ToChild, string Name), LocalizedString> read = new(); // A page asks for some sixty.

        public LocalizedString this[string name]
        {
            get
            {
                var key = (CultureInfo.CurrentUICulture, Speaking.IsToChild, name);
                if (read.TryGetValue(key, out var known)) return known;
                return texts[name] is { ResourceNotFound: false } text ? read[key] = new(name, Speaking.You(text.Value)) : texts[name];
            }
        }

        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var text = this[name];
                return new(name, string.Format(CultureInfo.CurrentCulture, Elision.In(text.Value, arguments), arguments), text.ResourceNotFound, text.SearchedLocation);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => texts.GetAllStrings(includeParentCultures);
    }
}

/// <summary>Registers the texts.</summary>
public static class TextRegistration
{
    public static IServiceCollection AddTexts(this IServiceCollection services)
    {
        services.TryAddSingleton<IStringLocalizerFactory, Localizers>();
        return services.AddLocalization();
    }
}
