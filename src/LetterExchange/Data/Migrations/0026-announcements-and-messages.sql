-- What staff have to say to many: a title and a text, from when until when, to whom.
CREATE TABLE announcements (
    id           UUID     NOT NULL PRIMARY KEY,
    program_id   UUID     NOT NULL REFERENCES programs (id),
    cohort_id    UUID     NULL,                 -- none for the whole program
    title        TEXT     NOT NULL,
    text         TEXT     NOT NULL,
    must         SMALLINT NOT NULL,             -- whether each of them is to say that they have read it
    to_mentees   SMALLINT NOT NULL,
    to_mentors   SMALLINT NOT NULL,
    to_staff     SMALLINT NOT NULL,
    from_at      BIGINT   NOT NULL,
    until_at     BIGINT   NOT NULL,
    made_by      UUID     NULL REFERENCES people (id),
    made_at      BIGINT   NOT NULL,
    withdrawn_at BIGINT   NULL,
    tell_at      BIGINT   NULL,                 -- from_at until all who were there then have been told
    told_to      UUID     NULL,                 -- the last of them who has been, in the order of keys
    told         INTEGER  NOT NULL DEFAULT 0,
    FOREIGN KEY (cohort_id, program_id) REFERENCES cohorts (id, program_id),
    CHECK (from_at < until_at),
    CHECK (to_mentees + to_mentors + to_staff > 0)
);
CREATE INDEX announcements_program ON announcements (program_id, until_at);
CREATE INDEX announcements_tell ON announcements (tell_at, id) WHERE tell_at IS NOT NULL;

CREATE TABLE announcement_reads (
    announcement_id UUID   NOT NULL REFERENCES announcements (id),
    person_id       UUID   NOT NULL REFERENCES people (id),
    at              BIGINT NOT NULL,
    PRIMARY KEY (announcement_id, person_id)
);

-- Messages between a mentor and the coordinators about a pair. The words lie beside the row, and go only with a recorded erasure.
CREATE TABLE pair_messages (
    id         UUID   NOT NULL PRIMARY KEY,
    pair_id    UUID   NOT NULL REFERENCES pairs (id),
    program_id UUID   NOT NULL REFERENCES programs (id),
    writer_id  UUID   NOT NULL REFERENCES people (id),
    side       TEXT   NOT NULL CHECK (side IN ('Mentor', 'Coordinator')),
    sha256     TEXT   NOT NULL,                 -- lower-case hex over salt and UTF-8 text
    written_at BIGINT NOT NULL
);
CREATE INDEX pair_messages_pair ON pair_messages (pair_id, written_at, id);

CREATE TABLE pair_message_texts (
    message_id UUID NOT NULL PRIMARY KEY REFERENCES pair_messages (id),
    salt       TEXT NOT NULL,
    text       TEXT NOT NULL
);

CREATE TABLE pair_message_erasures (
    message_id UUID   NOT NULL PRIMARY KEY REFERENCES pair_messages (id),
    by_id      UUID   NULL REFERENCES people (id),
    at         BIGINT NOT NULL
);

-- The thread of a pair: what lists of threads stand on.
CREATE TABLE pair_threads (
    pair_id    UUID    NOT NULL PRIMARY KEY REFERENCES pairs (id),
    program_id UUID    NOT NULL REFERENCES programs (id),
    messages   INTEGER NOT NULL,
    last_side  TEXT    NOT NULL,
    last_at    BIGINT  NOT NULL
);
CREATE INDEX pair_threads_program ON pair_threads (program_id, last_at);

-- Until when somebody has looked at a thread.
CREATE TABLE pair_thread_looks (
    pair_id   UUID   NOT NULL REFERENCES pairs (id),
    person_id UUID   NOT NULL REFERENCES people (id),
    until     BIGINT NOT NULL,
    PRIMARY KEY (pair_id, person_id)
);
