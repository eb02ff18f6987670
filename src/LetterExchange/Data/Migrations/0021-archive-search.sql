-- The archive's index: which words stand in which letters that were delivered or withheld. Letters of a program are numbered in the order in which they came
-- into the index; 16,384 numbers are a block. It is made from the letters and can be made again from them. What keeps it true stands in 0021-rules-of-search.

CREATE TABLE search_shelves (
    program_id UUID    NOT NULL PRIMARY KEY REFERENCES programs (id),
    last       INTEGER NOT NULL,            -- the number that was given last
    letters    INTEGER NOT NULL,
    words      BIGINT  NOT NULL
);

CREATE TABLE search_letters (
    letter_id  UUID    NOT NULL PRIMARY KEY REFERENCES letters (id),
    program_id UUID    NOT NULL REFERENCES programs (id),
    number     INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    ended_at   BIGINT  NOT NULL,            -- when it was delivered or withheld
    language   TEXT    NOT NULL,            -- by whose rules its words were cut and stemmed
    words      INTEGER NOT NULL,
    UNIQUE (program_id, number)
);
CREATE INDEX search_letters_ended ON search_letters (program_id, ended_at);

-- A word's places in a block: for each letter two bytes for its number within the block and one for how often the word stands in it.
-- The word '' holds the lengths of the block's letters, two bytes each.
CREATE TABLE search_words (
    program_id UUID    NOT NULL,
    block      INTEGER NOT NULL,
    word       TEXT    NOT NULL,
    letters    INTEGER NOT NULL,
    places     BYTEA   NOT NULL,
    PRIMARY KEY (program_id, block, word)
);

-- Letters that are to come into the index, and numbers whose words are still to leave it: what the sweep looks for.
CREATE TABLE search_due (
    letter_id UUID   NOT NULL PRIMARY KEY REFERENCES letters (id),
    at        BIGINT NOT NULL
);
CREATE INDEX search_due_at ON search_due (at, letter_id);

CREATE TABLE search_gone (
    program_id UUID    NOT NULL,
    number     INTEGER NOT NULL,
    PRIMARY KEY (program_id, number)
);

CREATE INDEX findings_category ON findings (category);

INSERT INTO search_due (letter_id, at)
SELECT id, COALESCE(delivered_at, submitted_at) FROM letters WHERE state IN ('Delivered', 'Read', 'Withheld');
