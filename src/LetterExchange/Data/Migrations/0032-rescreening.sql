-- By which of its program's rules a letter's newest revision was screened. The rules get the next number when a phrase or a rule's setting changes and when the program's screening does;
-- a letter that is not delivered and was screened by older ones is screened again. Zero: before there were numbers.
ALTER TABLE programs ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;
ALTER TABLE letters ADD COLUMN screened_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE letters ADD COLUMN keys_after INTEGER NOT NULL DEFAULT 0; -- approvals up to this ordinal count no more: screening has found more since
-- That nothing of these has been delivered goes without saying; said, it keeps planners from reading the queue by this index.
CREATE INDEX letters_stale ON letters (program_id, screened_by) WHERE state IN ('InReview', 'Approved', 'Withheld') AND delivered_at IS NULL;

-- Screenings of the archive: asked for by a person, done batch by batch, the newest letters first. One a program at a time.
CREATE TABLE archive_screenings (
    id         UUID     NOT NULL PRIMARY KEY,
    program_id UUID     NOT NULL REFERENCES programs (id),
    by_id      UUID     NULL REFERENCES people (id),      -- null: from the command line
    begun_at   BIGINT   NOT NULL,
    letters    INTEGER  NOT NULL,                         -- sent before it began
    seen       INTEGER  NOT NULL DEFAULT 0,
    found      INTEGER  NOT NULL DEFAULT 0,               -- letters with something new
    danger     INTEGER  NOT NULL DEFAULT 0,               -- those of them that would have gone to safeguarding for it
    failed     INTEGER  NOT NULL DEFAULT 0,               -- letters that could not be screened
    after_at   BIGINT   NULL,                             -- when the letter was sent that was seen last,
    after_id   UUID     NULL,                             -- and which it is
    work_at    BIGINT   NULL,                             -- when the sweep is to go on with it
    ended_at   BIGINT   NULL,
    stopped    SMALLINT NOT NULL DEFAULT 0,
    version    INTEGER  NOT NULL DEFAULT 1,
    CHECK ((ended_at IS NULL) = (work_at IS NOT NULL))
);
CREATE UNIQUE INDEX archive_screenings_one ON archive_screenings (program_id) WHERE ended_at IS NULL;
CREATE INDEX archive_screenings_work ON archive_screenings (work_at, id) WHERE work_at IS NOT NULL;
CREATE INDEX archive_screenings_program ON archive_screenings (program_id, begun_at);

-- Delivered letters in which a screening of the archive found something new. The passages are findings that name the screening.
CREATE TABLE archive_found (
    screening_id UUID     NOT NULL REFERENCES archive_screenings (id),
    letter_id    UUID     NOT NULL REFERENCES letters (id),
    danger       SMALLINT NOT NULL,
    sent_at      BIGINT   NOT NULL,
    PRIMARY KEY (screening_id, letter_id)
);
CREATE INDEX archive_found_listed ON archive_found (screening_id, danger, sent_at, letter_id);
CREATE INDEX archive_found_letter ON archive_found (letter_id);
ALTER TABLE findings ADD COLUMN screening_id UUID NULL REFERENCES archive_screenings (id);
