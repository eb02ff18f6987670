-- Approved letters that a second reviewer reads blind, and what new reviewers answered to the training letters.

CREATE TABLE second_readings (
    letter_id  UUID   NOT NULL,
    number     INTEGER NOT NULL,
    program_id UUID   NOT NULL REFERENCES programs (id),
    first_id   UUID   NOT NULL REFERENCES people (id),   -- whose approval is read again
    chosen_at  BIGINT NOT NULL,
    reader_id  UUID   NULL REFERENCES people (id),
    read_at    BIGINT NULL,
    verdict    TEXT   NULL CHECK (verdict IN ('Approve', 'Return', 'Withhold')),
    concern_id UUID   NULL REFERENCES concerns (id),     -- opened from there
    PRIMARY KEY (letter_id, number),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number),
    CHECK (reader_id <> first_id),
    CHECK ((read_at IS NULL) = (verdict IS NULL) AND (read_at IS NULL) = (reader_id IS NULL))
);
CREATE INDEX second_readings_waiting ON second_readings (program_id, chosen_at) WHERE read_at IS NULL;
CREATE INDEX second_readings_read ON second_readings (program_id, read_at) WHERE read_at IS NOT NULL;

-- The first answer of a reviewer to a training letter.
CREATE TABLE training_answers (
    person_id   UUID     NOT NULL REFERENCES people (id),
    letter      TEXT     NOT NULL,
    answer      TEXT     NOT NULL CHECK (answer IN ('Approve', 'Return', 'Withhold', 'Danger')),
    is_expected SMALLINT NOT NULL CHECK (is_expected IN (0, 1)),
    at          BIGINT   NOT NULL,
    PRIMARY KEY (person_id, letter)
);
