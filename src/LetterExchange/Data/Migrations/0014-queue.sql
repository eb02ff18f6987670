-- A letter's place in the queue of review is found by an index, so the moment that it is ordered by stands in its row: the end of its service level, or the
-- due date of its open turn where that comes first. The level is the one that was promised when it came. 0014-rules-of-queue keeps queue_at.

ALTER TABLE letters ADD COLUMN review_until BIGINT NULL;               -- the end of the service level
ALTER TABLE letters ADD COLUMN queue_at BIGINT NULL;                   -- what the queue is ordered by
ALTER TABLE letters ADD COLUMN review_step INTEGER NOT NULL DEFAULT 0; -- how often its lateness has been told

UPDATE letters SET review_until = review_since + CASE route WHEN 'Safeguarding' THEN 3600000 ELSE 86400000 END WHERE state = 'InReview';
UPDATE letters SET queue_at = CASE WHEN (SELECT u.due_at FROM turns u WHERE u.id = letters.turn_id AND u.state = 'Open') < review_until
                                   THEN (SELECT u.due_at FROM turns u WHERE u.id = letters.turn_id) ELSE COALESCE(review_until, 0) END
 WHERE state = 'InReview';

DROP INDEX letters_queue;
CREATE INDEX letters_queue ON letters (program_id, route, queue_at, id, pair_id, writer_id, reader_id, review_since, review_until, state) WHERE state = 'InReview';
