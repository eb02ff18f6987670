using System.Data.Common;
using LetterExchange.Data;

namespace LetterExchange.Benchmarks.Letters;

/// <summary>One row, inserted or written anew.</summary>
sealed record Statement(string Sql, object[] Values);

/// <summary>What one letter has left on its way, by the step that left it.</summary>
sealed class Rows
{
    /// <summary>Of a letter's assignment: its own turn t, and all of its turns o.</summary>
    const string Turns = "turns t JOIN letters l ON l.turn_id = t.id AND l.delivered_at IS NOT NULL JOIN turns o ON o.assignment_id = t.assignment_id";

    const int Chunk = 500;

    public List<Statement> Submitted { get; } = [];
    public List<Statement> Screened { get; } = [];
    public List<Statement> Approved { get; } = [];
    public List<Statement> Delivered { get; } = [];
    public List<Statement> Claimed { get; } = [];
    public List<Statement> Mailed { get; } = [];

    /// <summary>The letters of these turns that have been delivered and mailed.</summary>
    public static async Task<List<Rows>> Of(DbConnection source, Engine engine, List<Guid> turns)
    {
        var letters = new Dictionary<string, Rows>();
        foreach (var some in turns.Chunk(Chunk))
        {
            var chosen = $"t.id IN ({string.Join(", ", some.Select(id => engine == Engine.Sqlite ? $"x'{id:N}'" : $"'{id}'"))})";
            await Each(source, $"SELECT l.* , l.id AS letter FROM turns t JOIN letters l ON l.turn_id = t.id AND l.delivered_at IS NOT NULL WHERE {chosen}", (key, row) => letters[key] = Begin(row));
            foreach (var (table, step) in new (string, Func<Rows, List<Statement>>)[]
            {
                ("revisions", rows => rows.Submitted), ("revision_texts", rows => rows.Submitted), ("findings", rows => rows.Screened), ("decisions", rows => rows.Approved), ("releases", rows => rows.Approved), ("deliveries", rows => rows.Delivered),
            })
                await Each(source, $"SELECT r.*, l.id AS letter FROM turns t JOIN letters l ON l.turn_id = t.id AND l.delivered_at IS NOT NULL JOIN {table} r ON r.letter_id = l.id WHERE {chosen}", (key, row) => step(letters[key]).Add(Insert(table, row)));
            await Each(source, $"SELECT o.id, l.id AS letter FROM {Turns} WHERE {chosen}", (key, row) => letters[key].Delivered.Add(Again("turns", row["id"])));
            await Each(source, $"SELECT e.*, l.id AS letter FROM {Turns} JOIN events e ON e.subject_id = l.id WHERE o.id = t.id AND {chosen}", (key, row) => letters[key].Event(row));
            await Each(source, $"SELECT n.*, l.id AS letter FROM {Turns} JOIN notices n ON n.subject_id = l.id WHERE o.id = t.id AND {chosen}", (key, row) => letters[key].Notice(row));
            await Each(source, $"SELECT n.*, l.id AS letter FROM {Turns} JOIN notices n ON n.subject_id = o.id WHERE o.id <> t.id AND {chosen}", (key, row) => letters[key].Notice(row));
            await Each(source, $"SELECT DISTINCT m.*, l.id AS letter FROM {Turns} JOIN notices n ON n.subject_id IN (l.id, o.id) JOIN mails m ON m.id = n.mail_id WHERE {chosen}", (key, row) => letters[key].Mail(row));
        }
        return [.. letters.Values.Where(rows => rows.Mailed.Count > 0)];
    }

    static Rows Begin(Dictionary<string, object> row)
    {
        var (rows, again) = (new Rows(), Again("letters", row["id"]));
        rows.Submitted.AddRange([Insert("letters", row), Again("turns", row["turn_id"])]);
        foreach (var step in new[] { rows.Screened, rows.Approved, rows.Delivered }) step.Add(again);
        return rows;
    }

    void Event(Dictionary<string, object> row)
    {
        var step = (string)row["kind"] switch { "letter.begin" or "letter.submit" => Submitted, "letter.route" => Screened, "letter.approve" => Approved, _ => Delivered };
        step.Add(Insert("events", row));
        step.Add(new("INSERT INTO unsealed_events (event_id) VALUES (@p0)", [row["id"]]));
    }

    /// <summary>Told first; and where it was mailed, put into its mail then.</summary>
    void Notice(Dictionary<string, object> row)
    {
        var mail = row["mail_id"];
        (row["mail_id"], row["mail_at"]) = (DBNull.Value, mail is DBNull ? row["mail_at"] : row["created_at"]);
        Delivered.Add(Insert("notices", row));
        if (mail is not DBNull) Claimed.Add(new("UPDATE notices SET mail_id = @p1, mail_at = NULL WHERE id = @p0", [row["id"], mail]));
    }

    /// <summary>Claimed first, and then sent.</summary>
    void Mail(Dictionary<string, object> row)
    {
        Mailed.Add(new("UPDATE mails SET state = 'Sent', retry_at = NULL, sent_at = @p1 WHERE id = @p0", [row["id"], row["sent_at"]]));
        (row["state"], row["retry_at"], row["sent_at"]) = ("Claimed", row["claimed_at"], DBNull.Value);
        Claimed.Insert(0, Insert("mails", row));
    }

    static Statement Again(string table, object id) => new($"UPDATE {table} SET version = version + 1 WHERE id = @p0", [id]);

    static Statement Insert(string table, Dictionary<string, object> row)
    {
        var columns = row.Keys.Where(column => column != "letter").ToList();
        return new($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, n) => $"@p{n}"))})", [.. columns.Select(column => row[column])]);
    }

    /// <param name="act">Gets the letter's key and the row by its columns.</param>
    static async Task Each(DbConnection source, string sql, Action<string, Dictionary<string, object>> act)
    {
        await using var command = source.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue);
            act(row["letter"] is byte[] bytes ? Convert.ToHexStringLower(bytes) : $"{row["letter"]:N}", row);
        }
    }
}
