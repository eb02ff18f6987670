-- Notes are append-only; their words go only with a record of it, and do not come back.

CREATE TRIGGER pair_notes_never_change BEFORE UPDATE OR DELETE ON pair_notes FOR EACH ROW EXECUTE FUNCTION refuse('notes are append-only');
CREATE TRIGGER pair_note_texts_never_change BEFORE UPDATE ON pair_note_texts FOR EACH ROW EXECUTE FUNCTION refuse('notes are append-only');
CREATE TRIGGER pair_note_erasures_never_change BEFORE UPDATE OR DELETE ON pair_note_erasures FOR EACH ROW EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER pair_notes_never_emptied BEFORE TRUNCATE ON pair_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse('notes are append-only');
CREATE TRIGGER pair_note_texts_never_emptied BEFORE TRUNCATE ON pair_note_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse('a note''s words go only with a recorded erasure');
CREATE TRIGGER pair_note_erasures_never_emptied BEFORE TRUNCATE ON pair_note_erasures FOR EACH STATEMENT EXECUTE FUNCTION refuse('erasures are append-only');

CREATE FUNCTION pair_note_text_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pair_note_erasures e WHERE e.note_id = OLD.note_id) THEN
        RAISE EXCEPTION 'a note''s words go only with a recorded erasure' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER pair_note_texts_go_by_erasure BEFORE DELETE ON pair_note_texts FOR EACH ROW EXECUTE FUNCTION pair_note_text_goes();

CREATE FUNCTION pair_note_text_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pair_note_erasures e WHERE e.note_id = NEW.note_id) THEN
        RAISE EXCEPTION 'erased words do not come back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pair_note_texts_stay_erased BEFORE INSERT ON pair_note_texts FOR EACH ROW EXECUTE FUNCTION pair_note_text_comes();
