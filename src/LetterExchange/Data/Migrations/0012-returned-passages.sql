-- Where a returned letter is marked for its writer. Places in the revision's text and never its words: when that text is erased, nothing readable stays.

CREATE TABLE returned_passages (
    decision_id UUID    NOT NULL REFERENCES decisions (id),
    ordinal     INTEGER NOT NULL CHECK (ordinal > 0),
    letter_id   UUID    NOT NULL,
    number      INTEGER NOT NULL,
    start       INTEGER NOT NULL CHECK (start >= 0),    -- UTF-16 code units of the revision's text
    length      INTEGER NOT NULL CHECK (length > 0),
    category    TEXT    NULL CHECK (category NOT LIKE 'disclosure.%'), -- none where the reviewer saw what no rule had seen
    PRIMARY KEY (decision_id, ordinal),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number)
);
