using LetterExchange.Data;
using LetterExchange.Features.Stories;

namespace LetterExchange.Features.Archive;

/// <summary>Reads what an export says of letters that were found.</summary>
sealed class ExportReading(Tx tx, StoryLibrary stories, Export export)
{
    public async Task<IReadOnlyList<(ExportedLetter Letter, int Revision)>> Letters(SearchPage found)
    {
        if (found.Letters.Count == 0) return [];
        var ids = found.Letters.Select(one => one.Letter.Id).ToList();
        var texts = (await tx.Query<Row>("""
            SELECT s.letter_id, s.revision, t.text, l.writer_id = p.mentee_id AS by_mentee, mentee.given_name AS mentee_given, mentee.surname AS mentee_surname,
                   mentor.given_name AS mentor_given, mentor.surname AS mentor_surname
              FROM search_letters s JOIN letters l ON l.id = s.letter_id JOIN pairs p ON p.id = l.pair_id
                   JOIN people mentee ON mentee.id = p.mentee_id JOIN people mentor ON mentor.id = p.mentor_id
                   JOIN revision_texts t ON t.letter_id = s.letter_id AND t.number = s.revision
             WHERE s.letter_id IN @ids
            """, new { ids })).ToDictionary(row => row.LetterId);
        var findings = export.Findings ? (await tx.Query<(Guid Letter, int Number, string Category)>(
            "SELECT f.letter_id, f.number, f.category FROM findings f WHERE f.letter_id IN @ids ORDER BY f.letter_id, f.number, f.ordinal", new { ids })).ToLookup(one => (one.Letter, one.Number), one => one.Category) : null;
        return [.. found.Letters.Where(one => texts.ContainsKey(one.Letter.Id)).Select(one => (Of(one, texts[one.Letter.Id], findings), texts[one.Letter.Id].Revision))];
    }

    ExportedLetter Of(FoundLetter found, Row row, ILookup<(Guid, int), string>? findings)
    {
        var letter = found.Letter;
        (string Name, string Role)[] names = [(row.MenteeGiven, "mentee"), (row.MenteeSurname, "mentee"), (row.MentorGiven, "mentor"), (row.MentorSurname, "mentor")];
        return new()
        {
            Id = letter.Id, PairId = letter.PairId, From = export.Names ? letter.WriterName : row.ByMentee ? "mentee" : "mentor", To = export.Names ? letter.ReaderName : row.ByMentee ? "mentor" : "mentee",
            Cohort = letter.CohortName, Round = letter.Round, Story = letter.StoryId is { } story ? stories.Find(story)?.Title ?? story : null, State = letter.State.ToString().ToLowerInvariant(),
            Sent = letter.SubmittedAt, Ended = found.EndedAt, Text = export.Names ? row.Text : Unnamed.In(row.Text, names),
            Findings = findings is null ? null : [.. findings[(letter.Id, row.Revision)]],
        };
    }

    sealed record Row
    {
        public Guid LetterId { get; init; }
        public int Revision { get; init; }
        public string Text { get; init; } = "";
        public bool ByMentee { get; init; }
        public string MenteeGiven { get; init; } = "";
        public string MenteeSurname { get; init; } = "";
        public string MentorGiven { get; init; } = "";
        public string MentorSurname { get; init; } = "";
    }
}
