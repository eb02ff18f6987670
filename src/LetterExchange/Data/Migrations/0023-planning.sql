-- A round that was taken out of a published plan before it opened: who has it already keeps it, nobody gets it any more.
ALTER TABLE rounds ADD COLUMN dropped_at BIGINT NULL;

-- What is done to many pairs of a plan, pair by pair in the order of their keys; it is under way until it has ended.
CREATE TABLE plan_works (
    id         UUID    NOT NULL PRIMARY KEY,
    program_id UUID    NOT NULL REFERENCES programs (id),
    plan_id    UUID    NOT NULL REFERENCES reading_plans (id),
    kind       TEXT    NOT NULL CHECK (kind IN ('Give', 'Change', 'Extend')),
    errand     TEXT    NOT NULL,            -- JSON: keys, dates and numbers
    reason     TEXT    NULL,                -- the staff's own; nobody else reads it
    by_id      UUID    NULL REFERENCES people (id),
    begun_at   BIGINT  NOT NULL,
    after_id   UUID    NULL,                -- the last pair that was seen
    total      INTEGER NOT NULL,
    seen       INTEGER NOT NULL DEFAULT 0,
    done       INTEGER NOT NULL DEFAULT 0,
    left_out   INTEGER NOT NULL DEFAULT 0,
    had_it     INTEGER NOT NULL DEFAULT 0,
    ended_at   BIGINT  NULL
);
CREATE UNIQUE INDEX plan_works_one ON plan_works (plan_id) WHERE ended_at IS NULL;
CREATE INDEX plan_works_ahead ON plan_works (begun_at, id) WHERE ended_at IS NULL;
CREATE INDEX plan_works_plan ON plan_works (plan_id, begun_at);

-- Days away of a program's mentors, for its calendar.
CREATE INDEX absences_program ON absences (program_id, last_day) WHERE cancelled_at IS NULL;

-- How long a reviewer reviews on a day of the week, as they or a coordinator have said.
CREATE TABLE review_hours (
    program_id UUID    NOT NULL REFERENCES programs (id),
    person_id  UUID    NOT NULL REFERENCES people (id),
    weekday    INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- 1 for Monday
    minutes    INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    PRIMARY KEY (program_id, person_id, weekday)
);
