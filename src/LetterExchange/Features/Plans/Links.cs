namespace LetterExchange.Features.Plans;

/// <summary>Where the notices of this feature lead.</summary>
static class Links
{
    public const string Desk = "/desk";

    public const string Pairs = "/pairs";

    public static string Write(Guid turn) => $"/turns/{turn}";

    public static string Dates(Guid turn) => $"/turns/{turn}/dates";

    public static string Read(Guid assignment) => $"/assignments/{assignment}";

    public static string Words(Guid note) => $"/words/{note}";

    public static string Pair(Guid pair) => $"/pairs/{pair}";
}
