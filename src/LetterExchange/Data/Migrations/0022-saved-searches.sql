-- Searches that somebody keeps under a name of their own, in one program.
CREATE TABLE saved_searches (
    id         UUID   NOT NULL PRIMARY KEY,
    person_id  UUID   NOT NULL REFERENCES people (id),
    program_id UUID   NOT NULL REFERENCES programs (id),
    name       TEXT   NOT NULL,
    address    TEXT   NOT NULL,             -- what stands behind the ? of the archive's address
    saved_at   BIGINT NOT NULL,
    UNIQUE (person_id, program_id, name)
);
