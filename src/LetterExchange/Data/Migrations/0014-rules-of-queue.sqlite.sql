-- A letter in review always has its place in the queue, and a date that moves moves it.

CREATE TRIGGER letters_have_their_place AFTER UPDATE OF state, route, review_since, review_until ON letters WHEN NEW.state = 'InReview'
BEGIN
    UPDATE letters SET queue_at = MIN(COALESCE(NEW.review_until, NEW.review_since, 0),
                                      COALESCE((SELECT u.due_at FROM turns u WHERE u.id = NEW.turn_id AND u.state = 'Open'), 9223372036854775807))
     WHERE id = NEW.id;
END;

CREATE TRIGGER turns_move_their_letter AFTER UPDATE OF state, due_at ON turns WHEN NEW.state <> OLD.state OR NEW.due_at <> OLD.due_at
BEGIN
    UPDATE letters SET queue_at = MIN(COALESCE(review_until, review_since, 0), CASE WHEN NEW.state = 'Open' THEN NEW.due_at ELSE 9223372036854775807 END)
     WHERE turn_id = NEW.id AND state = 'InReview';
END;
