-- A second reading is made once, by somebody who has not decided on the letter and is none of its two.

CREATE TRIGGER second_readings_once BEFORE UPDATE ON second_readings FOR EACH ROW
WHEN (OLD.read_at IS NOT NULL OR NEW.letter_id <> OLD.letter_id OR NEW.number <> OLD.number) EXECUTE FUNCTION refuse('a second reading is made once');

CREATE FUNCTION second_reading_is_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM decisions d WHERE d.letter_id = NEW.letter_id AND d.reviewer_id = NEW.reader_id)
       OR EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND NEW.reader_id IN (l.writer_id, l.reader_id)) THEN
        RAISE EXCEPTION 'the second reader has not decided on the letter' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_readings_by_another BEFORE UPDATE ON second_readings FOR EACH ROW WHEN (NEW.reader_id IS NOT NULL) EXECUTE FUNCTION second_reading_is_made();
CREATE TRIGGER second_readings_never_go BEFORE DELETE ON second_readings FOR EACH ROW EXECUTE FUNCTION refuse('a second reading stays');
CREATE TRIGGER second_readings_never_emptied BEFORE TRUNCATE ON second_readings FOR EACH STATEMENT EXECUTE FUNCTION refuse('a second reading stays');
CREATE TRIGGER training_answers_never_change BEFORE UPDATE ON training_answers FOR EACH ROW EXECUTE FUNCTION refuse('the first answer counts');
