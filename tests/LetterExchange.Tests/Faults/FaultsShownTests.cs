using LetterExchange.Data;
using LetterExchange.Features.Administration;
using LetterExchange.Tests.Features.Administration;
using LetterExchange.Tests.Ground;

namespace LetterExchange.Tests.Faults;

/// <summary>Where an administrator reads of a fault: their page, in their language, the health and the doctor.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class FaultsShownTests(Engine engine) : AdministratorTest(engine)
{
    [Test]
    public async Task A_row_that_is_stuck_is_named_on_the_page_and_by_the_doctor_and_counted()
    {
        Assert.That(await Page(), Does.Not.Contain("Rows that could not"));
        var due = await Site.Given.Assignments(await Site.Given.Pairs(2), await Site.Given.Round(), Site.Now, (Side.Mentee, Site.Now.AddDays(9), Site.Now.AddDays(10)));
        var poison = new Poison("UPDATE", "assignments", "id", due[0].Id);
        await poison.Into(Site.Db);
        await Site.Get<Sweeps>().Run(Due.Release, default);
        var code = Engine == Engine.Sqlite ? "SQLite 19 (1811)" : "PostgreSQL P0001 exec_stmt_raise";
        Assert.That(await Page(), Does.Contain("Rows that could not be done: 1").And.Contain($"open rounds {due[0].Id} {code} today at 11:00").And.Contain("tries so far: 1"));
        Assert.That((await Site.Get<Doctor>().Look(thorough: false)).Single(one => one.Check == "stuck"), Has.Property("Verdict").EqualTo(Verdict.Bad).And.Property("With").EqualTo(new object[] { 1, "Release", due[0].Id, code, 0L }));
        Assert.That((await Site.Get<Figures>().Look()).Of("stuck").Waiting, Is.EqualTo(1));
        await Site.Db.Execute("UPDATE people SET language = 'es'");
        Assert.That(await Page(), Does.Contain("Filas que no se pudieron procesar: 1"));

        await poison.OutOf(Site.Db);
        Site.Clock.Advance(StuckRows.First);
        await Site.Get<Sweeps>().Run(Due.Release, default);
        Assert.That(await Page(), Does.Not.Contain(due[0].Id.ToString()));
        Assert.That((await Site.Get<Doctor>().Look(thorough: false)).Single(one => one.Check == "stuck").Verdict, Is.EqualTo(Verdict.Good));
    }

    /// <summary>SQLite has a full disk, PostgreSQL is a standby.</summary>
    [Test]
    public async Task A_database_that_takes_no_writes_is_said_in_words_as_long_as_it_is_so()
    {
        Assert.That(await Page(), Does.Not.Contain("The database stands in the way"));
        await Site.Given.Assignments(await Site.Given.Pairs(130), await Site.Given.Round(), Site.Now, (Side.Mentee, Site.Now.AddDays(9), Site.Now.AddDays(10)));
        await (Engine == Engine.Sqlite ? SmallDisk.Fill(Site.Db) : Standby.Begin(Site.Db));
        try
        {
            await Assert.CatchAsync(() => Site.Get<Sweeps>().Run(Due.Release, default));
            Assert.That(await Page(), Does.Contain($"The database stands in the way {(Engine == Engine.Sqlite ? "Its disk is full" : "It can only be read")}"));
            if (Engine == Engine.Postgres) Assert.That(await Health(), Does.Contain(DatabaseTrouble.InWords("readonly")));
        }
        finally
        {
            await (Engine == Engine.Sqlite ? SmallDisk.Free(Site.Db) : Standby.End(Site.Db));
        }
        await Site.Get<Sweeps>().Run(Due.Release, default);
        Assert.That(await Page(), Does.Not.Contain("The database stands in the way"));
        Assert.That(await Health(), Is.EqualTo("ok"));
    }

    [Test]
    public void Every_trouble_of_the_database_has_its_words_on_the_page()
    {
        var texts = Site.Get<Microsoft.Extensions.Localization.IStringLocalizer<Texts>>();
        Assert.That(DatabaseTrouble.All.Where(code => texts[$"database.{code}"].ResourceNotFound), Is.Empty);
    }

    async Task<string> Health()
    {
        using var nobody = await Site.As();
        return (await nobody.Get("/health/ready")).Text.Trim();
    }
}
