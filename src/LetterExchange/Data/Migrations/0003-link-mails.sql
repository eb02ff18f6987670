-- Mails whose link sets a password. The link itself is nowhere kept: it is made when the mail is sent.

CREATE TABLE link_mails (
    id         UUID     NOT NULL PRIMARY KEY,
    person_id  UUID     NOT NULL REFERENCES people (id),
    kind       TEXT     NOT NULL CHECK (kind IN ('Invitation', 'Forgotten')),
    program_id UUID     NULL REFERENCES programs (id), -- into which somebody is invited
    by_id      UUID     NULL REFERENCES people (id),
    asked_at   BIGINT   NOT NULL,
    send_at    BIGINT   NULL,               -- when to try (again), or when the claim counts as lost; none once it is over
    claimed    SMALLINT NOT NULL DEFAULT 0,
    tries      INTEGER  NOT NULL DEFAULT 0,
    repeats    INTEGER  NOT NULL DEFAULT 0, -- sent again because a process died between sending and recording
    sent_at    BIGINT   NULL,
    error      TEXT     NULL,
    CHECK (claimed = 0 OR send_at IS NOT NULL)
);
CREATE INDEX link_mails_send ON link_mails (send_at, id) WHERE send_at IS NOT NULL;
CREATE INDEX link_mails_person ON link_mails (person_id, asked_at);
CREATE INDEX link_mails_failed ON link_mails (asked_at) WHERE send_at IS NULL AND sent_at IS NULL;

CREATE INDEX people_name ON people (LOWER(surname), LOWER(given_name), id);
CREATE INDEX people_mail_broken ON people (mail_broken_at) WHERE mail_broken_at IS NOT NULL;
CREATE INDEX mails_repeated ON mails (claimed_at) WHERE repeats > 0;
