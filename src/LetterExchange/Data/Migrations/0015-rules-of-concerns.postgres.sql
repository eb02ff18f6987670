-- The log of a concern holds: lines are only added, while it is not closed; a text goes only with a recorded erasure.

CREATE TRIGGER concern_entries_never_change BEFORE UPDATE OR DELETE ON concern_entries FOR EACH ROW EXECUTE FUNCTION refuse('the log of a concern is append-only');
CREATE TRIGGER concern_texts_never_change BEFORE UPDATE ON concern_texts FOR EACH ROW EXECUTE FUNCTION refuse('the log of a concern is append-only');
CREATE TRIGGER concern_erasures_never_change BEFORE UPDATE OR DELETE ON concern_erasures FOR EACH ROW EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER concern_note_erasures_never_change BEFORE UPDATE OR DELETE ON concern_note_erasures FOR EACH ROW EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER concerns_never_go BEFORE DELETE ON concerns FOR EACH ROW EXECUTE FUNCTION refuse('a concern is closed, not deleted');
CREATE TRIGGER concerns_keep_what_was_said BEFORE UPDATE ON concerns FOR EACH ROW
WHEN ((NEW.program_id, NEW.opened_at, NEW.source) IS DISTINCT FROM (OLD.program_id, OLD.opened_at, OLD.source)
   OR (NEW.pair_id, NEW.letter_id, NEW.opened_by) IS DISTINCT FROM (OLD.pair_id, OLD.letter_id, OLD.opened_by))
EXECUTE FUNCTION refuse('a concern keeps what was said and by whom');

CREATE FUNCTION concern_note_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.note <> '' OR NOT EXISTS (SELECT 1 FROM concern_note_erasures e WHERE e.concern_id = OLD.id) THEN
        RAISE EXCEPTION 'a concern keeps what was said and by whom' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concerns_keep_their_note BEFORE UPDATE ON concerns FOR EACH ROW WHEN (NEW.note <> OLD.note) EXECUTE FUNCTION concern_note_changes();

CREATE TRIGGER concern_note_erasures_never_emptied BEFORE TRUNCATE ON concern_note_erasures FOR EACH STATEMENT EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER concern_entries_never_emptied BEFORE TRUNCATE ON concern_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse('the log of a concern is append-only');
CREATE TRIGGER concern_texts_never_emptied BEFORE TRUNCATE ON concern_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse('a text goes only with a recorded erasure');
CREATE TRIGGER concern_erasures_never_emptied BEFORE TRUNCATE ON concern_erasures FOR EACH STATEMENT EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER concerns_never_emptied BEFORE TRUNCATE ON concerns FOR EACH STATEMENT EXECUTE FUNCTION refuse('a concern is closed, not deleted');

CREATE FUNCTION concern_text_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM concern_erasures e WHERE e.entry_id = OLD.entry_id) THEN
        RAISE EXCEPTION 'a text goes only with a recorded erasure' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER concern_texts_go_by_erasure BEFORE DELETE ON concern_texts FOR EACH ROW EXECUTE FUNCTION concern_text_goes();

CREATE FUNCTION concern_text_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM concern_erasures e WHERE e.entry_id = NEW.entry_id)
       OR NOT EXISTS (SELECT 1 FROM concern_entries n WHERE n.id = NEW.entry_id AND n.has_text = 1) THEN
        RAISE EXCEPTION 'a text comes with its line, and an erased one does not come back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concern_texts_come_once BEFORE INSERT ON concern_texts FOR EACH ROW EXECUTE FUNCTION concern_text_comes();

-- The concern's row is locked, so that nothing is added beside its closing.
CREATE FUNCTION concern_entry_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM concerns c WHERE c.id = NEW.concern_id AND c.state <> 'Closed' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing is added to a closed concern' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.action_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM concern_entries a WHERE a.id = NEW.action_id AND a.kind = 'Action') THEN
        RAISE EXCEPTION 'only an action is done or dropped' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.letter_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM concerns c JOIN letters l ON l.id = NEW.letter_id
         WHERE c.id = NEW.concern_id AND l.program_id = c.program_id AND l.revision > 0 AND (c.pair_id IS NULL OR l.pair_id = c.pair_id)) THEN
        RAISE EXCEPTION 'only a sent letter of its pair, or of its program, belongs to a concern' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concern_entries_while_open BEFORE INSERT ON concern_entries FOR EACH ROW EXECUTE FUNCTION concern_entry_comes();

CREATE FUNCTION concern_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'Closed' AND OLD.state <> 'Closed'
       AND (NEW.held_at IS NOT NULL
         OR NOT EXISTS (SELECT 1 FROM concern_entries e WHERE e.concern_id = NEW.id AND e.kind = 'Closed' AND e.outcome = NEW.outcome
                           AND e.ordinal = (SELECT MAX(x.ordinal) FROM concern_entries x WHERE x.concern_id = NEW.id))
         OR EXISTS (SELECT 1 FROM concern_entries a WHERE a.concern_id = NEW.id AND a.kind = 'Action'
                       AND NOT EXISTS (SELECT 1 FROM concern_entries d WHERE d.action_id = a.id))) THEN
        RAISE EXCEPTION 'a concern is closed with an outcome, every action decided, its pair let go' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.held_at IS NOT NULL AND OLD.held_at IS NULL THEN
        PERFORM 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.state = 'Paused' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a concern holds a pair that is paused' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concerns_close_decided BEFORE UPDATE ON concerns FOR EACH ROW EXECUTE FUNCTION concern_changes();

CREATE FUNCTION pair_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM concerns c WHERE c.pair_id = NEW.id AND c.held_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a concern holds this pair' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pairs_held_by_concerns BEFORE UPDATE ON pairs FOR EACH ROW
WHEN (NEW.state = 'Active' AND OLD.state <> 'Active') EXECUTE FUNCTION pair_goes_on();

CREATE FUNCTION concern_reader_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = NEW.concern_id AND q.person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'whom a concern names does not read it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER concern_readers_are_not_named BEFORE INSERT ON concern_readers FOR EACH ROW EXECUTE FUNCTION concern_reader_comes();
