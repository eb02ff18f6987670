-- Only a bridge letter is written by somebody outside the pair: a coordinator of its program, to the mentee. No letter becomes one or ceases to be one.
CREATE OR REPLACE FUNCTION letter_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'Draft' OR NEW.revision <> 0 THEN
        RAISE EXCEPTION 'a letter starts as a draft' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.program_id = NEW.program_id
                      AND (NEW.bridge = 0 AND ((NEW.writer_id = p.mentee_id AND NEW.reader_id = p.mentor_id) OR (NEW.writer_id = p.mentor_id AND NEW.reader_id = p.mentee_id))
                        OR NEW.bridge = 1 AND NEW.reader_id = p.mentee_id AND NEW.writer_id <> p.mentor_id
                           AND EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = NEW.writer_id AND m.program_id = p.program_id AND m.role = 'Coordinator' AND m.ended_at IS NULL)))
       OR (NEW.turn_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = NEW.turn_id AND t.pair_id = NEW.pair_id AND t.writer_id = NEW.writer_id)) THEN
        RAISE EXCEPTION 'a letter goes from one of its pair to the other' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

DROP TRIGGER letters_keep_their_people ON letters;
CREATE TRIGGER letters_keep_their_people BEFORE UPDATE ON letters FOR EACH ROW
WHEN ((NEW.writer_id, NEW.reader_id, NEW.pair_id, NEW.program_id, NEW.bridge) <> (OLD.writer_id, OLD.reader_id, OLD.pair_id, OLD.program_id, OLD.bridge) OR NEW.turn_id IS DISTINCT FROM OLD.turn_id)
EXECUTE FUNCTION refuse('a letter keeps its pair, its people and its turn');

CREATE FUNCTION letter_excuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = NEW.excuses_id AND t.pair_id = NEW.pair_id AND t.writer = 'Mentor') THEN
        RAISE EXCEPTION 'a bridge letter excuses a turn of its mentor' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_excuse_their_mentor BEFORE UPDATE ON letters FOR EACH ROW WHEN (NEW.excuses_id IS NOT NULL) EXECUTE FUNCTION letter_excuses();

DROP TRIGGER pairs_stay_closed ON pairs;
CREATE TRIGGER pairs_stay_closed BEFORE UPDATE ON pairs FOR EACH ROW
WHEN (OLD.state = 'Closed' AND NEW.state <> 'Closed'
  AND NOT (NEW.state = 'Active' AND NEW.reopened_at IS NOT NULL AND NEW.reopened_at >= OLD.closed_at AND NEW.reopened_at IS DISTINCT FROM OLD.reopened_at AND NEW.stands_until > NEW.reopened_at))
EXECUTE FUNCTION refuse('a closed pair stays closed until it is reopened');

CREATE FUNCTION pair_stands_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pairs r WHERE r.id = NEW.stands_in_for AND r.resting = 1 AND r.mentee_id = NEW.mentee_id AND r.program_id = NEW.program_id AND r.mentor_id <> NEW.mentor_id) THEN
        RAISE EXCEPTION 'a substitute stands in for a resting pair of the same mentee' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairs_stand_in_for_the_same_mentee BEFORE INSERT ON pairs FOR EACH ROW WHEN (NEW.stands_in_for IS NOT NULL) EXECUTE FUNCTION pair_stands_in();

CREATE TRIGGER pairs_keep_whom_they_stand_in_for BEFORE UPDATE ON pairs FOR EACH ROW
WHEN (NEW.stands_in_for IS DISTINCT FROM OLD.stands_in_for)
EXECUTE FUNCTION refuse('a pair keeps whom it stands in for');
