-- What screening keeps of a pair's letters, since it counts together with others: details of a child, signs in an adult's letters. Places in the revision's text
-- and never its words: when that text is erased, these go with it (0031-rules-of-memory).
CREATE TABLE traces (
    letter_id UUID    NOT NULL,
    number    INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    pair_id   UUID    NOT NULL REFERENCES pairs (id),
    start     INTEGER NOT NULL CHECK (start >= 0),    -- UTF-16 code units of the revision's text
    length    INTEGER NOT NULL CHECK (length > 0),
    PRIMARY KEY (letter_id, number, kind),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);
CREATE INDEX traces_pair ON traces (pair_id);
