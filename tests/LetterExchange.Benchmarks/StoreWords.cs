using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Benchmarks;

/// <summary>What letters say: words that are as frequent as words are (Zipf: the n-th is there one n-th as often as the first), none of them so common that a search leaves it out.</summary>
static class StoreWords
{
    /// <summary>Words of a letter.</summary>
    public const int OfLetter = 200;

    const int Vocabulary = 50_000;
    static readonly string[] words = [.. Enumerable.Range(0, Vocabulary).Select(Word)];
    static readonly double[] upTo = UpTo();

    /// <summary>Writes the texts of the letters from one up to, not including, another.</summary>
    /// <param name="key">Of the n-th letter.</param>
    /// <param name="text">The n-th letter's; made up where nobody says.</param>
    public static async Task Write(DbConnection connection, long from, long to, Func<long, Guid> key, Func<long, string?>? text)
    {
        text ??= n => Text((int)n);
        if (connection is NpgsqlConnection postgres) await Copy(postgres, from, to, key, text);
        else await Insert((SqliteConnection)connection, from, to, key, text);
    }

    /// <summary>Words drawn as the letters' own are.</summary>
    public static string Draw(Random chance, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Next(chance)));

    static string Text(int n)
    {
        var chance = new Random(n);
        var text = new StringBuilder(OfLetter * 7);
        for (var i = 0; i < OfLetter; i++) text.Append(Next(chance)).Append(i % 40 == 39 ? ".\n\n" : i % 10 == 9 ? ". " : " ");
        return text.ToString();
    }

    static string Next(Random chance)
    {
        var at = Array.BinarySearch(upTo, chance.NextDouble());
        return words[Math.Min(at < 0 ? ~at : at, Vocabulary - 1)];
    }

    static double[] UpTo()
    {
        var sums = new double[Vocabulary];
        var sum = 0.0;
        for (var n = 0; n < Vocabulary; n++) sums[n] = sum += 1.0 / (n + 1);
        for (var n = 0; n < Vocabulary; n++) sums[n] /= sum;
        return sums;
    }

    /// <summary>The n-th word: syllables, so that none is the beginning of another's stem.</summary>
    static string Word(int n)
    {
        const string first = "bdfgklmnprstvz", second = "aiou";
        var word = new StringBuilder("x");
        for (var rest = n + 60; rest > 0; rest /= first.Length * second.Length) word.Append(first[rest % first.Length]).Append(second[rest / first.Length % second.Length]);
        return word.Append('k').ToString();
    }

    static async Task Copy(NpgsqlConnection postgres, long from, long to, Func<long, Guid> key, Func<long, string?> text)
    {
        await using var writer = await postgres.BeginBinaryImportAsync("COPY revision_texts (letter_id, number, salt, text) FROM STDIN (FORMAT BINARY)");
        writer.Timeout = TimeSpan.FromMinutes(10);
        for (var n = from; n < to; n++)
        {
            if (text(n) is not { } one) continue;
            await writer.StartRowAsync();
            await writer.WriteAsync(key(n), NpgsqlTypes.NpgsqlDbType.Uuid);
            await writer.WriteAsync(1, NpgsqlTypes.NpgsqlDbType.Integer);
            await writer.WriteAsync("salt", NpgsqlTypes.NpgsqlDbType.Text);
            await writer.WriteAsync(one, NpgsqlTypes.NpgsqlDbType.Text);
        }
        await writer.CompleteAsync();
    }

    static async Task Insert(SqliteConnection connection, long from, long to, Func<long, Guid> key, Func<long, string?> text)
    {
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO revision_texts (letter_id, number, salt, text) VALUES (@id, 1, 'salt', @text)";
        var (id, words) = (command.Parameters.Add("@id", SqliteType.Blob), command.Parameters.Add("@text", SqliteType.Text));
        for (var n = from; n < to; n++)
        {
            if (text(n) is not { } one) continue;
            (id.Value, words.Value) = (key(n).ToByteArray(bigEndian: true), one);
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }
}
