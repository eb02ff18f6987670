-- What was reviewed is what is seen: pictures are sent with their revision, in its transaction, and stay as they are.

CREATE TRIGGER pictures_never_change BEFORE UPDATE ON pictures FOR EACH ROW EXECUTE FUNCTION refuse('a picture never changes');
CREATE TRIGGER picture_bytes_never_change BEFORE UPDATE ON picture_bytes FOR EACH ROW EXECUTE FUNCTION refuse('a picture never changes');
CREATE TRIGGER attachments_never_change BEFORE UPDATE ON attachments FOR EACH ROW EXECUTE FUNCTION refuse('what was sent never changes');
CREATE TRIGGER attachments_never_go BEFORE DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION refuse('what was sent never goes');

CREATE TRIGGER pictures_never_emptied BEFORE TRUNCATE ON pictures FOR EACH STATEMENT EXECUTE FUNCTION refuse('what was sent never goes');
CREATE TRIGGER picture_bytes_never_emptied BEFORE TRUNCATE ON picture_bytes FOR EACH STATEMENT EXECUTE FUNCTION refuse('a picture that was sent goes only with a recorded erasure');
CREATE TRIGGER attachments_never_emptied BEFORE TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION refuse('what was sent never goes');

CREATE FUNCTION picture_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = OLD.id) THEN
        RAISE EXCEPTION 'what was sent never goes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER pictures_stay_sent BEFORE DELETE ON pictures FOR EACH ROW EXECUTE FUNCTION picture_goes();

-- A revision is being sent from when it stands there until its letter has moved on to it.
CREATE FUNCTION attachment_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.state IN ('Draft', 'Returned') AND l.revision = NEW.number - 1) THEN
        RAISE EXCEPTION 'a picture comes with its revision' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER attachments_come_with_their_revision BEFORE INSERT ON attachments FOR EACH ROW EXECUTE FUNCTION attachment_comes();

CREATE FUNCTION picture_bytes_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = NEW.picture_id) THEN
        RAISE EXCEPTION 'a picture that was sent gets no other bytes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_bytes_come_before_sending BEFORE INSERT ON picture_bytes FOR EACH ROW EXECUTE FUNCTION picture_bytes_come();

CREATE FUNCTION picture_bytes_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM attachments a WHERE a.picture_id = OLD.picture_id
                  AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = a.letter_id AND e.number = a.number)) THEN
        RAISE EXCEPTION 'a picture that was sent goes only with a recorded erasure' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER picture_bytes_go_by_erasure BEFORE DELETE ON picture_bytes FOR EACH ROW EXECUTE FUNCTION picture_bytes_go();
