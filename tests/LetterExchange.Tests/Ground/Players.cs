using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.Review;
using LetterExchange.Features.Screening;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

[assembly: HostingStartup(typeof(LetterExchange.Tests.Ground.Players))]

namespace LetterExchange.Tests.Ground;

/// <summary>Writers and reviewers who never rest, inside the real service: whoever owes a letter keeps a draft and sends it, and each letter is read and
/// approved at once. The service takes them in where ASPNETCORE_HOSTINGSTARTUPASSEMBLIES names this assembly (<see cref="Exchange.Play"/>).
/// With LETTEREXCHANGE_PLAY=finish nobody writes any more.</summary>
public sealed class Players : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddHostedService<Play>());

    /// <summary>What is written for a turn; every fifth needs two reviewers.</summary>
    public static string LetterFor(Guid turn) => turn.ToByteArray(bigEndian: true)[15] % 5 == 0
        ? $"Dear friend, I want to die. I can't tell anybody else. This is my letter {turn:N}."
        : $"Dear friend, today the lighthouse was dark and it rained. This is my letter {turn:N}.";

    sealed class Play(Database db, Writing writing, ClaimStore claims, Decisions decisions, TimeProvider clock) : BackgroundService
    {
        readonly bool writes = Environment.GetEnvironmentVariable("LETTEREXCHANGE_PLAY") != "finish";

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var rest = new PeriodicTimer(TimeSpan.FromMilliseconds(20), clock);
            while (await rest.WaitForNextTickAsync(stoppingToken))
            {
                if (writes) foreach (var owed in await Owed()) await Write(owed);
                foreach (var letter in await Waiting()) await Review(letter);
            }
        }

        async Task Write(OwedLetter owed)
        {
            var sheet = new Sheet(owed.PairId, owed.TurnId, null);
            if ((await writing.Keep(owed.WriterId, sheet, LetterFor(owed.TurnId))).Refusal is null) Console.WriteLine($"kept {owed.TurnId}");
            if ((await writing.Submit(owed.WriterId, sheet, LetterFor(owed.TurnId))).Refusal is null) Console.WriteLine($"sent {owed.TurnId}");
        }

        /// <summary>The reviewer turns the first key; on the safeguarding route the lead the second.</summary>
        async Task Review(QueuedLetter letter)
        {
            if (await claims.Take(letter.Id, letter.ReviewerId) && await decisions.Approve(letter.Id, letter.Version, letter.ReviewerId) == Decided.Done) return;
            if (letter.Route != Route.Safeguarding) return;
            await claims.Release(letter.Id, letter.ReviewerId);
            var version = await db.Get<int>("SELECT version FROM letters WHERE id = @Id", new { letter.Id });
            await decisions.Approve(letter.Id, version, letter.LeadId);
        }

        Task<List<OwedLetter>> Owed() => db.Query<OwedLetter>("""
            SELECT t.id AS turn_id, t.pair_id, t.writer_id FROM turns t
             WHERE t.state = 'Open' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.turn_id = t.id AND l.state <> 'Draft')
             ORDER BY t.id
            """);

        Task<List<QueuedLetter>> Waiting() => db.Query<QueuedLetter>("""
            SELECT l.id, l.version, l.route,
                   (SELECT m.person_id FROM memberships m WHERE m.program_id = l.program_id AND m.role = 'Reviewer' ORDER BY m.id LIMIT 1) AS reviewer_id,
                   (SELECT m.person_id FROM memberships m WHERE m.program_id = l.program_id AND m.role = 'SafeguardingLead' ORDER BY m.id LIMIT 1) AS lead_id
              FROM letters l WHERE l.state = 'InReview' ORDER BY l.review_since, l.id
            """);
    }

    sealed record OwedLetter
    {
        public Guid TurnId { get; init; }
        public Guid PairId { get; init; }
        public Guid WriterId { get; init; }
    }

    sealed record QueuedLetter
    {
        public Guid Id { get; init; }
        public int Version { get; init; }
        public Route Route { get; init; }
        public Guid ReviewerId { get; init; }
        public Guid LeadId { get; init; }
    }
}
