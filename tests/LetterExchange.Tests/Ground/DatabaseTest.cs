using LetterExchange.Data;
using Microsoft.Extensions.Time.Testing;

namespace LetterExchange.Tests.Ground;

/// <summary>The base of all tests of stores: each test has a fresh database of its own, a clock in hand and <see cref="Given"/> to fill it.
/// Derive with <c>[TestFixtureSource(typeof(Databases), nameof(Databases.All))]</c> and a constructor that takes the engine.</summary>
public abstract class DatabaseTest(Engine engine)
{
    /// <summary>A Monday, 10:00 in UTC.</summary>
    protected static readonly DateTimeOffset Start = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);

    protected Engine Engine => engine;

    protected Database Db { get; private set; } = null!;

    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected Parts Parts { get; private set; } = null!;

    protected Given Given { get; private set; } = null!;

    protected DateTimeOffset Now => Clock.Now();

    [SetUp]
    public async Task Open()
    {
        Clock = new FakeTimeProvider(Start);
        Db = await Databases.Fresh(engine);
        Parts = new Parts(Db, Clock);
        Given = new Given(Db, Clock);
    }

    [TearDown]
    public async Task Close()
    {
        Parts.Dispose();
        await Databases.Drop(Db);
    }

    /// <summary>The service's own class, with all that it needs, on this test's database and clock.</summary>
    protected T Get<T>() where T : class => Parts.Get<T>();

    /// <summary>The notices that a person has been given, the oldest first, those of one moment by kind.</summary>
    protected Task<List<Told>> NoticesTo(Guid person) => Db.Query<Told>(
        "SELECT kind, subject_id, occasion, arguments, link, created_at FROM notices WHERE person_id = @person ORDER BY created_at, kind, id", new { person });

    /// <summary>The kinds of the notices that a person has been given, the oldest first, those of one moment by kind.</summary>
    protected async Task<string[]> KindsTo(Guid person) => [.. (await NoticesTo(person)).Select(told => told.Kind)];

    /// <summary>The kinds of the events of one thing, the oldest first, those of one moment by kind.</summary>
    protected async Task<string[]> EventsOf(Guid subject) =>
        [.. await Db.Query<string>("SELECT kind FROM events WHERE subject_id = @subject ORDER BY at, kind, id", new { subject })];
}

/// <summary>A notice as the tests look at it.</summary>
public sealed record Told
{
    public string Kind { get; init; } = "";
    public Guid SubjectId { get; init; }
    public string Occasion { get; init; } = "";
    public string Arguments { get; init; } = "";
    public string Link { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}
