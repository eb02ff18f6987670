using LetterExchange.Data;
using LetterExchange.Features.Stories;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LetterExchange.Tests.Ground;

/// <summary>Makes the service's classes with what their constructors ask for, one of each: the real parts, without a server around them.</summary>
public sealed class Parts : IDisposable
{
    static readonly Lazy<StoryLibrary> Stories = new(() => StoryLibrary.Load(StoriesSetup.Find(AppContext.BaseDirectory)));
    readonly Dictionary<Type, object> made = [];

    public Parts(Database database, TimeProvider clock)
    {
        made[typeof(Database)] = database;
        made[typeof(TimeProvider)] = clock;
        made[typeof(ILoggerFactory)] = NullLoggerFactory.Instance;
        made[typeof(ILogger)] = NullLogger.Instance;
    }

    /// <summary>Puts a thing in, for constructors that ask for more than classes of the service.</summary>
    public Parts With<T>(T part) where T : class
    {
        made[typeof(T)] = part;
        return this;
    }

    /// <summary>Lets a class be made anew, of the parts that are there now.</summary>
    public void Forget<T>() where T : class => made.Remove(typeof(T));

    public T Get<T>() where T : class => (T)Get(typeof(T));

    public void Dispose()
    {
        foreach (var part in made.Values.Where(part => part is not Database and not TimeProvider).OfType<IDisposable>()) part.Dispose();
    }

    object Get(Type type)
    {
        if (made.TryGetValue(type, out var part)) return part;
        if (type == typeof(StoryLibrary)) return made[type] = Stories.Value.With((Database)made[typeof(Database)]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>))
            return made[type] = Activator.CreateInstance(typeof(NullLogger<>).MakeGenericType(type.GetGenericArguments()))!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IStringLocalizer<>))
            return made[type] = Activator.CreateInstance(typeof(StringLocalizer<>).MakeGenericType(type.GetGenericArguments()), new LetterExchange.Text.Localizers(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance))!;
        var maker = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).FirstOrDefault()
            ?? throw new InvalidOperationException($"Nobody has said what {type.Name} is: put one in with Parts.With.");
        return made[type] = maker.Invoke([.. maker.GetParameters().Select(parameter => Get(parameter.ParameterType))]);
    }
}
