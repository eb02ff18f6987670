using System.Data.Common;
using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using LetterExchange.Tests.Features.Review;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LetterExchange.Tests.Data;

/// <summary>The base of the tests that try to break a rule of DESIGN.md, section 4, by raw SQL: the schema itself must say no.</summary>
public abstract class RulesTest(Engine engine) : LetterTest(engine)
{
    /// <summary>The statement is refused by a rule of the schema, and not because it could not be understood.</summary>
    protected async Task Refused(string sql, object? args = null)
    {
        try
        {
            await Db.Execute(sql, args);
        }
        catch (DbException failure) when (IsRule(failure))
        {
            return;
        }
        Assert.Fail($"The schema let this through: {sql}");
    }

    /// <summary>The same, by the trigger that says so.</summary>
    protected async Task Refused(string why, string sql, object? args)
    {
        var failure = await Assert.CatchAsync<DbException>(() => Db.Execute(sql, args));
        Assert.That(failure?.Message, Does.Contain(why), sql);
    }

    protected Task<int> Allowed(string sql, object? args = null) => Db.Execute(sql, args);

    /// <summary>Writes a decision as raw SQL does; the product's verbs would not.</summary>
    protected async Task<Guid> Decision(Letter letter, Guid reviewer, DecisionKind kind = DecisionKind.Approve, bool asLead = false)
    {
        var row = NewDecision(letter, reviewer, kind, asLead);
        await Db.Execute(InsertDecision, row);
        return row.Id;
    }

    protected DecisionRow NewDecision(Letter letter, Guid reviewer, DecisionKind kind = DecisionKind.Approve, bool asLead = false) =>
        new() { Id = Clock.New(), LetterId = letter.Id, Number = letter.Revision, ReviewerId = reviewer, Kind = kind, AsLead = asLead, At = Now };

    /// <summary>The release that these approvals allow.</summary>
    protected async Task<ReleaseRow> NewRelease(Letter letter, (Guid Decision, Guid Reviewer) first, (Guid Decision, Guid Reviewer)? second = null, Guid? lead = null) => new()
    {
        Id = Clock.New(), LetterId = letter.Id, Revision = letter.Revision, Sha256 = await HashOf(letter), Route = letter.Route, WriterId = letter.WriterId, ReaderId = letter.ReaderId,
        FirstDecisionId = first.Decision, FirstReviewerId = first.Reviewer, SecondDecisionId = second?.Decision, SecondReviewerId = second?.Reviewer, LeadId = lead, Standing = 1, At = Now,
    };

    /// <summary>The delivery that the letter's standing release allows.</summary>
    protected async Task<DeliveryRow> NewDelivery(Letter letter) =>
        new() { LetterId = letter.Id, Revision = letter.Revision, Sha256 = await HashOf(letter), Route = letter.Route, Standing = 1, At = Now };

    protected Task<string> HashOf(Letter letter) => Db.Get<string>("SELECT sha256 FROM revisions WHERE letter_id = @Id AND number = @Revision", new { letter.Id, letter.Revision });

    protected const string InsertDecision = """
        INSERT INTO decisions (id, letter_id, number, ordinal, reviewer_id, kind, as_lead, at)
        SELECT @Id, @LetterId, @Number, COALESCE(MAX(d.ordinal), 0) + 1, @ReviewerId, @Kind, @AsLead, @At FROM decisions d WHERE d.letter_id = @LetterId
        """;

    protected const string InsertRelease = """
        INSERT INTO releases (id, letter_id, revision, sha256, route, writer_id, reader_id, first_decision_id, first_reviewer_id,
                              second_decision_id, second_reviewer_id, lead_id, standing, at)
        VALUES (@Id, @LetterId, @Revision, @Sha256, @Route, @WriterId, @ReaderId, @FirstDecisionId, @FirstReviewerId,
                @SecondDecisionId, @SecondReviewerId, @LeadId, @Standing, @At)
        """;

    protected const string InsertDelivery = """
        INSERT INTO deliveries (letter_id, revision, sha256, route, standing, at) VALUES (@LetterId, @Revision, @Sha256, @Route, @Standing, @At)
        """;

    static bool IsRule(DbException failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == 19,
        PostgresException postgres => postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
        _ => false,
    };

    protected sealed record DecisionRow
    {
        public Guid Id { get; init; }
        public Guid LetterId { get; init; }
        public int Number { get; init; }
        public Guid ReviewerId { get; init; }
        public DecisionKind Kind { get; init; }
        public bool AsLead { get; init; }
        public DateTimeOffset At { get; init; }
    }

    protected sealed record ReleaseRow
    {
        public Guid Id { get; init; }
        public Guid LetterId { get; init; }
        public int Revision { get; init; }
        public string Sha256 { get; init; } = "";
        public Route Route { get; init; }
        public Guid WriterId { get; init; }
        public Guid ReaderId { get; init; }
        public Guid FirstDecisionId { get; init; }
        public Guid FirstReviewerId { get; init; }
        public Guid? SecondDecisionId { get; init; }
        public Guid? SecondReviewerId { get; init; }
        public Guid? LeadId { get; init; }
        public int? Standing { get; init; }
        public DateTimeOffset At { get; init; }
    }

    protected sealed record DeliveryRow
    {
        public Guid LetterId { get; init; }
        public int Revision { get; init; }
        public string Sha256 { get; init; } = "";
        public Route Route { get; init; }
        public int? Standing { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
