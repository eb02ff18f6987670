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
