using LetterExchange.Data;

namespace LetterExchange.Tests.Data;

public sealed class BackupPolicyTests
{
    static readonly DateTimeOffset now = new(2027, 1, 11, 2, 30, 0, TimeSpan.Zero);

    // Hours before now at which copies were taken, the newest last; which of them go.
    [TestCase(3, "0", "", TestName = "One copy stays")]
    [TestCase(3, "72,48,24,0", "72", TestName = "Of four nights the first goes")]
    [TestCase(3, "240,200,160", "", TestName = "Days without a copy count for none")]
    [TestCase(1, "20,10,5,0", "", TestName = "All of the last day stay, however many")]
    [TestCase(3, "24,1.5,1,0.5", "", TestName = "Copies by hand push no night's copy out")]
    [TestCase(3, "47,46,45,0", "47,46", TestName = "Of an earlier day the last one stays")]
    [TestCase(1, "24.1,23.9,0", "24.1", TestName = "A day ends after 24 hours")]
    public void Which_copies_go(int days, string taken, string gone)
    {
        var over = new BackupPolicy(days).Over(Instants(taken), now);
        Assert.That(over, Is.EquivalentTo(Instants(gone)));
    }

    static IEnumerable<DateTimeOffset> Instants(string hours) =>
        hours.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ago => now.AddHours(-double.Parse(ago, System.Globalization.CultureInfo.InvariantCulture)));
}
