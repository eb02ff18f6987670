-- Days on which a mentor is away, of the program's calendar. No word of theirs stands beside them.
CREATE TABLE absences (
    id           UUID   NOT NULL PRIMARY KEY,
    program_id   UUID   NOT NULL REFERENCES programs (id),
    person_id    UUID   NOT NULL REFERENCES people (id),
    first_day    TEXT   NOT NULL,               -- yyyy-MM-dd, as is the last; both belong to it
    last_day     TEXT   NOT NULL,
    noted_at     BIGINT NOT NULL,
    cancelled_at BIGINT NULL,
    CHECK (first_day <= last_day)
);
CREATE INDEX absences_person ON absences (person_id, last_day) WHERE cancelled_at IS NULL;

-- Reminder steps that a person does not want, in hours before the due date; all others come.
CREATE TABLE reminders_off (
    person_id UUID    NOT NULL REFERENCES people (id),
    hours     INTEGER NOT NULL,
    off_at    BIGINT  NOT NULL,
    PRIMARY KEY (person_id, hours)
);
