-- A list of people that a coordinator sent, as it was read and previewed: here until it is accepted and done, or a day has passed. What stays says who did it, when and
-- how much; the file itself is kept nowhere.
CREATE TABLE roster_imports (
    id          UUID     NOT NULL PRIMARY KEY,
    program_id  UUID     NOT NULL REFERENCES programs (id),
    by_id       UUID     NOT NULL REFERENCES people (id),
    kind        TEXT     NOT NULL CHECK (kind IN ('Table', 'OneRoster11', 'OneRoster12')),
    state       TEXT     NOT NULL CHECK (state IN ('Preview', 'Running', 'Done')),
    uploaded_at BIGINT   NOT NULL,
    due_at      BIGINT   NULL,               -- when a preview is forgotten; of one that runs, since when
    accepted_at BIGINT   NULL,
    done_at     BIGINT   NULL,
    sha256      TEXT     NOT NULL,           -- over the lines and what becomes of each: what was previewed is what is accepted
    notes       TEXT     NOT NULL DEFAULT '', -- what is said about the file as a whole, while it is a preview
    lines       INTEGER  NOT NULL,
    adds        INTEGER  NOT NULL,           -- of the lines: so many new people, changes, nothing to do, mistakes
    adults      INTEGER  NOT NULL,           -- of those that are added
    changes     INTEGER  NOT NULL,
    same        INTEGER  NOT NULL,
    faulty      INTEGER  NOT NULL,
    skip        SMALLINT NOT NULL DEFAULT 0, -- that lines with mistakes are left out was said
    invite      SMALLINT NOT NULL DEFAULT 0, -- new adults are invited by mail
    worked      INTEGER  NOT NULL DEFAULT 0, -- lines that are done with
    added       INTEGER  NOT NULL DEFAULT 0, -- and what came of them
    changed     INTEGER  NOT NULL DEFAULT 0,
    pairs       INTEGER  NOT NULL DEFAULT 0,
    cohorts     INTEGER  NOT NULL DEFAULT 0,
    refused     INTEGER  NOT NULL DEFAULT 0, -- lines where somebody else was first
    CHECK ((state = 'Done') = (done_at IS NOT NULL)),
    CHECK ((state = 'Done') = (due_at IS NULL))
);
CREATE INDEX roster_imports_due ON roster_imports (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX roster_imports_program ON roster_imports (program_id, uploaded_at);

-- Its lines, adults before children, in parts that are done one by one; each is deleted in the transaction that does it.
CREATE TABLE roster_parts (
    import_id UUID    NOT NULL REFERENCES roster_imports (id),
    ordinal   INTEGER NOT NULL,
    lines     TEXT    NOT NULL,
    PRIMARY KEY (import_id, ordinal)
);

-- Whom it brought, for their cards and invitations.
CREATE TABLE roster_people (
    import_id UUID NOT NULL REFERENCES roster_imports (id),
    person_id UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (import_id, person_id)
);

-- What another system calls a person: so the next list finds them again.
CREATE TABLE roster_keys (
    program_id UUID NOT NULL REFERENCES programs (id),
    key        TEXT NOT NULL,
    person_id  UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (program_id, key)
);

-- Who answers for a child: seen by staff alone, told nothing.
CREATE TABLE guardians (
    mentee_id UUID   NOT NULL REFERENCES people (id),
    name      TEXT   NOT NULL,
    email     TEXT   NULL,
    added_at  BIGINT NOT NULL,
    PRIMARY KEY (mentee_id, name)
);
