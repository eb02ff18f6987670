-- What a letter was returned for is written with the decision, in its transaction, and stays as it is.

CREATE TRIGGER returned_passages_never_change BEFORE UPDATE OR DELETE ON returned_passages FOR EACH ROW EXECUTE FUNCTION refuse('returned passages are append-only');
CREATE TRIGGER returned_passages_never_emptied BEFORE TRUNCATE ON returned_passages FOR EACH STATEMENT EXECUTE FUNCTION refuse('returned passages are append-only');

-- A letter is being returned from when the decision stands there until the letter has moved.
CREATE FUNCTION returned_passage_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM decisions d JOIN letters l ON l.id = d.letter_id
                    WHERE d.id = NEW.decision_id AND d.kind = 'Return' AND d.letter_id = NEW.letter_id AND d.number = NEW.number
                      AND l.state = 'InReview' AND l.revision = NEW.number) THEN
        RAISE EXCEPTION 'a passage is marked with the return of its revision' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER returned_passages_come_with_their_return BEFORE INSERT ON returned_passages FOR EACH ROW EXECUTE FUNCTION returned_passage_comes();
