-- Only a bridge letter is written by somebody outside the pair: a coordinator of its program, to the mentee. No letter becomes one or ceases to be one.
DROP TRIGGER letters_of_their_pair;
CREATE TRIGGER letters_of_their_pair BEFORE INSERT ON letters
WHEN NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.program_id = NEW.program_id
                    AND (NEW.bridge = 0 AND ((NEW.writer_id = p.mentee_id AND NEW.reader_id = p.mentor_id) OR (NEW.writer_id = p.mentor_id AND NEW.reader_id = p.mentee_id))
                      OR NEW.bridge = 1 AND NEW.reader_id = p.mentee_id AND NEW.writer_id <> p.mentor_id
                         AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = NEW.writer_id AND m.program_id = p.program_id AND m.role = 'Coordinator' AND m.ended_at IS NULL)))
  OR (NEW.turn_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = NEW.turn_id AND t.pair_id = NEW.pair_id AND t.writer_id = NEW.writer_id))
BEGIN SELECT RAISE(ABORT, 'a letter goes from one of its pair to the other'); END;

DROP TRIGGER letters_keep_their_people;
CREATE TRIGGER letters_keep_their_people BEFORE UPDATE ON letters
WHEN NEW.writer_id <> OLD.writer_id OR NEW.reader_id <> OLD.reader_id OR NEW.pair_id <> OLD.pair_id OR NEW.program_id <> OLD.program_id OR NEW.turn_id IS NOT OLD.turn_id OR NEW.bridge <> OLD.bridge
BEGIN SELECT RAISE(ABORT, 'a letter keeps its pair, its people and its turn'); END;

CREATE TRIGGER letters_excuse_their_mentor BEFORE UPDATE ON letters
WHEN NEW.excuses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = NEW.excuses_id AND t.pair_id = NEW.pair_id AND t.writer = 'Mentor')
BEGIN SELECT RAISE(ABORT, 'a bridge letter excuses a turn of its mentor'); END;

DROP TRIGGER pairs_stay_closed;
CREATE TRIGGER pairs_stay_closed BEFORE UPDATE ON pairs
WHEN OLD.state = 'Closed' AND NEW.state <> 'Closed'
 AND NOT (NEW.state = 'Active' AND NEW.reopened_at IS NOT NULL AND NEW.reopened_at >= OLD.closed_at AND NEW.reopened_at IS NOT OLD.reopened_at AND NEW.stands_until > NEW.reopened_at)
BEGIN SELECT RAISE(ABORT, 'a closed pair stays closed until it is reopened'); END;

CREATE TRIGGER pairs_stand_in_for_the_same_mentee BEFORE INSERT ON pairs
WHEN NEW.stands_in_for IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM pairs r WHERE r.id = NEW.stands_in_for AND r.resting = 1 AND r.mentee_id = NEW.mentee_id AND r.program_id = NEW.program_id AND r.mentor_id <> NEW.mentor_id)
BEGIN SELECT RAISE(ABORT, 'a substitute stands in for a resting pair of the same mentee'); END;

CREATE TRIGGER pairs_keep_whom_they_stand_in_for BEFORE UPDATE ON pairs
WHEN NEW.stands_in_for IS NOT OLD.stands_in_for
BEGIN SELECT RAISE(ABORT, 'a pair keeps whom it stands in for'); END;
