using System.Data;
using System.Globalization;
using Dapper;

namespace LetterExchange.Data;

/// <summary>How columns become values; the other direction is <see cref="Arguments"/>.</summary>
static class Columns
{
    static readonly Lock Once = new();
    static bool done;

    public static void Register()
    {
        lock (Once)
        {
            if (done) return;
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            Replace(new KeyHandler());
            Replace(new InstantHandler());
            Replace(new DayHandler());
            done = true;
        }
    }

    static void Replace<T>(SqlMapper.TypeHandler<T> handler) where T : struct
    {
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(handler);
    }

    /// <summary>Dapper asks its handlers about NULL too where a column is all that is asked for.</summary>
    abstract class Handler<T> : SqlMapper.TypeHandler<T>, SqlMapper.ITypeHandler where T : struct
    {
        object? SqlMapper.ITypeHandler.Parse(Type destinationType, object value) => value is DBNull ? null : Parse(value);
    }

    sealed class KeyHandler : Handler<Guid>
    {
        public override Guid Parse(object value) => value is byte[] bytes ? new Guid(bytes, bigEndian: true) : (Guid)value;

        public override void SetValue(IDbDataParameter parameter, Guid value) => throw new InvalidOperationException("Bound by Arguments.");
    }

    sealed class InstantHandler : Handler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => throw new InvalidOperationException("Bound by Arguments.");
    }

    sealed class DayHandler : Handler<DateOnly>
    {
        public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, DateOnly value) => throw new InvalidOperationException("Bound by Arguments.");
    }
}
