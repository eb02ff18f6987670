-- What a reviewer thinks of a finding: right or wrong, and not a word more. One can change it, so it is no history; the event beside each change is.

CREATE TABLE finding_verdicts (
    letter_id   UUID    NOT NULL,
    number      INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    reviewer_id UUID    NOT NULL REFERENCES people (id),
    verdict     TEXT    NOT NULL CHECK (verdict IN ('Right', 'Wrong')),
    at          BIGINT  NOT NULL,
    PRIMARY KEY (letter_id, number, ordinal, reviewer_id),
    FOREIGN KEY (letter_id, number, ordinal) REFERENCES findings (letter_id, number, ordinal)
);
CREATE INDEX finding_verdicts_reviewer ON finding_verdicts (reviewer_id, at);
