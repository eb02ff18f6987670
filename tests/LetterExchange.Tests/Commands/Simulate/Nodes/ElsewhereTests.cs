using System.Diagnostics;
using Hangfire;
using LetterExchange.Commands.Simulate;
using LetterExchange.Commands.Simulate.Nodes;
using LetterExchange.Data;
using LetterExchange.Features.Plans;
using LetterExchange.Tests.Ground;
using Microsoft.Extensions.DependencyInjection;

namespace LetterExchange.Tests.Commands.Simulate.Nodes;

/// <summary>A process of the service that does what is due at the season's time.</summary>
public sealed class ElsewhereTests
{
    static readonly DateTimeOffset Begins = new(2027, 1, 11, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task What_is_due_has_been_done_by_another_process_and_its_mails_have_arrived_and_its_end_is_said()
    {
        var db = await Databases.Fresh(Engine.Postgres);
        var (clock, given) = (new VirtualClock(Begins), new Given(db, new VirtualClock(Begins)));
        var first = await given.OpenTurn(due: Begins.AddDays(14), cutOff: Begins.AddDays(17));
        var second = await given.OpenTurn(due: Begins.AddDays(34), cutOff: Begins.AddDays(37), pair: await given.Pair());
        await given.Address("Mentee", "Mentor");
        var post = new Post(clock);
        await using (var jobs = new ServiceCollection().AddLogging().AddJobs(db).BuildServiceProvider())
        await using (var elsewhere = await Elsewhere.Start(db, clock, jobs.GetRequiredService<IBackgroundJobClient>(), post, new(1, 1, 1, Nodes: 1), Begins.AddDays(60), CancellationToken.None))
        {
            clock.MoveTo(Begins.AddDays(17));
            await elsewhere.Do([Due.Enforce], CancellationToken.None);
            Assert.That(await State(first), Is.EqualTo("Lapsed"));
            Assert.That(await db.Get<DateTimeOffset>("SELECT closed_at FROM turns WHERE id = @Id", new { first.Id }), Is.EqualTo(Begins.AddDays(17)), "by the season's clock");
            Assert.That(await State(second), Is.EqualTo("Open"));
            Assert.That(post.MessageIds, Is.Not.Empty.And.EquivalentTo(await db.Query<string>("SELECT message_id FROM mails WHERE state = 'Sent'")));
            using (var process = Process.GetProcessById(elsewhere.ProcessIds.Single()))
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
            clock.MoveTo(Begins.AddDays(37));
            Assert.That(() => elsewhere.Do([Due.Enforce], CancellationToken.None), Throws.InstanceOf<SeasonStuck>().With.Message.Contains("Process 1 has ended by itself with status 137"));
            Assert.That(await State(second), Is.EqualTo("Open"), "and nobody else has done it");
        }
        await Databases.Drop(db);

        Task<string> State(Turn turn) => db.Get<string>("SELECT state FROM turns WHERE id = @Id", new { turn.Id });
    }
}
