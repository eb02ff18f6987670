-- What was reviewed is what is seen: pictures are sent with their revision, in its transaction, and stay as they are.

CREATE TRIGGER pictures_never_change BEFORE UPDATE ON pictures BEGIN SELECT RAISE(ABORT, 'a picture never changes'); END;
CREATE TRIGGER picture_bytes_never_change BEFORE UPDATE ON picture_bytes BEGIN SELECT RAISE(ABORT, 'a picture never changes'); END;
CREATE TRIGGER attachments_never_change BEFORE UPDATE ON attachments BEGIN SELECT RAISE(ABORT, 'what was sent never changes'); END;
CREATE TRIGGER attachments_never_go BEFORE DELETE ON attachments BEGIN SELECT RAISE(ABORT, 'what was sent never goes'); END;

CREATE TRIGGER pictures_stay_sent BEFORE DELETE ON pictures
WHEN EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'what was sent never goes'); END;

-- A revision is being sent from when it stands there until its letter has moved on to it.
CREATE TRIGGER attachments_come_with_their_revision BEFORE INSERT ON attachments
WHEN NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.state IN ('Draft', 'Returned') AND l.revision = NEW.number - 1)
BEGIN SELECT RAISE(ABORT, 'a picture comes with its revision'); END;

CREATE TRIGGER picture_bytes_come_before_sending BEFORE INSERT ON picture_bytes
WHEN EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = NEW.picture_id)
BEGIN SELECT RAISE(ABORT, 'a picture that was sent gets no other bytes'); END;

CREATE TRIGGER picture_bytes_go_by_erasure BEFORE DELETE ON picture_bytes
WHEN EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = OLD.picture_id
                AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = a.letter_id AND e.number = a.number))
BEGIN SELECT RAISE(ABORT, 'a picture that was sent goes only with a recorded erasure'); END;
