-- Sentences that a reader has marked in the story of an assignment: places in a text that both read, and no word of the reader's own.
CREATE TABLE highlights (
    assignment_id UUID    NOT NULL REFERENCES assignments (id),
    person_id     UUID    NOT NULL REFERENCES people (id),
    sentence      INTEGER NOT NULL,             -- its number in the story, from 1
    print         TEXT    NOT NULL,             -- the sentence's fingerprint: a story that has been changed since is not marked at another place
    marked_at     BIGINT  NOT NULL,
    PRIMARY KEY (assignment_id, person_id, sentence)
);

-- How a reader wants pages set: words of a closed list, parted by blanks; none before they have said so.
ALTER TABLE people ADD COLUMN reading TEXT NULL;
