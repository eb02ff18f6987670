using LetterExchange.Data;
using LetterExchange.Features.Letters;

namespace LetterExchange.Features.Archive;

/// <summary>A letter with its pair's and its round's facts.</summary>
public sealed record LetterWithFacts : Letter
{
    public string WriterName { get; init; } = "";
    public string ReaderName { get; init; } = "";

    /// <summary>By which the writer's signature is found.</summary>
    public string WriterGivenName { get; init; } = "";

    public string CohortName { get; init; } = "";
    public string? StoryId { get; init; }
    public int? Round { get; init; }
}

/// <summary>One submitted text.</summary>
public sealed record ArchivedRevision
{
    public int Number { get; init; }
    public string Sha256 { get; init; } = "";
    public int Words { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>None when it has been erased.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }
    public IReadOnlyList<LetterPicture> Pictures { get; init; } = [];
    public IReadOnlyList<ArchivedFinding> Findings { get; init; } = [];
}

/// <summary>What screening saw.</summary>
public sealed record ArchivedFinding
{
    public int Number { get; init; }
    public int Ordinal { get; init; }
    public string Category { get; init; } = "";
    public int Start { get; init; }
    public int Length { get; init; }
    public string Rule { get; init; } = "";

    /// <summary>0 to 1.</summary>
    public double Strength { get; init; }

    /// <summary>Whether a screening of the archive found it, after the letter had been reviewed.</summary>
    public bool IsLater { get; init; }
}

/// <summary>Something that happened to the letter: an event, or a decision with its reason.</summary>
public sealed record Happening
{
    public DateTimeOffset At { get; init; }

    /// <summary>The event's kind; a decision's is <c>decision.approve</c> and so on.</summary>
    public string Kind { get; init; } = "";

    /// <summary>None: the service itself.</summary>
    public string? Who { get; init; }

    public bool AsLead { get; init; }
    public string? Reason { get; init; }

    /// <summary>The revision that was decided on; none for other events.</summary>
    public int? Revision { get; init; }
}

/// <summary>A letter's whole life.</summary>
public sealed record WholeLetter(LetterWithFacts Letter, IReadOnlyList<ArchivedRevision> Revisions, IReadOnlyList<Happening> Happenings);

/// <summary>Reads one letter's whole history: revisions, findings, decisions, events. Reading it is an event itself.</summary>
public sealed class LetterHistory(Database db, LetterStore letters)
{
    /// <summary>Events that say what the decision beside them says better, and those of the clockwork.</summary>
    const string Unsaid = "'letter.approve', 'letter.turnfirstkey', 'letter.return', 'letter.withhold', 'letter.takeback', 'letter.reopen'";

    /// <summary>The letter; none when there is no such one.</summary>
    public async Task<WholeLetter?> Read(Guid id, Guid me)
    {
        var whole = await db.Read(tx => Find(tx, id));
        if (whole is not null) await letters.Look(whole.Letter, me);
        return whole;
    }

    static async Task<WholeLetter?> Find(Tx tx, Guid id)
    {
        var letter = await tx.Find<LetterWithFacts>($"""
            SELECT {LetterStore.Columns}, writer.given_name AS writer_given_name, a.story_id, o.ordinal AS round, c.name AS cohort_name,
                   writer.given_name || ' ' || writer.surname AS writer_name, reader.given_name || ' ' || reader.surname AS reader_name
              FROM letters l
                   JOIN pairs p ON p.id = l.pair_id JOIN cohorts c ON c.id = p.cohort_id
                   JOIN people writer ON writer.id = l.writer_id JOIN people reader ON reader.id = l.reader_id
                   LEFT JOIN turns u ON u.id = l.turn_id LEFT JOIN assignments a ON a.id = u.assignment_id LEFT JOIN rounds o ON o.id = a.round_id
             WHERE l.id = @id
            """, new { id });
        return letter is null ? null : new(letter, await Revisions(tx, id), await Happenings(tx, id));
    }

    static async Task<IReadOnlyList<ArchivedRevision>> Revisions(Tx tx, Guid id)
    {
        var findings = (await tx.Query<ArchivedFinding>("""
            SELECT number, ordinal, category, start, length, rule, strength, CASE WHEN screening_id IS NULL THEN 0 ELSE 1 END AS is_later FROM findings WHERE letter_id = @id ORDER BY number, ordinal
            """, new { id })).ToLookup(finding => finding.Number);
        var revisions = await tx.Query<ArchivedRevision>("""
            SELECT v.number, v.sha256, v.words, v.submitted_at, t.text, e.at AS erased_at
              FROM revisions v
                   LEFT JOIN revision_texts t ON t.letter_id = v.letter_id AND t.number = v.number
                   LEFT JOIN erasures e ON e.letter_id = v.letter_id AND e.number = v.number
             WHERE v.letter_id = @id ORDER BY v.number DESC
            """, new { id });
        var pictures = (await Pictures.Of(tx, id)).ToLookup(picture => picture.Number);
        return [.. revisions.Select(revision => revision with { Findings = [.. findings[revision.Number]], Pictures = [.. pictures[revision.Number]] })];
    }

    static async Task<IReadOnlyList<Happening>> Happenings(Tx tx, Guid id) => await tx.Query<Happening>($"""
        SELECT e.at, e.kind, h.given_name || ' ' || h.surname AS who, 0 AS as_lead, NULL AS reason, NULL AS revision, e.id AS place
          FROM events e LEFT JOIN people h ON h.id = e.actor_id
         WHERE e.subject_id = @id AND e.kind NOT LIKE 'decision.%' AND e.kind NOT IN ({Unsaid})
        UNION ALL
        SELECT d.at, 'decision.' || LOWER(d.kind), h.given_name || ' ' || h.surname, d.as_lead, d.reason, d.number, d.id
          FROM decisions d JOIN people h ON h.id = d.reviewer_id
         WHERE d.letter_id = @id
         ORDER BY 1, 7
        """, new { id });
}
