namespace LetterExchange.Features.Messages;

/// <summary>The two sides of a thread. There is none for a mentee.</summary>
public enum MessageSide { Mentor, Coordinator }

/// <summary>One message between a mentor and the coordinators about a pair.</summary>
public sealed record Message
{
    /// <summary>In UTF-16 code units.</summary>
    public const int Longest = 4_000;

    public Guid Id { get; init; }
    public MessageSide Side { get; init; }
    public Guid WriterId { get; init; }
    public string WriterName { get; init; } = "";
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>Plain text; nothing when it has been erased.</summary>
    public string? Text { get; init; }
}

/// <summary>A pair's thread, as somebody finds it.</summary>
/// <param name="Side">Which side they are; nothing for a safeguarding lead, who reads only.</param>
/// <param name="Messages">The oldest first.</param>
/// <param name="SeenUntil">Until when they had looked before.</param>
public sealed record Thread(ThreadPair Pair, MessageSide? Side, IReadOnlyList<Message> Messages, DateTimeOffset SeenUntil)
{
    public bool IsNew(Message message) => Side is not null && message.Side != Side && message.WrittenAt > SeenUntil;
}

/// <summary>Whom a thread is about, and with.</summary>
public sealed record ThreadPair
{
    public Guid Id { get; init; }
    public Guid ProgramId { get; init; }
    public Guid MentorId { get; init; }
    public Guid MenteeId { get; init; }
    public string MentorName { get; init; } = "";
    public string MenteeName { get; init; } = "";
    public string Program { get; init; } = "";
}

/// <summary>A thread in a list of threads.</summary>
public sealed record ThreadLine
{
    public Guid PairId { get; init; }
    public string MentorName { get; init; } = "";
    public string MenteeName { get; init; } = "";
    public int Messages { get; init; }

    /// <summary>Nothing where nobody has written yet.</summary>
    public MessageSide? LastSide { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Whether the other side has written since one looked.</summary>
    public bool IsNew { get; init; }
}
