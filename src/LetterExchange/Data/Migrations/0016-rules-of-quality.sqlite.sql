-- A second reading is made once, by somebody who has not decided on the letter and is none of its two.

CREATE TRIGGER second_readings_once BEFORE UPDATE ON second_readings
WHEN OLD.read_at IS NOT NULL OR NEW.letter_id <> OLD.letter_id OR NEW.number <> OLD.number
BEGIN SELECT RAISE(ABORT, 'a second reading is made once'); END;
CREATE TRIGGER second_readings_by_another BEFORE UPDATE ON second_readings
WHEN NEW.reader_id IS NOT NULL
 AND (EXISTS (SELECT 1 FROM decisions d WHERE d.letter_id = NEW.letter_id AND d.reviewer_id = NEW.reader_id)
   OR EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND NEW.reader_id IN (l.writer_id, l.reader_id)))
BEGIN SELECT RAISE(ABORT, 'the second reader has not decided on the letter'); END;
CREATE TRIGGER second_readings_never_go BEFORE DELETE ON second_readings BEGIN SELECT RAISE(ABORT, 'a second reading stays'); END;
CREATE TRIGGER training_answers_never_change BEFORE UPDATE ON training_answers BEGIN SELECT RAISE(ABORT, 'the first answer counts'); END;
