using LetterExchange.Data;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Data;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SchemaTests(Engine engine) : DatabaseTest(engine)
{
    [Test]
    public async Task Every_instant_is_a_whole_number_of_milliseconds()
    {
        var columns = await Columns();
        Assert.That(columns, Has.Count.GreaterThan(60));
        Assert.That(columns.Where(column => !column.Type.Equals("bigint", StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    /// <summary>The product's columns that hold an instant, by their names: <c>at</c>, <c>…_at</c>, <c>until</c>, <c>…_until</c>, <c>since</c>.</summary>
    async Task<List<(string Table, string Name, string Type)>> Columns() => (await Db.Query<(string Table, string Name, string Type)>(Engine == Engine.Sqlite
        ? "SELECT t.name, c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        : "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = 'public'"))
        .FindAll(column => !column.Table.Equals("schemaversions", StringComparison.OrdinalIgnoreCase)
            && (column.Name is "at" or "until" or "since" || column.Name.EndsWith("_at") || column.Name.EndsWith("_until")));
}
