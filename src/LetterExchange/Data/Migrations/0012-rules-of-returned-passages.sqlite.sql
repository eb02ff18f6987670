-- What a letter was returned for is written with the decision, in its transaction, and stays as it is.

CREATE TRIGGER returned_passages_never_change BEFORE UPDATE ON returned_passages BEGIN SELECT RAISE(ABORT, 'returned passages are append-only'); END;
CREATE TRIGGER returned_passages_never_go BEFORE DELETE ON returned_passages BEGIN SELECT RAISE(ABORT, 'returned passages are append-only'); END;

-- A letter is being returned from when the decision stands there until the letter has moved.
CREATE TRIGGER returned_passages_come_with_their_return BEFORE INSERT ON returned_passages
WHEN NOT EXISTS (SELECT 1 FROM decisions d JOIN letters l ON l.id = d.letter_id
                  WHERE d.id = NEW.decision_id AND d.kind = 'Return' AND d.letter_id = NEW.letter_id AND d.number = NEW.number
                    AND l.state = 'InReview' AND l.revision = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a passage is marked with the return of its revision'); END;
