-- What a mentor wants to remember of a mentee's letters: places in what was sent, never its words, so that they are gone where the text is.
CREATE TABLE memory_cards (
    mentor_id UUID    NOT NULL REFERENCES people (id),
    letter_id UUID    NOT NULL,
    number    INTEGER NOT NULL,
    start     INTEGER NOT NULL CHECK (start >= 0),  -- UTF-16 code units of the revision's text
    length    INTEGER NOT NULL CHECK (length > 0),
    kept_at   BIGINT  NOT NULL,
    PRIMARY KEY (mentor_id, letter_id, number, start),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);

-- A question that was ticked off is known by its place in its letter: a fingerprint of its words outlived them.
DROP TABLE settled_questions;
CREATE TABLE settled_questions (
    letter_id  UUID    NOT NULL REFERENCES letters (id),
    person_id  UUID    NOT NULL REFERENCES people (id),
    question   INTEGER NOT NULL CHECK (question > 0), -- in the letter's order
    settled_at BIGINT  NOT NULL,
    PRIMARY KEY (letter_id, person_id, question)
);
