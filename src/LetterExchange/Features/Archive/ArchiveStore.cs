using LetterExchange.Data;
using LetterExchange.Features.Letters;
using LetterExchange.Features.People;
using LetterExchange.Features.Programs;
using LetterExchange.Features.Screening;

namespace LetterExchange.Features.Archive;

/// <summary>What is looked for; what is not said does not narrow.</summary>
public sealed record ArchiveFilter
{
    public Guid? Pair { get; init; }

    /// <summary>A part of a mentee's or mentor's name.</summary>
    public string? Name { get; init; }

    public LetterState? State { get; init; }

    /// <summary>A round's number, from 1.</summary>
    public int? Round { get; init; }

    /// <summary>Sent on this day of the program or later.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Sent on this day of the program or earlier.</summary>
    public DateOnly? To { get; init; }

    public bool IsEmpty => this == new ArchiveFilter();
}

/// <summary>A letter in the list.</summary>
public sealed record ArchivedLetter
{
    public Guid Id { get; init; }
    public Guid PairId { get; init; }
    public LetterState State { get; init; }
    public Route Route { get; init; }
    public int Revision { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public Guid WriterId { get; init; }
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";
    public string CohortName { get; init; } = "";
    public string? StoryId { get; init; }

    /// <summary>From 1; none for a free letter.</summary>
    public int? Round { get; init; }

    public int Words { get; init; }

    /// <summary>A coordinator's.</summary>
    public bool IsBridge { get; init; }
}

/// <summary>One page of the list.</summary>
/// <param name="Older">The last letter of this page, after which the next begins; none on the last page.</param>
/// <param name="TooMany">More pairs bear the name than are looked through: only the letters of the first are listed.</param>
public sealed record ArchivePage(IReadOnlyList<ArchivedLetter> Letters, Guid? Older, bool TooMany);

/// <summary>The letters of a program as staff list them: coordinators all, reviewers and teachers those of their cohorts, nobody their own.</summary>
public sealed class ArchiveStore(Database db)
{
    public const int PageSize = 50;

    /// <summary>How many pairs of one name are looked through.</summary>
    internal const int MostPairs = 200;

    /// <summary>Submitted letters, those sent last first. A drafted letter is its writer's alone.</summary>
    /// <param name="older">The last letter of the page before; none for the first page.</param>
    public Task<ArchivePage> List(MentoringProgram program, Guid me, ArchiveFilter filter, Guid? older = null) => db.Read(async tx =>
    {
        var pairs = filter.Pair is { } one ? [one] : filter.Name is { Length: > 0 } name ? await Named(tx, program.Id, name) : null;
        if (pairs is { Count: 0 }) return new ArchivePage([], null, false);
        var rows = await tx.Query<ArchivedLetter>(Sql(filter, pairs is not null, older is not null), new
        {
            program = program.Id, me, older, pairs = pairs?.Take(MostPairs).ToList(), State = filter.State?.ToString(), filter.Round,
            From = filter.From is { } from ? Days.Start(from, program.Zone) : (DateTimeOffset?)null,
            Before = filter.To is { } to ? Days.End(to, program.Zone) : (DateTimeOffset?)null,
        });
        return new ArchivePage([.. rows.Take(PageSize)], rows.Count > PageSize ? rows[PageSize - 1].Id : null, pairs?.Count > MostPairs);
    });

    internal static string Sql(ArchiveFilter filter, bool pairs, bool older) => $"""
        {Facts}
         WHERE l.program_id = @program AND l.submitted_at IS NOT NULL AND {Seen}
           {(pairs ? "AND l.pair_id IN @pairs" : "")}
           {(filter.State is null ? "" : "AND l.state = @State")}
           {(filter.Round is null ? "" : "AND o.ordinal = @Round")}
           {(filter.From is null ? "" : "AND l.submitted_at >= @From")}
           {(filter.To is null ? "" : "AND l.submitted_at < @Before")}
           {(older ? "AND (l.submitted_at, l.id) < (SELECT b.submitted_at, b.id FROM letters b WHERE b.id = @older)" : "")}
         ORDER BY l.submitted_at DESC, l.id DESC LIMIT {PageSize + 1}
        """;

    /// <summary>Letters l of pairs p with what a list says of each.</summary>
    internal const string Facts = """
        SELECT l.id, l.pair_id, l.state, l.route, l.revision, l.submitted_at, l.delivered_at, l.writer_id, l.bridge AS is_bridge, a.story_id, o.ordinal AS round, v.words,
               writer.given_name || ' ' || writer.surname AS writer_name, reader.given_name || ' ' || reader.surname AS reader_name, c.name AS cohort_name
          FROM letters l
               JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
               JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
               JOIN revisions v ON v.letter_id = l.id AND v.number = l.revision
               LEFT JOIN turns u ON u.id = l.turn_id LEFT JOIN assignments a ON a.id = u.assignment_id LEFT JOIN rounds o ON o.id = a.round_id
        """;

    /// <summary>Whether @me may see letter l of pair p in a list: coordinators all, reviewers and teachers those of their cohorts, nobody their own.</summary>
    internal static readonly string Seen =
        $"{Rights.StaffSees} AND ({Rights.Staff("'Coordinator'", "l.program_id")} OR {Rights.Staff("'Reviewer', 'Teacher'", "l.program_id", "p.cohort_id")})";

    /// <summary>The pattern of names with a part like this.</summary>
    internal static string Like(string name) => $"%{name.Trim().ToLowerInvariant().Replace("!", "!!").Replace("%", "!%").Replace("_", "!_")}%";

    internal static Task<List<Guid>> Named(Tx tx, Guid program, string name) => tx.Query<Guid>($"""
        SELECT p.id FROM pairs p JOIN people mentor ON mentor.id = p.mentor_id JOIN people mentee ON mentee.id = p.mentee_id
         WHERE p.program_id = @program
           AND (LOWER(mentor.given_name || ' ' || mentor.surname) LIKE @like ESCAPE '!' OR LOWER(mentee.given_name || ' ' || mentee.surname) LIKE @like ESCAPE '!')
         ORDER BY p.id LIMIT {MostPairs + 1}
        """, new { program, like = Like(name) });
}
