-- Requests of writers for more time. The note is read by coordinators only.
CREATE TABLE time_requests (
    id         UUID    NOT NULL PRIMARY KEY,
    turn_id    UUID    NOT NULL REFERENCES turns (id),
    program_id UUID    NOT NULL REFERENCES programs (id),
    person_id  UUID    NOT NULL REFERENCES people (id),
    why        TEXT    NOT NULL CHECK (why IN ('Busy', 'Ill', 'Away', 'Reading', 'Other')),
    note       TEXT    NULL,
    days       INTEGER NOT NULL CHECK (days BETWEEN 1 AND 30),
    state      TEXT    NOT NULL CHECK (state IN ('Asked', 'Granted', 'Declined', 'Over')),
    asked_at   BIGINT  NOT NULL,
    decided_at BIGINT  NULL,
    decided_by UUID    NULL REFERENCES people (id),      -- none where the program's allowance covered it
    CHECK ((state = 'Asked') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX time_requests_one ON time_requests (turn_id) WHERE state = 'Asked';
CREATE INDEX time_requests_turn ON time_requests (turn_id);
CREATE INDEX time_requests_person ON time_requests (person_id, asked_at) WHERE state = 'Granted' AND decided_by IS NULL;

-- The secret address of a person's calendar: only its hash is kept.
CREATE TABLE calendars (
    person_id UUID   NOT NULL PRIMARY KEY REFERENCES people (id),
    sha256    TEXT   NOT NULL UNIQUE,           -- lower-case hex of the token
    made_at   BIGINT NOT NULL
);
