-- How the two of a pair find their exchange, in a number and perhaps a sentence: read by coordinators only. None for one who did not want to say.
CREATE TABLE ratings (
    id         UUID    NOT NULL PRIMARY KEY,
    pair_id    UUID    NOT NULL REFERENCES pairs (id),
    program_id UUID    NOT NULL REFERENCES programs (id),
    person_id  UUID    NOT NULL REFERENCES people (id),
    side       TEXT    NOT NULL CHECK (side IN ('Mentee', 'Mentor')),
    value      INTEGER NULL CHECK (value BETWEEN 1 AND 10),
    note       TEXT    NULL,
    at         BIGINT  NOT NULL,
    CHECK (note IS NULL OR value IS NOT NULL)
);
CREATE INDEX ratings_pair ON ratings (pair_id, person_id, at);

-- The answers to the standard questions at the start and at the end: four from 1 to 5, one in words. All are none for one who did not want to answer.
CREATE TABLE surveys (
    pair_id     UUID    NOT NULL REFERENCES pairs (id),
    person_id   UUID    NOT NULL REFERENCES people (id),
    part        TEXT    NOT NULL CHECK (part IN ('Start', 'End')),
    program_id  UUID    NOT NULL REFERENCES programs (id),
    side        TEXT    NOT NULL CHECK (side IN ('Mentee', 'Mentor')),
    first       INTEGER NULL CHECK (first BETWEEN 1 AND 5),
    second      INTEGER NULL CHECK (second BETWEEN 1 AND 5),
    third       INTEGER NULL CHECK (third BETWEEN 1 AND 5),
    fourth      INTEGER NULL CHECK (fourth BETWEEN 1 AND 5),
    words       TEXT    NULL,
    answered_at BIGINT  NOT NULL,
    PRIMARY KEY (pair_id, person_id, part)
);
CREATE INDEX surveys_program ON surveys (program_id, side, part, first, second, third, fourth);
