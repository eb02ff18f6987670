namespace LetterExchange.Tests.Features.People;

/// <summary>Who may ask for what, written by hand: a column a person, a row a request. It is not made from the product's own table, which it checks.</summary>
public static class AccessMatrix
{
    /// <summary>The people of the columns, in their order.</summary>
    public static readonly IReadOnlyList<(char Column, string Who)> People =
    [
        ('n', "nobody: signed out"),
        ('m', "the pair's mentee"),
        ('M', "the pair's mentor"),
        ('k', "the mentee of another pair of the cohort"),
        ('K', "the mentor of another pair of the cohort"),
        ('r', "a reviewer of the cohort"),
        ('q', "a reviewer of another cohort"),
        ('t', "the teacher of the cohort"),
        ('l', "a safeguarding lead"),
        ('c', "a coordinator"),
        ('a', "an administrator"),
        ('x', "a mentor of another program"),
        ('y', "a reviewer of another program"),
        ('z', "a safeguarding lead of another program"),
        ('w', "a coordinator of another program"),
        ('f', "the mentee's former mentor"),
        ('g', "a reviewer of the cohort who has left"),
        ('h', "a reviewer of the cohort whom the concern names"),
        ('i', "a safeguarding lead whom the concern names"),
    ];

    // delivered: mentee to mentor. reply: mentor to mentee, in review. danger: a free letter of the mentee, in review on the safeguarding route, with
    // a concern that names h and i. draft: begun by the mentee. old: delivered to the mentee by f, whose pair with them is closed. Each has a picture.
    // found: delivered too, and told of danger when the archive was screened again. bridge: a coordinator's to the mentee, delivered. word: what a coordinator wrote to the mentor about letters that are missing.
    // a concern that names h and i; shown is another, of which i alone of the leads is a reader, and c, to whom it is shown. draft: begun by the mentee. old: delivered to the mentee by f, whose pair with them is closed. Each has a picture.
    const string Table = """
                                              n  m M k K  r q t l c a  x y z w  f g h i
        GET  /                                +  + + + +  + + + + + +  + + + +  + + + +
        GET  /sign-in                         +  + + + +  + + + + + +  + + + +  + + + +
        POST /sign-in                         +  + + + +  + + + + + +  + + + +  + + + +
        GET  /sign-out                        +  + + + +  + + + + + +  + + + +  + + + +
        POST /sign-out                        +  + + + +  + + + + + +  + + + +  + + + +
        GET  /password/forgotten              +  + + + +  + + + + + +  + + + +  + + + +
        POST /password/forgotten              +  + + + +  + + + + + +  + + + +  + + + +
        GET  /password/{mentor}/{token}       +  + + + +  + + + + + +  + + + +  + + + +
        POST /password/{mentor}/{token}       +  + + + +  + + + + + +  + + + +  + + + +
        GET  /notices/unsubscribe/token       +  + + + +  + + + + + +  + + + +  + + + +
        POST /notices/unsubscribe/token       +  + + + +  + + + + + +  + + + +  + + + +
        GET  /sw.js                           +  + + + +  + + + + + +  + + + +  + + + +
        GET  /offline                         +  + + + +  + + + + + +  + + + +  + + + +
        GET  /health/live                     +  + + + +  + + + + + +  + + + +  + + + +
        GET  /health/ready                    +  + + + +  + + + + + +  + + + +  + + + +
        GET  /metrics                         +  + + + +  + + + + + +  + + + +  + + + +

        GET  /me                              .  + + + +  + + + + + +  + + + +  + . + +
        POST /me                              .  + + + +  + + + + + +  + + + +  + . + +
        GET  /me/key                          .  + + + +  + + + + + +  + + + +  + . + +
        POST /me/program                      .  + + + +  + + + + + +  + + + +  + . + +
        POST /me/reading                      .  + + + +  + + + + + +  + + + +  + . + +
        GET  /me/notices                      .  + + + +  + + + + + +  + + + +  + . + +
        POST /me/notices                      .  + + + +  + + + + + +  + + + +  + . + +
        GET  /me/calendar                     .  + + + +  . . . . . .  + . . .  + . . .
        POST /me/calendar                     .  + + + +  . . . . . .  + . . .  + . . .
        GET  /me/away                         .  . + . +  . . . . . .  + . . .  + . . .
        POST /me/away                         .  . + . +  . . . . . .  + . . .  + . . .
        GET  /calendar/{feed}                 +  + + + +  + + + + + +  + + + +  + + + +
        GET  /notices                         .  + + + +  + + + + + +  + + + +  + . + +
        POST /notices                         .  + + + +  + + + + + +  + + + +  + . + +
        GET  /notices/stream                  .  + + + +  + + + + + +  + + + +  + . + +
        GET  /notices/{notice}                .  + . . .  . . . . . .  . . . .  . . . .
        GET  /worried                         .  + + + +  + + + + + +  + + + +  + . + +
        POST /worried                         .  + + + +  + + + + + +  + + + +  + . + +

        GET  /desk                            .  + + + +  . . . . . .  + . . .  + . . .
        GET  /assignments/{assignment}        .  + + . .  . . . . . .  . . . .  . . . .
        POST /assignments/{assignment}        .  + + . .  . . . . . .  . . . .  . . . .
        POST /assignments/{assignment}/place  .  + + . .  . . . . . .  . . . .  . . . .
        GET  /turns/{turn}                    .  + . . .  . . . . . .  . . . .  . . . .
        POST /turns/{turn}                    .  + . . .  . . . . . .  . . . .  . . . .
        GET  /turns/{turn}/time               .  + . . .  . . . . . .  . . . .  . . . .
        POST /turns/{turn}/time               .  + . . .  . . . . . .  . . . .  . . . .
        GET  /ratings/{pair}                  .  + + . .  . . . . . .  . . . .  . . . .
        POST /ratings/{pair}                  .  + + . .  . . . . . .  . . . .  . . . .
        GET  /surveys/{pair}/{part}           .  + + . .  . . . . . .  . . . .  . . . .
        POST /surveys/{pair}/{part}           .  + + . .  . . . . . .  . . . .  . . . .
        GET  /letters                         .  + + + +  . . . . . .  + . . .  + . . .
        GET  /letters/{delivered}             .  + + . .  . . . . . .  . . . .  . . . .
        POST /letters/{delivered}             .  + + . .  . . . . . .  . . . .  . . . .
        GET  /letters/{reply}                 .  . + . .  . . . . . .  . . . .  . . . .
        POST /letters/{reply}                 .  . + . .  . . . . . .  . . . .  . . . .
        GET  /letters/{draft}/write           .  + . . .  . . . . . .  . . . .  . . . .
        POST /letters/{draft}/write           .  + . . .  . . . . . .  . . . .  . . . .
        GET  /letters/{bridge}                .  + + . .  . . . . . .  . . . .  . . . .
        GET  /letters/{bridge}/bridge         .  . . . .  . . . . + .  . . . .  . . . .
        POST /letters/{bridge}/bridge         .  . . . .  . . . . + .  . . . .  . . . .
        GET  /letters/{bridge}/write          .  . . . .  . . . . . .  . . . .  . . . .
        GET  /letters/{old}                   .  + . . .  . . . . . .  . . . .  + . . .
        POST /letters/{old}                   .  + . . .  . . . . . .  . . . .  + . . .
        GET  /letters/to/{pair}               .  + + . .  . . . . . .  . . . .  . . . .
        POST /letters/to/{pair}               .  + + . .  . . . . . .  . . . .  . . . .
        GET  /letters/book/{pair}             .  + + . .  . . . . . .  . . . .  . . . .
        GET  /words/{word}                    .  . + . .  . . . . . .  . . . .  . . . .
        GET  /pictures/{foundPicture}         .  + + . .  + . + + + .  . . . .  . . . .
        GET  /pictures/{deliveredPicture}     .  + + . .  + . + . + .  . . . .  . . . .
        GET  /pictures/{replyPicture}         .  . + . .  + . + . + .  . . . .  . . . .
        GET  /pictures/{dangerPicture}        .  + . . .  + . + + + .  . . . .  . . . .
        GET  /pictures/{draftPicture}         .  + . . .  . . . . . .  . . . .  . . . .
        GET  /pictures/{oldPicture}           .  + . . .  + . + . + .  . . . .  + . + .
        GET  /stories                         .  . . . .  + + + + + +  . + + +  . . + +
        GET  /stories/{story}                 .  . . . .  + + + + + +  . + + +  . . + +
        POST /stories/{story}                 .  . . . .  . . . . + .  . . . +  . . . .
        GET  /stories/new                     .  . . . .  . . . . + .  . . . +  . . . .
        POST /stories/new                     .  . . . .  . . . . + .  . . . +  . . . .
        GET  /stories/{own}                   .  . . . .  + + + + + +  . . . .  . . + +
        GET  /guides                          .  . + . +  + + + + + +  + + + +  + . + +
        GET  /guides/{guide}                  .  . + . +  + + + + + +  + + + +  + . + +

        GET  /announcements                   .  . . . .  . . . . + .  . . . +  . . . .
        GET  /announcements/new               .  . . . .  . . . . + .  . . . +  . . . .
        POST /announcements/new               .  . . . .  . . . . + .  . . . +  . . . .
        GET  /announcements/{told}            .  + + + +  . . . . . .  . . . .  . . . .
        POST /announcements/{told}            .  + + + +  . . . . . .  . . . .  . . . .
        GET  /announcements/{staffTold}       .  . . . .  + . + + + .  . . . .  . . + +
        POST /announcements/{staffTold}       .  . . . .  + . + + + .  . . . .  . . + +
        GET  /announcements/{told}/readers    .  . . . .  . . . . + .  . . . .  . . . .
        POST /announcements/{told}/readers    .  . . . .  . . . . + .  . . . .  . . . .
        GET  /messages                        .  . + . +  . . . . + .  + . . +  + . . .
        GET  /messages/{pair}                 .  . + . .  . . . + + .  . . . .  . . . .
        POST /messages/{pair}                 .  . + . .  . . . . + .  . . . .  . . . .

        GET  /review                          .  . . . .  + + + + . .  . + + .  . . + +
        GET  /review/{reply}                  .  . . . .  + . + . . .  . . . .  . . . .
        POST /review/{reply}                  .  . . . .  + . + . . .  . . . .  . . . .
        GET  /review/{danger}                 .  . . . .  + . + + . .  . . . .  . . . .
        POST /review/{danger}                 .  . . . .  + . + + . .  . . . .  . . . .
        GET  /review/{draft}                  .  . . . .  . . . . . .  . . . .  . . . .
        POST /review/{draft}                  .  . . . .  . . . . . .  . . . .  . . . .
        GET  /review/second                   .  . . . .  + + + . . .  . + . .  . . + .
        GET  /review/second/{delivered}       .  . . . .  . . + . . .  . . . .  . . . .
        POST /review/second/{delivered}       .  . . . .  . . + . . .  . . . .  . . . .
        GET  /review/training                 .  . . . .  + + + + . .  . + + .  . . + +
        GET  /review/training/{training}      .  . . . .  + + + + . .  . + + .  . . + +
        POST /review/training/{training}      .  . . . .  + + + + . .  . + + .  . . + +
        GET  /quality                         .  . . . .  . . . . + .  . . . +  . . . .
        GET  /phrases                         .  . . . .  . . . . + .  . . . +  . . . .
        POST /phrases                         .  . . . .  . . . . + .  . . . +  . . . .
        GET  /quality/rules                   .  . . . .  . . . . + .  . . . +  . . . .
        POST /quality/rules                   .  . . . .  . . . . + .  . . . +  . . . .
        GET  /quality/archive                 .  . . . .  . . . . + .  . . . +  . . . .
        POST /quality/archive                 .  . . . .  . . . . + .  . . . +  . . . .
        GET  /quality/archive/{screening}     .  . . . .  . . . + + .  . . . .  . . . +
        GET  /concerns                        .  . . . .  . . . + . .  . . + .  . . . +
        GET  /concerns/{concern}              .  . . . .  . . . + . .  . . . .  . . . .
        POST /concerns/{concern}              .  . . . .  . . . + . .  . . . .  . . . .
        GET  /concerns/{concern}/record       .  . . . .  . . . + . .  . . . .  . . . .
        GET  /concerns/letters/{concern}      .  . . . .  . . . + . .  . . . .  . . . .
        GET  /concerns/{shown}                .  . . . .  . . . . + .  . . . .  . . . +
        POST /concerns/{shown}                .  . . . .  . . . . . .  . . . .  . . . +
        GET  /concerns/{shown}/record         .  . . . .  . . . . + .  . . . .  . . . +
        GET  /archive                         .  . . . .  + + + . + .  . + . +  . . + .
        POST /archive                         .  . . . .  + + + . + .  . + . +  . . + .
        GET  /archive/exports                  .  . . . .  . . . . + .  . . . +  . . . .
        POST /archive/exports                  .  . . . .  . . . . + .  . . . +  . . . .
        GET  /archive/exports/{export}         .  . . . .  . . . . + .  . . . .  . . . .
        POST /archive/exports/{export}         .  . . . .  . . . . + .  . . . .  . . . .
        GET  /archive/book/{pair}              .  . . . .  . . . . + .  . . . .  . . . .
        GET  /archive/{delivered}             .  . . . .  + . + . + .  . . . .  . . . .
        GET  /archive/{danger}                .  . . . .  + . + . + .  . . . .  . . . .
        GET  /archive/{found}                 .  . . . .  + . + + + .  . . . .  . . . .
        GET  /archive/{bridge}                .  . . . .  + . + . . .  . . . .  . . . .
        GET  /archive/{draft}                 .  . . . .  . . . . . .  . . . .  . . . .
        GET  /class                           .  . . . .  . . + . . .  . . . .  . . . .

        GET  /pulse                           .  . . . .  . . . . + .  . . . +  . . . .
        GET  /pulse/signs                     .  . . . .  . . . . + .  . . . +  . . . .
        GET  /surveys                         .  . . . .  . . . . + .  . . . +  . . . .
        GET  /pulse/cohorts/{cohort}          .  . . . .  . . . . + .  . . . .  . . . .
        GET  /turns/{turn}/nudge              .  . . . .  . . . . + .  . . . .  . . . .
        POST /turns/{turn}/nudge              .  . . . .  . . . . + .  . . . .  . . . .

        GET  /plans                           .  . . . .  . . . . + .  . . . +  . . . .
        GET  /plans/new                       .  . . . .  . . . . + .  . . . +  . . . .
        POST /plans/new                       .  . . . .  . . . . + .  . . . +  . . . .
        GET  /plans/{plan}                    .  . . . .  . . . . + .  . . . .  . . . .
        POST /plans/{plan}                    .  . . . .  . . . . + .  . . . .  . . . .
        GET  /plans/{plan}/apply              .  . . . .  . . . . + .  . . . .  . . . .
        POST /plans/{plan}/apply              .  . . . .  . . . . + .  . . . .  . . . .
        GET  /plans/{plan}/change             .  . . . .  . . . . + .  . . . .  . . . .
        POST /plans/{plan}/change             .  . . . .  . . . . + .  . . . .  . . . .
        GET  /plans/{plan}/extend             .  . . . .  . . . . + .  . . . .  . . . .
        POST /plans/{plan}/extend             .  . . . .  . . . . + .  . . . .  . . . .
        GET  /plans/{plan}/copy               .  . . . .  . . . . + .  . . . .  . . . .
        POST /plans/{plan}/copy               .  . . . .  . . . . + .  . . . .  . . . .
        GET  /hours                           .  . . . .  + + + + + .  . + + +  . . + +
        POST /hours                           .  . . . .  + + + + + .  . + + +  . . + +
        GET  /turns/{turn}/dates              .  . . . .  . . . . + .  . . . .  . . . .
        POST /turns/{turn}/dates              .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs                           .  . . . .  . . . . + .  . . . +  . . . .
        GET  /pairs/new                       .  . . . .  . . . . + .  . . . +  . . . .
        POST /pairs/new                       .  . . . .  . . . . + .  . . . +  . . . .
        GET  /pairs/{pair}                    .  . . . .  . . . . + .  . . . .  . . . .
        POST /pairs/{pair}                    .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs/{pair}/timeline           .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs/{pair}/silence            .  . . . .  . . . . + .  . . . .  . . . .
        POST /pairs/{pair}/silence            .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs/{pair}/bridge             .  . . . .  . . . . + .  . . . .  . . . .
        POST /pairs/{pair}/bridge             .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs/{pair}/change             .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs/{pair}/change?what=Rematch  .  . . . .  . . . . + .  . . . .  . . . .
        POST /pairs/{pair}/change             .  . . . .  . . . . + .  . . . .  . . . .
        GET  /pairs/{pair}/step-in            .  . . . .  . . . . + .  . . . .  . . . .
        POST /pairs/{pair}/step-in            .  . . . .  . . . . + .  . . . .  . . . .
        GET  /cohorts/{cohort}/step-in        .  . . . .  . . . . + .  . . . .  . . . .
        POST /cohorts/{cohort}/step-in        .  . . . .  . . . . + .  . . . .  . . . .

        GET  /people                          .  . . . .  . . . . + +  . . . +  . . . .
        GET  /people/new-mentee               .  . . . .  . . . . + +  . . . +  . . . .
        POST /people/new-mentee               .  . . . .  . . . . + +  . . . +  . . . .
        GET  /people/new-mentor               .  . . . .  . . . . + +  . . . +  . . . .
        POST /people/new-mentor               .  . . . .  . . . . + +  . . . +  . . . .
        GET  /people/new-staff                .  . . . .  . . . . + +  . . . +  . . . .
        POST /people/new-staff                .  . . . .  . . . . + +  . . . +  . . . .
        GET  /people/{mentee}                 .  . . . .  . . . . + +  . . . .  . . . .
        POST /people/{mentee}                 .  . . . .  . . . . + +  . . . .  . . . .
        GET  /people/cards                    .  . . . .  . . . . + .  . . . +  . . . .
        POST /people/cards                    .  . . . .  . . . . + .  . . . +  . . . .
        GET  /people/{mentee}/card            .  . . . .  . . . . + .  . . . .  . . . .
        POST /people/{mentee}/card            .  . . . .  . . . . + .  . . . .  . . . .
        GET  /people/import                   .  . . . .  . . . . + .  . . . +  . . . .
        POST /people/import                   .  . . . .  . . . . + .  . . . +  . . . .
        GET  /people/import/{import}          .  . . . .  . . . . + .  . . . .  . . . .
        POST /people/import/{import}          .  . . . .  . . . . + .  . . . .  . . . .
        GET  /people/imports                  .  . . . .  . . . . + .  . . . +  . . . .
        GET  /cohorts                         .  . . . .  . . . . + +  . . . +  . . . .
        POST /cohorts                         .  . . . .  . . . . + +  . . . +  . . . .
        GET  /programs                        .  . . . .  . . . . . +  . . . .  . . . .
        POST /programs                        .  . . . .  . . . . . +  . . . .  . . . .
        GET  /programs/{program}              .  . . . .  . . . . + +  . . . .  . . . .
        POST /programs/{program}              .  . . . .  . . . . + +  . . . .  . . . .
        GET  /programs/{program}/holidays     .  . . . .  . . . . + +  . . . .  . . . .
        POST /programs/{program}/holidays     .  . . . .  . . . . + +  . . . .  . . . .
        GET  /admin                           .  . . . .  . . . . . +  . . . .  . . . .
        GET  /admin/jobs                      .  . . . .  . . . . . +  . . . .  . . . .
        POST /admin/jobs/recurring/trigger    .  . . . .  . . . . . +  . . . .  . . . .
        """;

    /// <summary>One request, and who of <see cref="People"/> may make it.</summary>
    public sealed record Row(string Method, string Path, IReadOnlyList<bool> May)
    {
        public override string ToString() => $"{Method} {Path}";
    }

    public static IReadOnlyList<string> Columns => Table.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static readonly IReadOnlyList<Row> Rows =
    [
        .. from line in Table.Split('\n').Skip(1)
           let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           where words.Length > 0
           select words.Length == People.Count + 2 ? new Row(words[0], words[1], [.. words.Skip(2).Select(word => word == "+")])
               : throw new InvalidOperationException($"This row has not {People.Count} columns: {line}"),
    ];
}
