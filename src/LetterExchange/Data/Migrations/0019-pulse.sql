-- What the pulse keeps, so that its pages cost what they show. All of it follows from turns and letters, and is made again from them once a week.

-- Turns whose due date has passed, by cohort, round, the program's local week (its Monday) and side.
CREATE TABLE pulse_cells (
    cohort_id  UUID    NOT NULL REFERENCES cohorts (id),
    round_id   UUID    NOT NULL REFERENCES rounds (id),
    week       TEXT    NOT NULL,
    side       TEXT    NOT NULL CHECK (side IN ('Mentee', 'Mentor')),
    program_id UUID    NOT NULL REFERENCES programs (id),
    turns      INTEGER NOT NULL,
    on_time    INTEGER NOT NULL,
    PRIMARY KEY (cohort_id, round_id, week, side)
);
CREATE INDEX pulse_cells_week ON pulse_cells (program_id, week, side, turns, on_time);

-- When the next due date of a cohort's round passes: then its cells are counted again.
CREATE TABLE pulse_rounds (
    cohort_id UUID   NOT NULL REFERENCES cohorts (id),
    round_id  UUID   NOT NULL REFERENCES rounds (id),
    next_at   BIGINT NULL,
    PRIMARY KEY (cohort_id, round_id)
);
CREATE INDEX pulse_rounds_next ON pulse_rounds (next_at) WHERE next_at IS NOT NULL;

-- What about one side of a pair asks for a look, with the figures that say so.
CREATE TABLE pulse_signs (
    pair_id    UUID    NOT NULL REFERENCES pairs (id),
    side       TEXT    NOT NULL CHECK (side IN ('Mentee', 'Mentor')),
    kind       TEXT    NOT NULL CHECK (kind IN ('Nothing', 'Silent', 'Later', 'Shorter', 'Rating')),
    program_id UUID    NOT NULL REFERENCES programs (id),
    at         BIGINT  NOT NULL,            -- from when on it holds, if nothing happens until then
    since      BIGINT  NULL,                -- the last letter; none where there was none
    until      BIGINT  NULL,                -- the cut-off
    turn_id    UUID    NULL REFERENCES turns (id),
    latest     BIGINT  NOT NULL,            -- turns missed, minutes taken, words, a rating
    usual      BIGINT  NOT NULL,            -- the median of those before
    many       INTEGER NOT NULL,            -- of how many
    PRIMARY KEY (pair_id, side, kind)
);
CREATE INDEX pulse_signs_kind ON pulse_signs (program_id, kind, at, pair_id, side, since, until);

-- Letters by the local week in which they were sent, and how long they took to their readers.
CREATE TABLE pulse_weeks (
    program_id UUID    NOT NULL REFERENCES programs (id),
    week       TEXT    NOT NULL,
    letters    INTEGER NOT NULL,
    delivered  INTEGER NOT NULL,
    minutes    BIGINT  NULL,                -- the median, of those delivered
    PRIMARY KEY (program_id, week)
);

-- How many letters were in review when they were counted last on a local day.
CREATE TABLE pulse_days (
    program_id UUID    NOT NULL REFERENCES programs (id),
    day        TEXT    NOT NULL,
    waiting    INTEGER NOT NULL,
    PRIMARY KEY (program_id, day)
);

-- When a program is counted next, and when its coordinators get their weekly mail next.
CREATE TABLE pulse_programs (
    program_id UUID    NOT NULL PRIMARY KEY REFERENCES programs (id),
    version    INTEGER NOT NULL,            -- of the program, by which the next mail was set
    look_at    BIGINT  NOT NULL,
    mail_at    BIGINT  NOT NULL
);
CREATE INDEX pulse_programs_look ON pulse_programs (look_at);
CREATE INDEX pulse_programs_mail ON pulse_programs (mail_at);

-- How far the pulse has followed what happened, and how far it is with making all of it again.
CREATE TABLE pulse_progress (
    id       SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seen_at  BIGINT   NULL,                 -- all events until then have been followed
    pair_id  UUID     NOT NULL,             -- the last pair that was made again, and the last cohort
    cohort_id UUID    NOT NULL,
    again_at BIGINT   NULL                  -- when to begin anew
);

CREATE INDEX letters_two_keys ON letters (program_id, review_since) WHERE state = 'InReview' AND route = 'Safeguarding';
CREATE INDEX pairs_ending ON pairs (program_id, stands_until) WHERE state = 'Active';
CREATE INDEX time_requests_asked ON time_requests (program_id, asked_at) WHERE state = 'Asked';
