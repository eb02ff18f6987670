-- Phrases that a program watches for, or allows, in its letters. One that is ended is kept: letters were screened by it.
CREATE TABLE program_phrases (
    id         UUID   NOT NULL PRIMARY KEY,
    program_id UUID   NOT NULL REFERENCES programs (id),
    kind       TEXT   NOT NULL CHECK (kind IN ('Watched', 'Allowed')),
    text       TEXT   NOT NULL,
    category   TEXT   NULL,
    route      TEXT   NULL CHECK (route = 'Safeguarding'),   -- null: as the category's
    created_by UUID   NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    ended_at   BIGINT NULL,
    CHECK ((kind = 'Watched') = (category IS NOT NULL)),
    CHECK (kind = 'Watched' OR route IS NULL)
);
CREATE UNIQUE INDEX program_phrases_live ON program_phrases (program_id, kind, text) WHERE ended_at IS NULL;
