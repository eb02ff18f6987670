using LetterExchange.Data;

namespace LetterExchange.Tests.Faults;

/// <summary>Makes one row impossible to write, by a trigger that refuses it: whatever a sweep does with it fails, as with a row that breaks a rule nobody thought of.</summary>
/// <param name="Deed">INSERT, UPDATE or DELETE.</param>
public sealed record Poison(string Deed, string Table, string Column, Guid Id)
{
    string Row => Deed == "DELETE" ? "OLD" : "NEW";

    public Task Into(Database db) => db.Execute(db.Engine == Engine.Sqlite
        ? $"CREATE TRIGGER poison BEFORE {Deed} ON {Table} WHEN {Row}.{Column} = x'{Convert.ToHexString(Id.ToByteArray(bigEndian: true))}' BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
        : $"""
           CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {Row}.{Column} = '{Id}' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN {Row}; END $$;
           CREATE TRIGGER poison BEFORE {Deed} ON {Table} FOR EACH ROW EXECUTE FUNCTION poison()
           """);

    public Task OutOf(Database db) => db.Execute(db.Engine == Engine.Sqlite ? "DROP TRIGGER poison" : $"DROP TRIGGER poison ON {Table}; DROP FUNCTION poison()");
}
