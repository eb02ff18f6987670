using LetterExchange.Data;

namespace LetterExchange.Benchmarks;

/// <summary>The SQL of the store: where the two engines part (keys, hexadecimal), and what its statements share.</summary>
/// <param name="inOne">Whether one program has all pairs, instead of a thousand each.</param>
sealed class StoreText(Engine engine, long pairs, bool inOne = false)
{
    readonly Dictionary<string, int> kinds = [];

    public long Pairs => pairs;

    public long Cohorts => (pairs + 99) / 100;

    public long Programs => (pairs + PairsOfProgram - 1) / PairsOfProgram;

    public long CohortsOfProgram => PairsOfProgram / 100;

    long PairsOfProgram => inOne ? (pairs + 99) / 100 * 100 : 1000;

    /// <summary>The number of a pair's program.</summary>
    public string ProgramOf(string pair) => $"{pair} / {PairsOfProgram}";

    /// <summary>One in a hundred pairs.</summary>
    public long Few => Math.Max(1, pairs / 100);

    /// <summary>The n-th key of a kind, in the order of n: the form of a UUIDv7.</summary>
    public string Key(string kind, string n)
    {
        var number = Number(kind);
        return engine == Engine.Sqlite
            ? $"unhex('0192f000{number:x4}70008' || printf('%015x', {n}))"
            : $"CAST('0192f000{number:x4}70008' || lpad(to_hex({n}), 15, '0') AS uuid)";
    }

    /// <summary>The same key, as it is read.</summary>
    public Guid IdOf(string kind, long n) => Guid.ParseExact($"0192f000{Number(kind):x4}70008{n:x15}", "N");

    int Number(string kind)
    {
        if (!kinds.TryGetValue(kind, out var number)) kinds[kind] = number = kinds.Count;
        return number;
    }

    /// <summary>Sixty-four lower-case hexadecimal digits.</summary>
    public string Hex(string n) => engine == Engine.Sqlite ? $"printf('%064x', {n})" : $"lpad(to_hex({n}), 64, '0')";

    /// <summary>When the n-th letter was begun: by round, a week apart within it, each pair at a minute of its own.</summary>
    public string At(string n, long begins, long round, long day) => $"({begins} + {n} / {2 * pairs} * {round} + {n} / {pairs} % 2 * {7 * day} + {n} % {pairs} % 2880 * 60000)";

    /// <summary>One for what the mentee writes, the other for what the mentor does.</summary>
    public string BySide(string n, string mentee, string mentor) => $"CASE WHEN {n} / {pairs} % 2 = 0 THEN {mentee} ELSE {mentor} END";

    public string Between(string column, string kind, long from, long to) => $"{column} >= {Key(kind, Bound(from))} AND {column} < {Key(kind, Bound(to))}";

    /// <summary>Inserts a row for every n of a range.</summary>
    public Func<long, long, string> Insert(string into, string values) => (from, to) => $"""
        INSERT INTO {into}
        WITH RECURSIVE numbers(n) AS (SELECT {Bound(from)} UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {to})
        SELECT {values} FROM numbers
        """;

    static string Bound(long n) => $"CAST({n} AS BIGINT)";
}
