-- One text for SQLite and PostgreSQL. Instants are whole milliseconds of Unix time; yes and no are 1 and 0;
-- enumerations are their names; keys are UUIDv7 (16 bytes on SQLite). Rules that need triggers stand in 0002.

CREATE TABLE installation (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE protection_keys (
    name TEXT NOT NULL PRIMARY KEY,
    xml  TEXT NOT NULL
);

CREATE TABLE programs (
    id         UUID    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    zone       TEXT    NOT NULL,
    languages  TEXT    NOT NULL,
    policies   TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE holidays (
    program_id UUID NOT NULL REFERENCES programs (id),
    day        TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (program_id, day)
);

CREATE TABLE help_contacts (
    id         UUID    NOT NULL PRIMARY KEY,
    program_id UUID    NOT NULL REFERENCES programs (id),
    ordinal    INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    how        TEXT    NOT NULL
);

CREATE TABLE cohorts (
    id         UUID NOT NULL PRIMARY KEY,
    program_id UUID NOT NULL REFERENCES programs (id),
    name       TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (id, program_id),
    UNIQUE (program_id, name)
);

CREATE TABLE people (
    id             UUID     NOT NULL PRIMARY KEY,
    given_name     TEXT     NOT NULL,
    surname        TEXT     NOT NULL,
    email          TEXT     NULL,
    sign_in_name   TEXT     NULL,           -- normalised; an adult's is the e-mail address
    password_hash  TEXT     NULL,
    security_stamp TEXT     NOT NULL,
    failed_tries   INTEGER  NOT NULL DEFAULT 0,
    locked_until   BIGINT   NULL,
    language       TEXT     NOT NULL DEFAULT 'en',
    born           TEXT     NULL,           -- yyyy-MM-dd
    organisation   TEXT     NULL,           -- a mentee's school, a mentor's employer: kept for screening only
    town           TEXT     NULL,           -- likewise
    mail_broken_at BIGINT   NULL,
    left_at        BIGINT   NULL,
    created_at     BIGINT   NOT NULL,
    version        INTEGER  NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX people_sign_in ON people (sign_in_name) WHERE sign_in_name IS NOT NULL;

CREATE TABLE memberships (
    id         UUID   NOT NULL PRIMARY KEY,
    person_id  UUID   NOT NULL REFERENCES people (id),
    program_id UUID   NULL REFERENCES programs (id),  -- none for an administrator
    cohort_id  UUID   NULL,                           -- none for the whole program
    role       TEXT   NOT NULL CHECK (role IN ('Mentee', 'Mentor', 'Reviewer', 'Teacher', 'SafeguardingLead', 'Coordinator', 'Administrator')),
    since      BIGINT NOT NULL,
    ended_at   BIGINT NULL,
    FOREIGN KEY (cohort_id, program_id) REFERENCES cohorts (id, program_id),
    CHECK (role = 'Administrator' OR program_id IS NOT NULL),
    CHECK (role <> 'Teacher' OR cohort_id IS NOT NULL)
);
CREATE INDEX memberships_person ON memberships (person_id);
CREATE INDEX memberships_role ON memberships (program_id, role) WHERE ended_at IS NULL;

CREATE TABLE consents (
    id           UUID   NOT NULL PRIMARY KEY,
    mentee_id    UUID   NOT NULL REFERENCES people (id),
    kind         TEXT   NOT NULL CHECK (kind IN ('Guardian', 'School')),
    given_by     TEXT   NOT NULL,
    how          TEXT   NOT NULL,
    given_at     BIGINT NOT NULL,
    until        BIGINT NOT NULL,
    withdrawn_at BIGINT NULL,
    recorded_by  UUID   NULL REFERENCES people (id),
    recorded_at  BIGINT NOT NULL
);
CREATE INDEX consents_mentee ON consents (mentee_id);

CREATE TABLE clearances (
    id          UUID   NOT NULL PRIMARY KEY,
    mentor_id   UUID   NOT NULL REFERENCES people (id),
    kind        TEXT   NOT NULL,
    cleared_at  BIGINT NOT NULL,
    until       BIGINT NOT NULL,
    revoked_at  BIGINT NULL,
    recorded_by UUID   NULL REFERENCES people (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX clearances_mentor ON clearances (mentor_id);

CREATE TABLE pairs (
    id           UUID    NOT NULL PRIMARY KEY,
    program_id   UUID    NOT NULL REFERENCES programs (id),
    cohort_id    UUID    NOT NULL,
    mentor_id    UUID    NOT NULL REFERENCES people (id),
    mentee_id    UUID    NOT NULL REFERENCES people (id),
    state        TEXT    NOT NULL CHECK (state IN ('Active', 'Paused', 'Closed')),
    stands_until BIGINT  NOT NULL,          -- until when both consent and clearance stand; kept by the verbs that record them
    paused_at    BIGINT  NULL,
    paused_why   TEXT    NULL CHECK (paused_why IN ('Coordinator', 'Standing', 'Concern')),
    closed_at    BIGINT  NULL,
    closed_why   TEXT    NULL,
    created_at   BIGINT  NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1,
    FOREIGN KEY (cohort_id, program_id) REFERENCES cohorts (id, program_id),
    CHECK (mentor_id <> mentee_id),
    CHECK ((state = 'Paused') = (paused_at IS NOT NULL)),
    CHECK ((state = 'Closed') = (closed_at IS NOT NULL))
);
CREATE INDEX pairs_mentor ON pairs (mentor_id);
CREATE INDEX pairs_mentee ON pairs (mentee_id);
CREATE UNIQUE INDEX pairs_one_mentor ON pairs (mentee_id, program_id) WHERE state <> 'Closed';
CREATE INDEX pairs_cohort ON pairs (cohort_id);
CREATE INDEX pairs_program ON pairs (program_id, state);
CREATE INDEX pairs_standing ON pairs (stands_until, id) WHERE state = 'Active';

CREATE TABLE reading_plans (
    id           UUID    NOT NULL PRIMARY KEY,
    program_id   UUID    NOT NULL REFERENCES programs (id),
    name         TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('Draft', 'Published')),
    created_at   BIGINT  NOT NULL,
    published_at BIGINT  NULL,
    version      INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX reading_plans_program ON reading_plans (program_id);

CREATE TABLE rounds (
    id          UUID    NOT NULL PRIMARY KEY,
    plan_id     UUID    NOT NULL REFERENCES reading_plans (id),
    ordinal     INTEGER NOT NULL,
    title       TEXT    NOT NULL,
    opens_local TEXT    NOT NULL,           -- yyyy-MM-ddTHH:mm in the program's zone; the instant is derived
    opens_at    BIGINT  NOT NULL,
    UNIQUE (plan_id, ordinal)
);

CREATE TABLE round_stories (
    round_id UUID    NOT NULL REFERENCES rounds (id),
    story_id TEXT    NOT NULL,
    ordinal  INTEGER NOT NULL,
    PRIMARY KEY (round_id, story_id)
);

CREATE TABLE round_turns (
    round_id      UUID    NOT NULL REFERENCES rounds (id),
    ordinal       INTEGER NOT NULL,
    writer        TEXT    NOT NULL CHECK (writer IN ('Mentee', 'Mentor')),
    due_local     TEXT    NOT NULL,
    due_at        BIGINT  NOT NULL,
    cut_off_local TEXT    NOT NULL,
    cut_off_at    BIGINT  NOT NULL,
    PRIMARY KEY (round_id, ordinal)
);

CREATE TABLE assignments (
    id         UUID    NOT NULL PRIMARY KEY,
    pair_id    UUID    NOT NULL REFERENCES pairs (id),
    plan_id    UUID    NOT NULL REFERENCES reading_plans (id),
    round_id   UUID    NOT NULL REFERENCES rounds (id),
    line       INTEGER NOT NULL,            -- the place in the pair's line of assignments
    state      TEXT    NOT NULL CHECK (state IN ('Scheduled', 'Open', 'Complete', 'ClosedIncomplete')),
    opens_at   BIGINT  NOT NULL,
    release_at BIGINT  NULL,                -- opens_at while it is first in line and its pair is active: what the sweep looks for
    story_id   TEXT    NULL,
    opened_at  BIGINT  NULL,
    closed_at  BIGINT  NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    UNIQUE (pair_id, round_id),
    UNIQUE (pair_id, line),
    CHECK (release_at IS NULL OR state = 'Scheduled'),
    CHECK ((state = 'Scheduled') = (opened_at IS NULL) OR state = 'ClosedIncomplete')
);
CREATE UNIQUE INDEX assignments_one_open ON assignments (pair_id) WHERE state = 'Open';
CREATE INDEX assignments_release ON assignments (release_at, id) WHERE release_at IS NOT NULL;
CREATE INDEX assignments_round ON assignments (round_id);

CREATE TABLE turns (
    id            UUID     NOT NULL PRIMARY KEY,
    assignment_id UUID     NOT NULL REFERENCES assignments (id),
    pair_id       UUID     NOT NULL REFERENCES pairs (id),
    ordinal       INTEGER  NOT NULL,
    writer        TEXT     NOT NULL CHECK (writer IN ('Mentee', 'Mentor')),
    writer_id     UUID     NOT NULL REFERENCES people (id),
    reader_id     UUID     NOT NULL REFERENCES people (id),
    state         TEXT     NOT NULL CHECK (state IN ('Waiting', 'Open', 'Answered', 'Lapsed', 'Excused')),
    due_at        BIGINT   NOT NULL,        -- planned while waiting, effective once open
    cut_off_at    BIGINT   NOT NULL,
    opened_at     BIGINT   NULL,
    held_at       BIGINT   NULL,            -- since when its letter is in our hands: the clock stands
    submitted_at  BIGINT   NULL,            -- first submitted
    was_late      SMALLINT NOT NULL DEFAULT 0,
    late_told_at  BIGINT   NULL,
    remind_at     BIGINT   NULL,            -- what the reminder sweep looks for
    enforce_at    BIGINT   NULL,            -- what the deadline sweep looks for
    closed_at     BIGINT   NULL,
    version       INTEGER  NOT NULL DEFAULT 1,
    UNIQUE (assignment_id, ordinal),
    CHECK (cut_off_at >= due_at),
    CHECK (state = 'Open' OR (remind_at IS NULL AND enforce_at IS NULL)),
    CHECK (held_at IS NULL OR (remind_at IS NULL AND enforce_at IS NULL))
);
CREATE INDEX turns_pair ON turns (pair_id);
CREATE INDEX turns_writer ON turns (writer_id) WHERE state = 'Open';
CREATE UNIQUE INDEX turns_one_open ON turns (assignment_id) WHERE state = 'Open';
CREATE INDEX turns_remind ON turns (remind_at, id) WHERE remind_at IS NOT NULL;
CREATE INDEX turns_enforce ON turns (enforce_at, id) WHERE enforce_at IS NOT NULL;

-- Lapses by program and local day: coordinators hear of a day's in one notice.
CREATE TABLE lapse_digests (
    program_id UUID    NOT NULL REFERENCES programs (id),
    day        TEXT    NOT NULL,            -- the program's local day
    lapses     INTEGER NOT NULL,
    tell_at    BIGINT  NULL,                -- the next local morning, until told
    PRIMARY KEY (program_id, day)
);
CREATE INDEX lapse_digests_tell ON lapse_digests (tell_at) WHERE tell_at IS NOT NULL;

CREATE TABLE reading_progress (
    assignment_id UUID    NOT NULL REFERENCES assignments (id),
    person_id     UUID    NOT NULL REFERENCES people (id),
    part          INTEGER NOT NULL,         -- 1 for the first
    place         INTEGER NOT NULL,         -- thousandths of that part
    started_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL,
    finished_at   BIGINT  NULL,
    PRIMARY KEY (assignment_id, person_id)
);

CREATE TABLE interventions (
    id         UUID   NOT NULL PRIMARY KEY,
    kind       TEXT   NOT NULL,
    program_id UUID   NOT NULL REFERENCES programs (id),
    cohort_id  UUID   NULL REFERENCES cohorts (id),
    pair_id    UUID   NULL REFERENCES pairs (id),
    turn_id    UUID   NULL REFERENCES turns (id),
    reason     TEXT   NOT NULL,
    by_id      UUID   NULL REFERENCES people (id),
    at         BIGINT NOT NULL
);
CREATE INDEX interventions_pair ON interventions (pair_id);

CREATE TABLE letters (
    id           UUID     NOT NULL PRIMARY KEY,
    program_id   UUID     NOT NULL REFERENCES programs (id),
    pair_id      UUID     NOT NULL REFERENCES pairs (id),
    turn_id      UUID     NULL REFERENCES turns (id),      -- none for a free letter
    writer_id    UUID     NOT NULL REFERENCES people (id),
    reader_id    UUID     NOT NULL REFERENCES people (id),
    state        TEXT     NOT NULL CHECK (state IN ('Draft', 'Screening', 'InReview', 'Returned', 'Withheld', 'Approved', 'Delivered', 'Read', 'Discarded', 'Stopped')),
    route        TEXT     NOT NULL DEFAULT 'Standard' CHECK (route IN ('Standard', 'Attention', 'Safeguarding')),
    not_screened SMALLINT NOT NULL DEFAULT 0,
    screen_tries INTEGER  NOT NULL DEFAULT 0,
    revision     INTEGER  NOT NULL DEFAULT 0,              -- the number of the newest; 0 before the first submit
    created_at   BIGINT   NOT NULL,
    submitted_at BIGINT   NULL,                            -- the newest revision's
    screen_at    BIGINT   NULL,                            -- when to screen (again)
    review_since BIGINT   NULL,
    review_by    BIGINT   NULL,                            -- the next moment at which the queue must be moved on
    deliver_at   BIGINT   NULL,
    delivered_at BIGINT   NULL,
    read_at      BIGINT   NULL,
    version      INTEGER  NOT NULL DEFAULT 1,
    UNIQUE (id, writer_id, reader_id),
    UNIQUE (id, route),
    CHECK (writer_id <> reader_id),
    CHECK ((state = 'Screening') = (screen_at IS NOT NULL)),
    CHECK ((state = 'Approved') = (deliver_at IS NOT NULL)),
    CHECK ((state IN ('Delivered', 'Read')) = (delivered_at IS NOT NULL)),
    CHECK ((state = 'Read') = (read_at IS NOT NULL))
);
CREATE UNIQUE INDEX letters_one_live ON letters (turn_id) WHERE turn_id IS NOT NULL AND state NOT IN ('Withheld', 'Stopped', 'Discarded');
CREATE INDEX letters_turn ON letters (turn_id) WHERE turn_id IS NOT NULL;
CREATE INDEX letters_pair ON letters (pair_id, created_at);
CREATE INDEX letters_sent ON letters (program_id, submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX letters_screen ON letters (screen_at) WHERE screen_at IS NOT NULL;
CREATE INDEX letters_queue ON letters (program_id, review_since) WHERE state = 'InReview';
CREATE INDEX letters_service ON letters (review_by) WHERE review_by IS NOT NULL;
CREATE INDEX letters_deliver ON letters (deliver_at) WHERE deliver_at IS NOT NULL;

CREATE TABLE drafts (
    letter_id UUID    NOT NULL PRIMARY KEY REFERENCES letters (id),
    text      TEXT    NOT NULL,
    kept_at   BIGINT  NOT NULL,
    version   INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE revisions (
    letter_id    UUID    NOT NULL,
    number       INTEGER NOT NULL,
    writer_id    UUID    NOT NULL,
    reader_id    UUID    NOT NULL,
    sha256       TEXT    NOT NULL,          -- lower-case hex over salt and UTF-8 text
    words        INTEGER NOT NULL,
    submitted_at BIGINT  NOT NULL,
    PRIMARY KEY (letter_id, number),
    UNIQUE (letter_id, number, sha256, writer_id, reader_id),
    FOREIGN KEY (letter_id, writer_id, reader_id) REFERENCES letters (id, writer_id, reader_id)
);

CREATE TABLE revision_texts (
    letter_id UUID    NOT NULL,
    number    INTEGER NOT NULL,
    salt      TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    PRIMARY KEY (letter_id, number),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);

CREATE TABLE erasures (
    letter_id UUID    NOT NULL,
    number    INTEGER NOT NULL,
    by_id     UUID    NULL REFERENCES people (id),
    at        BIGINT  NOT NULL,
    PRIMARY KEY (letter_id, number),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);

CREATE TABLE findings (
    letter_id UUID             NOT NULL,
    number    INTEGER          NOT NULL,
    ordinal   INTEGER          NOT NULL,
    category  TEXT             NOT NULL,
    start     INTEGER          NOT NULL,    -- UTF-16 code units of the revision's text
    length    INTEGER          NOT NULL,
    rule      TEXT             NOT NULL,
    strength  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (letter_id, number, ordinal),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);

CREATE TABLE decisions (
    id          UUID     NOT NULL PRIMARY KEY,
    letter_id   UUID     NOT NULL,
    number      INTEGER  NOT NULL,
    ordinal     INTEGER  NOT NULL,          -- in the order of the letter's decisions
    reviewer_id UUID     NOT NULL REFERENCES people (id),
    kind        TEXT     NOT NULL CHECK (kind IN ('Approve', 'Return', 'Withhold', 'TakeBack', 'Raise', 'Lower', 'Reopen')),
    as_lead     SMALLINT NOT NULL DEFAULT 0,
    reason      TEXT     NULL,
    at          BIGINT   NOT NULL,
    UNIQUE (letter_id, ordinal),
    UNIQUE (id, letter_id, number, reviewer_id, kind),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);

-- The standing permission to deliver one revision. The approvals it rests on are tied by the same keys.
CREATE TABLE releases (
    id                 UUID     NOT NULL PRIMARY KEY,
    letter_id          UUID     NOT NULL,
    revision           INTEGER  NOT NULL,
    sha256             TEXT     NOT NULL,
    route              TEXT     NOT NULL CHECK (route IN ('Standard', 'Attention', 'Safeguarding')),
    writer_id          UUID     NOT NULL,
    reader_id          UUID     NOT NULL,
    first_decision_id  UUID     NOT NULL,
    first_reviewer_id  UUID     NOT NULL,
    second_decision_id UUID     NULL,
    second_reviewer_id UUID     NULL,
    lead_id            UUID     NULL,
    kind               TEXT     NOT NULL DEFAULT 'Approve' CHECK (kind = 'Approve'),
    standing           SMALLINT NULL CHECK (standing = 1),
    at                 BIGINT   NOT NULL,
    ended_at           BIGINT   NULL,
    UNIQUE (letter_id, revision, sha256, route, standing),
    FOREIGN KEY (letter_id, revision, sha256, writer_id, reader_id) REFERENCES revisions (letter_id, number, sha256, writer_id, reader_id),
    FOREIGN KEY (first_decision_id, letter_id, revision, first_reviewer_id, kind) REFERENCES decisions (id, letter_id, number, reviewer_id, kind),
    FOREIGN KEY (second_decision_id, letter_id, revision, second_reviewer_id, kind) REFERENCES decisions (id, letter_id, number, reviewer_id, kind),
    CHECK (first_reviewer_id <> writer_id AND first_reviewer_id <> reader_id),
    CHECK ((second_decision_id IS NULL) = (second_reviewer_id IS NULL)),
    CHECK (second_reviewer_id IS NULL OR (second_reviewer_id <> writer_id AND second_reviewer_id <> reader_id AND second_reviewer_id <> first_reviewer_id)),
    CHECK (lead_id IS NULL OR lead_id = first_reviewer_id OR (second_reviewer_id IS NOT NULL AND lead_id = second_reviewer_id)),
    CHECK (route <> 'Safeguarding' OR (second_reviewer_id IS NOT NULL AND lead_id IS NOT NULL)),
    CHECK ((standing IS NULL) = (ended_at IS NOT NULL))
);
CREATE UNIQUE INDEX releases_one_standing ON releases (letter_id) WHERE standing = 1;

-- One delivery a letter, of a revision whose release stands, on the letter's own route.
CREATE TABLE deliveries (
    letter_id UUID     NOT NULL PRIMARY KEY,
    revision  INTEGER  NOT NULL,
    sha256    TEXT     NOT NULL,
    route     TEXT     NOT NULL,
    standing  SMALLINT NOT NULL CHECK (standing = 1),
    at        BIGINT   NOT NULL,
    FOREIGN KEY (letter_id, revision, sha256, route, standing) REFERENCES releases (letter_id, revision, sha256, route, standing),
    FOREIGN KEY (letter_id, route) REFERENCES letters (id, route)
);

CREATE TABLE claims (
    letter_id   UUID   NOT NULL PRIMARY KEY REFERENCES letters (id),
    reviewer_id UUID   NOT NULL REFERENCES people (id),
    taken_at    BIGINT NOT NULL,
    until       BIGINT NOT NULL
);
CREATE INDEX claims_reviewer ON claims (reviewer_id);
CREATE INDEX claims_until ON claims (until);

CREATE TABLE concerns (
    id         UUID    NOT NULL PRIMARY KEY,
    program_id UUID    NOT NULL REFERENCES programs (id),
    pair_id    UUID    NULL REFERENCES pairs (id),
    letter_id  UUID    NULL REFERENCES letters (id),
    source     TEXT    NOT NULL CHECK (source IN ('Screening', 'Reviewer', 'Worried')),
    state      TEXT    NOT NULL CHECK (state IN ('Open', 'InHand', 'Closed')),
    opened_by  UUID    NULL REFERENCES people (id),
    opened_at  BIGINT  NOT NULL,
    note       TEXT    NOT NULL,
    in_hand_by UUID    NULL REFERENCES people (id),
    in_hand_at BIGINT  NULL,
    closed_by  UUID    NULL REFERENCES people (id),
    closed_at  BIGINT  NULL,
    outcome    TEXT    NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    CHECK ((state = 'Closed') = (closed_at IS NOT NULL AND outcome IS NOT NULL))
);
CREATE UNIQUE INDEX concerns_screening ON concerns (letter_id) WHERE source = 'Screening';
CREATE INDEX concerns_program ON concerns (program_id, state);
CREATE INDEX concerns_letter ON concerns (letter_id) WHERE letter_id IS NOT NULL;

CREATE TABLE concern_people (
    concern_id UUID NOT NULL REFERENCES concerns (id),
    person_id  UUID NOT NULL REFERENCES people (id),
    PRIMARY KEY (concern_id, person_id)
);
CREATE INDEX concern_people_person ON concern_people (person_id);

CREATE TABLE mails (
    id         UUID    NOT NULL PRIMARY KEY,
    person_id  UUID    NOT NULL REFERENCES people (id),
    message_id TEXT    NOT NULL UNIQUE,
    state      TEXT    NOT NULL CHECK (state IN ('Claimed', 'Retry', 'Sent', 'Failed')),
    claimed_at BIGINT  NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    repeats    INTEGER NOT NULL DEFAULT 0,  -- sent again because a process died between sending and recording
    retry_at   BIGINT  NULL,                -- when to try (again), or when the claim counts as lost
    sent_at    BIGINT  NULL,
    error      TEXT    NULL,
    CHECK ((state IN ('Claimed', 'Retry')) = (retry_at IS NOT NULL))
);
CREATE INDEX mails_retry ON mails (retry_at, id) WHERE retry_at IS NOT NULL;
CREATE INDEX mails_failed ON mails (claimed_at) WHERE state = 'Failed';
CREATE INDEX mails_person ON mails (person_id);

CREATE TABLE notices (
    id         UUID     NOT NULL PRIMARY KEY,
    person_id  UUID     NOT NULL REFERENCES people (id),
    program_id UUID     NULL REFERENCES programs (id),
    pair_id    UUID     NULL REFERENCES pairs (id),   -- the pair it is about: its mail waits for none that is not live
    kind       TEXT     NOT NULL,
    subject_id UUID     NOT NULL,
    occasion   TEXT     NOT NULL,
    arguments  TEXT     NOT NULL,           -- a JSON list: given names, story titles, instants; never a letter's text
    link       TEXT     NOT NULL,
    urgent     SMALLINT NOT NULL DEFAULT 0,
    created_at BIGINT   NOT NULL,
    read_at    BIGINT   NULL,
    mail_at    BIGINT   NULL,               -- when it may go into a mail; none when it shall not or has
    mail_id    UUID     NULL REFERENCES mails (id),
    UNIQUE (person_id, kind, subject_id, occasion)
);
CREATE INDEX notices_mail ON notices (mail_at, id) WHERE mail_at IS NOT NULL;
CREATE INDEX notices_to_mail ON notices (person_id) WHERE mail_at IS NOT NULL;
CREATE INDEX notices_settle ON notices (subject_id) WHERE mail_at IS NOT NULL;
CREATE INDEX notices_person ON notices (person_id, created_at, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
CREATE INDEX notices_in_mail ON notices (mail_id) WHERE mail_id IS NOT NULL;

CREATE TABLE notice_choices (
    person_id UUID     NOT NULL REFERENCES people (id),
    kind      TEXT     NOT NULL,
    mail      SMALLINT NOT NULL,
    PRIMARY KEY (person_id, kind)
);

CREATE TABLE events (
    id         UUID   NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    actor_id   UUID   NULL,                 -- none: the service itself
    kind       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    subject_id UUID   NOT NULL,
    pair_id    UUID   NULL,
    program_id UUID   NULL,
    codes      TEXT   NULL
);
CREATE INDEX events_subject ON events (subject_id, at);
CREATE INDEX events_pair ON events (pair_id, at) WHERE pair_id IS NOT NULL;

CREATE TABLE unsealed_events (
    event_id UUID NOT NULL PRIMARY KEY REFERENCES events (id)
);

CREATE TABLE seals (
    number   BIGINT NOT NULL PRIMARY KEY,
    event_id UUID   NOT NULL UNIQUE REFERENCES events (id),
    hash     TEXT   NOT NULL
);

CREATE TABLE seal_head (
    id     SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT   NOT NULL,
    hash   TEXT     NOT NULL
);
INSERT INTO seal_head (id, number, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
