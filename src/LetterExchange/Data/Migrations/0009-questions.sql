-- Questions of a partner's letter that its reader has ticked off: by their fingerprint, without their words.
CREATE TABLE settled_questions (
    letter_id  UUID   NOT NULL REFERENCES letters (id),
    person_id  UUID   NOT NULL REFERENCES people (id),
    print      TEXT   NOT NULL,
    settled_at BIGINT NOT NULL,
    PRIMARY KEY (letter_id, person_id, print)
);
