namespace LetterExchange.Data;

/// <summary>What has been erased stays so: when a copy from before is restored, the erasures recorded since are applied to it.</summary>
static class Erasures
{
    /// <summary>Each table of erasures: its key, the thing that is meant (what the copy does not have needs no erasing), and what goes with it.</summary>
    static readonly (string Table, string Key, string Thing, string[] Forgets)[] All =
    [
        ("erasures", "letter_id", "revisions t WHERE t.letter_id = @key AND t.number = @number",
        [
            "DELETE FROM revision_texts WHERE letter_id = @key AND number = @number",
            """
            DELETE FROM picture_bytes WHERE picture_id IN (SELECT a.picture_id FROM attachments a WHERE a.letter_id = @key AND a.number = @number)
               AND NOT EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = picture_bytes.picture_id
                                  AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = a.letter_id AND e.number = a.number))
            """,
        ]),
        ("concern_erasures", "entry_id", "concern_entries t WHERE t.id = @key", ["DELETE FROM concern_texts WHERE entry_id = @key"]),
        ("concern_note_erasures", "concern_id", "concerns t WHERE t.id = @key", ["UPDATE concerns SET note = '' WHERE id = @key AND note <> ''"]),
        ("pair_note_erasures", "note_id", "pair_notes t WHERE t.id = @key", ["DELETE FROM pair_note_texts WHERE note_id = @key"]),
        ("pair_message_erasures", "message_id", "pair_messages t WHERE t.id = @key", ["DELETE FROM pair_message_texts WHERE message_id = @key"]),
    ];

    /// <summary>All that a database knows of; tables that it does not have yet hold none.</summary>
    /// <param name="tables">The tables that it has.</param>
    public static async Task<IReadOnlyList<Erasure>> Read(Database db, IReadOnlySet<string> tables)
    {
        var all = new List<Erasure>();
        foreach (var (table, key, _, _) in All.Where(one => tables.Contains(one.Table)))
            all.AddRange((await db.Query<Erasure>($"SELECT {key} AS key, {(table == "erasures" ? "number" : "0 AS number")}, by_id, at FROM {table}")).Select(one => one with { Table = table }));
        return all;
    }

    /// <summary>Applies those that the database does not know yet; all of them or none. Returns how many.</summary>
    public static Task<int> Apply(Database db, IReadOnlyList<Erasure> erasures) => db.Transact(async tx =>
    {
        var applied = 0;
        foreach (var one in erasures)
        {
            var (table, key, thing, forgets) = All.Single(known => known.Table == one.Table);
            var (number, numbers, same) = table == "erasures" ? ("number, ", "@number, ", "AND e.number = @number") : ("", "", "");
            var row = new { key = one.Key, number = one.Number, by = one.ById, at = one.At };
            var recorded = await tx.Execute($"""
                INSERT INTO {table} ({key}, {number}by_id, at)
                SELECT @key, {numbers}(SELECT h.id FROM people h WHERE h.id = @by), @at
                 WHERE EXISTS (SELECT 1 FROM {thing}) AND NOT EXISTS (SELECT 1 FROM {table} e WHERE e.{key} = @key {same})
                """, row);
            if (recorded == 0) continue;
            applied++;
            foreach (var forget in forgets) await tx.Execute(forget, row);
        }
        return applied;
    });
}

/// <summary>One recorded erasure: in which table, of what, by whom, when.</summary>
sealed record Erasure
{
    public string Table { get; init; } = "";
    public Guid Key { get; init; }
    public int Number { get; init; }
    public Guid? ById { get; init; }
    public DateTimeOffset At { get; init; }
}
