-- A message stays as it was sent, and its words go only with a recorded erasure. No child's word is ever one of them.

CREATE TRIGGER pair_messages_never_change BEFORE UPDATE OR DELETE ON pair_messages FOR EACH ROW EXECUTE FUNCTION refuse('messages are append-only');
CREATE TRIGGER pair_messages_never_emptied BEFORE TRUNCATE ON pair_messages FOR EACH STATEMENT EXECUTE FUNCTION refuse('messages are append-only');
CREATE TRIGGER pair_message_texts_never_change BEFORE UPDATE ON pair_message_texts FOR EACH ROW EXECUTE FUNCTION refuse('messages are append-only');
CREATE TRIGGER pair_message_texts_never_emptied BEFORE TRUNCATE ON pair_message_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse('messages are append-only');
CREATE TRIGGER pair_message_erasures_never_change BEFORE UPDATE OR DELETE ON pair_message_erasures FOR EACH ROW EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER pair_message_erasures_never_emptied BEFORE TRUNCATE ON pair_message_erasures FOR EACH STATEMENT EXECUTE FUNCTION refuse('erasures are append-only');

CREATE FUNCTION pair_message_text_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pair_message_erasures e WHERE e.message_id = OLD.message_id) THEN
        RAISE EXCEPTION 'a message''s words go only with a recorded erasure' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER pair_message_texts_go_by_erasure BEFORE DELETE ON pair_message_texts FOR EACH ROW EXECUTE FUNCTION pair_message_text_goes();

CREATE FUNCTION pair_message_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.program_id = NEW.program_id AND p.mentee_id <> NEW.writer_id
                      AND (NEW.side = 'Mentor') = (p.mentor_id = NEW.writer_id)) THEN
        RAISE EXCEPTION 'only the mentor and the coordinators write messages' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pair_messages_of_adults BEFORE INSERT ON pair_messages FOR EACH ROW EXECUTE FUNCTION pair_message_comes();
