-- A message stays as it was sent, and its words go only with a recorded erasure. No child's word is ever one of them.

CREATE TRIGGER pair_messages_never_change BEFORE UPDATE ON pair_messages BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER pair_messages_never_go BEFORE DELETE ON pair_messages BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER pair_message_texts_never_change BEFORE UPDATE ON pair_message_texts BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER pair_message_erasures_never_change BEFORE UPDATE ON pair_message_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER pair_message_erasures_never_go BEFORE DELETE ON pair_message_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;

CREATE TRIGGER pair_message_texts_go_by_erasure BEFORE DELETE ON pair_message_texts
WHEN NOT EXISTS (SELECT 1 FROM pair_message_erasures e WHERE e.message_id = OLD.message_id)
BEGIN SELECT RAISE(ABORT, 'a message''s words go only with a recorded erasure'); END;

CREATE TRIGGER pair_messages_of_adults BEFORE INSERT ON pair_messages
WHEN NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.program_id = NEW.program_id AND p.mentee_id <> NEW.writer_id
                    AND (NEW.side = 'Mentor') = (p.mentor_id = NEW.writer_id))
BEGIN SELECT RAISE(ABORT, 'only the mentor and the coordinators write messages'); END;
