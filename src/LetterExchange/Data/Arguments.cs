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
    static readonly ConcurrentDictionary<Type, (string Name, Func<object, object?> Get)[]> Getters = new();

    public static Arguments? Of(object? args, Engine engine) => args is null ? null : new Arguments(args, engine);

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        foreach (var (name, get) in GettersOf(args.GetType()))
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
        foreach (var (name, get) in GettersOf(row.GetType())) yield return (name, Value(get(row), engine));
    }

    /// <summary>The names of a row's properties.</summary>
    public static IEnumerable<string> Names<T>() => GettersOf(typeof(T)).Select(getter => getter.Name);

    /// <summary>Rows as one array a property.</summary>
    public static DynamicParameters Columns<T>(IReadOnlyCollection<T> rows, Engine engine) where T : class
    {
        var columns = new DynamicParameters();
        foreach (var (name, get) in GettersOf(typeof(T))) columns.Add(name, Typed([.. rows.Select(row => Value(get(row), engine))]));
        return columns;
    }

    /// <summary>Binds a row to a command that is run again and again.</summary>
    public static void Bind(DbCommand command, object row, Engine engine)
    {
        var getters = GettersOf(row.GetType());
        if (command.Parameters.Count == 0)
        {
            foreach (var (name, get) in getters) Add(command, name, Value(get(row), engine));
            return;
        }
        for (var i = 0; i < getters.Length; i++) Set((DbParameter)command.Parameters[i], Value(getters[i].Get(row), engine));
    }

    /// <summary>Binds one of many rows, as <c>@pROW_COLUMN</c>.</summary>
    public static void BindRow(DbCommand command, object row, int number, Engine engine)
    {
        var getters = GettersOf(row.GetType());
        for (var i = 0; i < getters.Length; i++) Add(command, $"p{number}_{i}", Value(getters[i].Get(row), engine));
    }

    /// <summary>Makes <c>IN @name</c> work on both: an array on PostgreSQL, as many parameters as there are values on SQLite.</summary>
    void AddList(DbCommand command, string name, object?[] values)
    {
        if (engine == Engine.Postgres)
        {
            command.CommandText = Regex.Replace(command.CommandText, $@"\bNOT\s+IN\s+@{name}\b", $"<> ALL(@{name})");
            command.CommandText = Regex.Replace(command.CommandText, $@"\bIN\s+@{name}\b", $"= ANY(@{name})");
            Add(command, name, Typed(values));
            return;
        }
        var padded = Padded(values);
        var names = string.Join(", ", padded.Select((_, i) => $"@{name}_{i}"));
        command.CommandText = Regex.Replace(command.CommandText, $@"@{name}\b", $"({names})");
        for (var i = 0; i < padded.Length; i++) Add(command, $"{name}_{i}", padded[i]);
    }

    /// <summary>The last value again until there are a power of two: lists of most lengths share a few prepared statements.</summary>
    static object?[] Padded(object?[] values)
    {
        if (values.Length > 1024) return values;
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)values.Length);
        if (length == values.Length) return values;
        object?[] padded = new object?[length];
        values.CopyTo(padded, 0);
        Array.Fill(padded, values[^1], values.Length, length - values.Length);
        return padded;
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
        parameter.ParameterName = command is SqliteCommand ? "@" + name : name;
        Set(parameter, value);
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

    static (string Name, Func<object, object?> Get)[] GettersOf(Type type) => Getters.GetOrAdd(type, static of =>
        [.. of.GetProperties(BindingFlags.Public | BindingFlags.Instance)
              .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract")
              .Select(property => (property.Name, Getter(of, property)))]);

    static Func<object, object?> Getter(Type type, PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(object));
        var body = Expression.Convert(Expression.Property(Expression.Convert(row, type), property), typeof(object));
        return Expression.Lambda<Func<object, object?>>(body, row).Compile();
    }
}
