using LetterExchange.Features.Letters;

namespace LetterExchange.Tests.Features.Letters;

/// <summary>The table of a pair's moves, written by hand: a row a move, a column a stand.</summary>
public sealed class PairMovesTests
{
    const string Table = """
                     Active  Ending  StandingIn Paused  Held    Resting Closed  ClosedForSafety
        Substitute   Resting -       -          Resting -       -       -       -
        Return       -       -       Closed     -       -       Active  -       -
        Rematch      Closed  Closed  -          Closed  Closed  -       -       -
        Announce     Ending  -       -          -       -       -       -       -
        Withdraw     -       Active  -          -       -       -       -       -
        Pause        Paused  Paused  Paused     -       -       -       -       -
        Resume       -       -       -          Active  Active  -       -       -
        Close        Closed  Closed  Closed     Closed  Closed  Closed  -       -
        Reopen       -       -       -          -       -       -       Active  -
        """;

    [Test]
    public void Each_move_leads_where_the_table_says_and_every_other_is_refused()
    {
        var rows = Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var stands = rows[0].Select(Enum.Parse<PairStand>).ToList();
        Assert.That(stands, Is.EquivalentTo(Enum.GetValues<PairStand>()));
        Assert.That(rows.Skip(1).Select(row => Enum.Parse<PairMove>(row[0])), Is.EquivalentTo(Enum.GetValues<PairMove>()));
        foreach (var row in rows.Skip(1))
            foreach (var (stand, to) in stands.Zip(row.Skip(1)))
                Assert.That(PairMoves.After(stand, Enum.Parse<PairMove>(row[0])), Is.EqualTo(to == "-" ? null : Enum.Parse<PairStand>(to)), $"{stand} {row[0]}");
    }
}
