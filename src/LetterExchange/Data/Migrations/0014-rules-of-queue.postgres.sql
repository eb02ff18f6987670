-- A letter in review always has its place in the queue, and a date that moves moves it.

CREATE FUNCTION letter_has_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.queue_at := LEAST(COALESCE(NEW.review_until, NEW.review_since, 0), (SELECT u.due_at FROM turns u WHERE u.id = NEW.turn_id AND u.state = 'Open'));
    RETURN NEW;
END $$;
CREATE TRIGGER letters_have_their_place BEFORE UPDATE OF state, route, review_since, review_until ON letters FOR EACH ROW
    WHEN (NEW.state = 'InReview') EXECUTE FUNCTION letter_has_its_place();

-- A letter that is being decided on at this moment is not waited for: its decision may wait for the turn. At worst it stands where it stood.
CREATE FUNCTION turn_moves_its_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE letters SET queue_at = LEAST(COALESCE(review_until, review_since, 0), CASE WHEN NEW.state = 'Open' THEN NEW.due_at END)
     WHERE id IN (SELECT l.id FROM letters l WHERE l.turn_id = NEW.id AND l.state = 'InReview' FOR UPDATE SKIP LOCKED);
    RETURN NULL;
END $$;
CREATE TRIGGER turns_move_their_letter AFTER UPDATE OF state, due_at ON turns FOR EACH ROW
    WHEN (NEW.state <> OLD.state OR NEW.due_at <> OLD.due_at) EXECUTE FUNCTION turn_moves_its_letter();
