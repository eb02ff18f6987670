-- What coordinators write on a pair: notes, and the steps taken with a mentor who has fallen silent. The words lie beside the row, so that they can be forgotten.
CREATE TABLE pair_notes (
    id          UUID    NOT NULL PRIMARY KEY,
    pair_id     UUID    NOT NULL REFERENCES pairs (id),
    kind        TEXT    NOT NULL CHECK (kind IN ('Note', 'ForReviewers', 'Reminder', 'Warning', 'Probation')),
    by_id       UUID    NOT NULL REFERENCES people (id),
    at          BIGINT  NOT NULL,
    silent_days INTEGER NULL,                   -- of a step: how long the mentor had been silent by the fair clock
    CHECK ((kind IN ('Note', 'ForReviewers')) = (silent_days IS NULL))
);
CREATE INDEX pair_notes_pair ON pair_notes (pair_id, at);

CREATE TABLE pair_note_texts (
    note_id UUID NOT NULL PRIMARY KEY REFERENCES pair_notes (id),
    text    TEXT NOT NULL
);

CREATE TABLE pair_note_erasures (
    note_id UUID   NOT NULL PRIMARY KEY REFERENCES pair_notes (id),
    by_id   UUID   NULL REFERENCES people (id),
    at      BIGINT NOT NULL
);

-- The timeline asks for a pair's interventions by date.
CREATE INDEX interventions_when ON interventions (pair_id, at);

-- How long pauses were, for whoever asks how long somebody has been silent.
CREATE INDEX events_resumes ON events (pair_id, at) WHERE kind = 'pair.resume';
