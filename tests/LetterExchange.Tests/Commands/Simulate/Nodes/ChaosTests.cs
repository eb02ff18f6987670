using LetterExchange.Commands.Simulate.Nodes;

namespace LetterExchange.Tests.Commands.Simulate.Nodes;

public sealed class ChaosTests
{
    static readonly DateTimeOffset from = new(2027, 2, 24, 14, 0, 0, TimeSpan.Zero);

    [Test]
    public void The_same_seed_plans_the_same_faults_and_another_others()
    {
        var planned = Plan(1);
        Assert.That(Plan(1), Is.EqualTo(planned));
        Assert.That(Plan(2), Is.Not.EqualTo(planned));
    }

    [Test]
    public void Of_each_kind_as_many_are_planned_as_of_the_others_give_or_take_one()
    {
        var counts = Enum.GetValues<Fault>().Select(fault => Plan(3).Count(one => one.Fault == fault)).ToList();
        Assert.That(counts.Max() - counts.Min(), Is.LessThanOrEqualTo(1));
        Assert.That(counts.Min(), Is.Positive);
    }

    [Test]
    public void A_process_is_frozen_for_longer_than_mails_are_claimed_and_not_for_so_long_that_its_clock_counts_as_wrong()
    {
        var frozen = Plan(4).Where(one => one.Fault is Fault.Freeze or Fault.FreezeWithMail).ToList();
        Assert.That(frozen, Is.Not.Empty.And.All.Matches<Chaos.Planned>(one => one!.Lasts > LetterExchange.Features.Notices.MailStore.Lease && one.Lasts < Chaos.Apart));
        Assert.That(Plan(4), Is.All.Matches<Chaos.Planned>(one => one!.Wrong.Duration() < Chaos.Apart && one.At > from && one.At < from.AddDays(90)));
    }

    static List<Chaos.Planned> Plan(int seed) => [.. Chaos.Plan(new Random(seed), 3, from, from.AddDays(90))];
}
