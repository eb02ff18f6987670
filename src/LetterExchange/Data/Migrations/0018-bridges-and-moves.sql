-- A bridge letter: a coordinator's, to a mentee who would get none. It answers no turn; it may excuse one when it is delivered.
ALTER TABLE letters ADD COLUMN bridge SMALLINT NOT NULL DEFAULT 0 CHECK (bridge IN (0, 1) AND (bridge = 0 OR turn_id IS NULL));
ALTER TABLE letters ADD COLUMN excuses_id UUID NULL REFERENCES turns (id) CHECK (excuses_id IS NULL OR bridge = 1);
CREATE INDEX letters_bridge ON letters (pair_id, created_at) WHERE bridge = 1;

-- A pair rests, paused, while a substitute stands in: the substitute's pair names it. A mentee has one pair that is neither closed nor resting.
ALTER TABLE pairs ADD COLUMN resting SMALLINT NOT NULL DEFAULT 0 CHECK (resting IN (0, 1) AND (resting = 0 OR state = 'Paused'));
ALTER TABLE pairs ADD COLUMN stands_in_for UUID NULL REFERENCES pairs (id);
ALTER TABLE pairs ADD COLUMN reopened_at BIGINT NULL;
DROP INDEX pairs_one_mentor;
CREATE UNIQUE INDEX pairs_one_mentor ON pairs (mentee_id, program_id) WHERE state <> 'Closed' AND resting = 0;
CREATE UNIQUE INDEX pairs_standing_in ON pairs (stands_in_for) WHERE stands_in_for IS NOT NULL AND state <> 'Closed';

-- An announced end: both may write a last letter until a date. The pair closes when both letters have arrived or the date has passed.
CREATE TABLE pair_endings (
    pair_id      UUID   NOT NULL PRIMARY KEY REFERENCES pairs (id),
    announced_at BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,               -- until when the last letters are sent
    close_at     BIGINT NULL,                   -- what the sweep looks for; none once it is over
    why          TEXT   NOT NULL,
    by_id        UUID   NOT NULL REFERENCES people (id)
);
CREATE INDEX pair_endings_close ON pair_endings (close_at, pair_id) WHERE close_at IS NOT NULL;
