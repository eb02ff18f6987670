namespace LetterExchange.Features.Plans;

/// <summary>A draft can be changed as one likes; a published plan is what pairs were promised, so it is changed through <see cref="PlanChanges"/>.</summary>
public enum PlanState { Draft, Published }

/// <summary>An ordered list of rounds, to be applied to pairs.</summary>
public sealed record ReadingPlan
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public string Name { get; init; } = "";
    public PlanState State { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<Round> Rounds { get; init; } = [];

    /// <summary>As the form has it.</summary>
    public PlanSheet Sheet => new()
    {
        Name = Name,
        Rounds = [.. Rounds.Select(round => new RoundSheet
        {
            Title = round.Title, Opens = round.OpensLocal, Stories = [.. round.Stories],
            Turns = [.. round.Turns.Select(turn => new TurnSheet { Writer = turn.Writer, Due = turn.DueLocal, CutOff = turn.CutOffLocal })],
        })],
    };
}

/// <summary>A round: its stories (the mentee chooses when there are several), its opening and its turns.</summary>
public sealed record Round
{
    public Guid Id { get; init; }
    public Guid PlanId { get; init; }

    /// <summary>From 1.</summary>
    public int Ordinal { get; init; }

    public string Title { get; init; } = "";

    /// <summary>yyyy-MM-ddTHH:mm on the program's wall clock; the instant is derived from it.</summary>
    public string OpensLocal { get; init; } = "";

    public DateTimeOffset OpensAt { get; init; }

    /// <summary>When it was taken out of the published plan: nobody gets it any more.</summary>
    public DateTimeOffset? DroppedAt { get; init; }

    public IReadOnlyList<string> Stories { get; init; } = [];
    public IReadOnlyList<RoundTurn> Turns { get; init; } = [];
}

/// <summary>A planned turn of a round: who writes, until when.</summary>
public sealed record RoundTurn
{
    public Guid RoundId { get; init; }

    /// <summary>From 1, the order of writing.</summary>
    public int Ordinal { get; init; }

    public Side Writer { get; init; }
    public string DueLocal { get; init; } = "";
    public DateTimeOffset DueAt { get; init; }
    public string CutOffLocal { get; init; } = "";
    public DateTimeOffset CutOffAt { get; init; }
}

/// <summary>A plan as it is typed: times as text, so that nothing typed is lost, however wrong.</summary>
public sealed class PlanSheet
{
    public string? Name { get; set; }
    public List<RoundSheet> Rounds { get; set; } = [];

    /// <summary>The sheet as a form's fields have it.</summary>
    /// <param name="field">What stands in a field of that name; nothing where the form has none.</param>
    internal static PlanSheet From(Func<string, string?> field) => new()
    {
        Name = field("Sheet.Name"),
        Rounds = [.. Indexed(n => $"Sheet.Rounds[{n}].", name => field(name + "Opens")).Select(round => new RoundSheet
        {
            Title = field(round + "Title"), Opens = field(round + "Opens"), Stories = [.. Indexed(n => $"{round}Stories[{n}]", field).Select(field)],
            Turns = [.. Indexed(n => $"{round}Turns[{n}].", name => field(name + "Due")).Select(turn => new TurnSheet
            {
                Writer = Enum.TryParse<Side>(field(turn + "Writer"), out var side) ? side : Side.Mentee, Due = field(turn + "Due"), CutOff = field(turn + "CutOff"),
            })],
        })],
    };

    static IEnumerable<string> Indexed(Func<int, string> name, Func<string, string?> exists) =>
        Enumerable.Range(0, 1000).Select(name).TakeWhile(each => exists(each) is not null);
}

/// <summary>A round as it is typed.</summary>
public sealed class RoundSheet
{
    /// <summary>Where it is empty the first story's title is taken.</summary>
    public string? Title { get; set; }

    public string? Opens { get; set; }

    /// <summary>Story ids; empty ones do not count.</summary>
    public List<string?> Stories { get; set; } = [];

    public List<TurnSheet> Turns { get; set; } = [];

    internal IEnumerable<string> Chosen => Stories.Where(story => !string.IsNullOrWhiteSpace(story)).Select(story => story!);
}

/// <summary>A turn as it is typed.</summary>
public sealed class TurnSheet
{
    public Side Writer { get; set; }
    public string? Due { get; set; }
    public string? CutOff { get; set; }
}
