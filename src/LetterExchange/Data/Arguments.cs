using System.Collections;
using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace LetterExchange.Data;

/// <summary>Binds the properties of an object as parameters, in the form in which both databases keep them:
/// instants as milliseconds, enumerations by name, yes and no as 1 and 0, keys as 16 bytes on SQLite and uuid on PostgreSQL.</summary>
sealed class Arguments(object args, Engine engine) : SqlMapper.IDynamicParameters
{
    /// <summary>Most rows of one statement, and most columns of a row in it.</summary>
    public const int MostRows = 64, MostColumns = 24;

    /// <summary>Longest list whose statement is kept.</summary>
    const int LongestKept = 1024;

    static readonly ConcurrentDictionary<Type, (string Name, Type Type, Func<object, object?> Get)[]> Getters = new();
    static readonly string[][] Places = [.. Enumerable.Range(0, MostRows).Select(row => Enumerable.Range(0, MostColumns).Select(column => $"p{row}_{column}").ToArray())];
    static readonly ConcurrentDictionary<string, string> Marked = new();
    static readonly ConcurrentDictionary<string, string[]> Numbered = new();
    static readonly ConcurrentDictionary<(string Sql, string List, int Count), string> Expanded = new();

    public static Arguments? Of(object? args, Engine engine) => args is null ? null : new Arguments(args, engine);

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        foreach (var (name, _, get) in GettersOf(args.GetType()))
        {
            var value = get(args);
            if (value is IEnumerable list and not string and not byte[])
                AddList((DbCommand)command, name, [.. list.Cast<object?>().Select(item => Value(item, engine))]);
            else
                Add((DbCommand)command, name, Value(value, engine));
        }
    }

    /// <summary>Names and database values of a row's properties.</summary>
    public static IEnumerable<(string Name, object? Value)> Values(object row, Engine engine)
    {
        foreach (var (name, _, get) in GettersOf(row.GetType())) yield return (name, Value(get(row), engine));
    }

    /// <summary>The names of a row's properties.</summary>
    public static IEnumerable<string> Names<T>() => GettersOf(typeof(T)).Select(getter => getter.Name);

    /// <summary>Rows as one array a property.</summary>
    public static DynamicParameters Columns<T>(IReadOnlyCollection<T> rows, Engine engine) where T : class
    {
        var columns = new DynamicParameters();
        foreach (var (name, type, get) in GettersOf(typeof(T))) columns.Add(name, Column(type, rows.Select(row => Value(get(row), engine))));
        return columns;
    }

    /// <summary>Binds a row to a command that is run again and again.</summary>
    public static void Bind(DbCommand command, object row, Engine engine)
    {
        var getters = GettersOf(row.GetType());
        if (command.Parameters.Count == 0)
        {
            foreach (var (name, _, get) in getters) Add(command, name, Value(get(row), engine));
            return;
        }
        for (var i = 0; i < getters.Length; i++) Set((DbParameter)command.Parameters[i], Value(getters[i].Get(row), engine));
    }

    /// <summary>What a column of one of many rows is called: <c>pROW_COLUMN</c>.</summary>
    public static string NameOf(int row, int column) => Places[row][column];

    /// <summary>Binds one of many rows, as <c>@pROW_COLUMN</c>.</summary>
    public static void BindRow(DbCommand command, object row, int number, Engine engine)
    {
        var getters = GettersOf(row.GetType());
        for (var i = 0; i < getters.Length; i++) Add(command, NameOf(number, i), Value(getters[i].Get(row), engine));
    }

    /// <summary>Makes <c>IN @name</c> work on both: an array on PostgreSQL, as many parameters as there are values on SQLite.</summary>
    void AddList(DbCommand command, string name, object?[] values)
    {
        if (engine == Engine.Postgres)
        {
            command.CommandText = Expanded.GetOrAdd((command.CommandText, name, -1), static of =>
                Regex.Replace(Regex.Replace(of.Sql, $@"\bNOT\s+IN\s+@{of.List}\b", $"<> ALL(@{of.List})"), $@"\bIN\s+@{of.List}\b", $"= ANY(@{of.List})"));
            Add(command, name, Typed(values));
            return;
        }
        var padded = Padded(values);
        var all = (command.CommandText, name, padded.Length);
        command.CommandText = padded.Length > LongestKept ? Expand(all) : Expanded.GetOrAdd(all, Expand);
        var names = List(name, padded.Length);
        for (var i = 0; i < padded.Length; i++) Add(command, names[i], padded[i]);
    }

    static string Expand((string Sql, string List, int Count) of) => Regex.Replace(of.Sql, $@"@{of.List}\b", $"({string.Join(", ", List(of.List, of.Count).Take(of.Count).Select(name => "@" + name))})");

    /// <summary>The names of a list's values, at least so many; they are made once.</summary>
    static string[] List(string name, int count) =>
        Numbered.TryGetValue(name, out var names) && names.Length >= count ? names
        : Numbered[name] = [.. Enumerable.Range(0, (int)BitOperations.RoundUpToPowerOf2((uint)count)).Select(number => $"{name}_{number}")];

    /// <summary>The last value again until there are a power of two: lists of most lengths share a few prepared statements.</summary>
    static object?[] Padded(object?[] values)
    {
        if (values.Length > LongestKept) return values;
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)values.Length);
        if (length == values.Length) return values;
        object?[] padded = new object?[length];
        values.CopyTo(padded, 0);
        Array.Fill(padded, values[^1], values.Length, length - values.Length);
        return padded;
    }

    /// <summary>The values of a property as an array of what its column holds.</summary>
    static Array Column(Type type, IEnumerable<object?> values)
    {
        var holds = Nullable.GetUnderlyingType(type) ?? type;
        return holds == typeof(Guid) ? values.Cast<Guid?>().ToArray()
            : holds == typeof(int) || holds == typeof(bool) ? values.Cast<int?>().ToArray()
            : holds == typeof(long) || holds == typeof(DateTimeOffset) ? values.Cast<long?>().ToArray()
            : holds == typeof(string) || holds == typeof(DateOnly) || holds.IsEnum ? values.Cast<string?>().ToArray()
            : throw new ArgumentException($"No column of many rows holds a {type.Name}.");
    }

    static Array Typed(object?[] values) => values.FirstOrDefault() switch
    {
        null => Array.Empty<Guid>(),
        string => values.Cast<string>().ToArray(),
        long => values.Cast<long>().ToArray(),
        int => values.Cast<int>().ToArray(),
        byte[] => values.Cast<byte[]>().ToArray(),
        _ => values.Cast<Guid>().ToArray(),
    };

    static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = command is SqliteCommand ? Marked.GetOrAdd(name, static of => "@" + of) : name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    static void Set(DbParameter parameter, object? value)
    {
        parameter.ResetDbType();
        parameter.Value = value ?? DBNull.Value;
    }

    static object? Value(object? value, Engine engine) => value switch
    {
        null => null,
        string text => text.Replace('\0', '\uFFFD'), // PostgreSQL takes no NUL, wherever it was typed.
        Guid id => engine == Engine.Sqlite ? id.ToByteArray(bigEndian: true) : id,
        DateTimeOffset at => at.ToUnixTimeMilliseconds(),
        TimeSpan => throw new ArgumentException("Spans have no column: say in which unit."),
        Enum name => name.ToString(),
        bool yes => yes ? 1 : 0,
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };

    static (string Name, Type Type, Func<object, object?> Get)[] GettersOf(Type type) => Getters.GetOrAdd(type, static of =>
        [.. of.GetProperties(BindingFlags.Public | BindingFlags.Instance)
              .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract")
              .Select(property => (property.Name, property.PropertyType, Getter(of, property)))]);

    static Func<object, object?> Getter(Type type, PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(object));
        var body = Expression.Convert(Expression.Property(Expression.Convert(row, type), property), typeof(object));
        return Expression.Lambda<Func<object, object?>>(body, row).Compile();
    }
}
