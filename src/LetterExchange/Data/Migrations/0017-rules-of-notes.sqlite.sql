-- Notes are append-only; their words go only with a record of it, and do not come back.

CREATE TRIGGER pair_notes_never_change BEFORE UPDATE ON pair_notes BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
CREATE TRIGGER pair_notes_never_go BEFORE DELETE ON pair_notes BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
CREATE TRIGGER pair_note_texts_never_change BEFORE UPDATE ON pair_note_texts BEGIN SELECT RAISE(ABORT, 'notes are append-only'); END;
CREATE TRIGGER pair_note_erasures_never_change BEFORE UPDATE ON pair_note_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER pair_note_erasures_never_go BEFORE DELETE ON pair_note_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;

CREATE TRIGGER pair_note_texts_go_by_erasure BEFORE DELETE ON pair_note_texts
WHEN NOT EXISTS (SELECT 1 FROM pair_note_erasures e WHERE e.note_id = OLD.note_id)
BEGIN SELECT RAISE(ABORT, 'a note''s words go only with a recorded erasure'); END;

CREATE TRIGGER pair_note_texts_stay_erased BEFORE INSERT ON pair_note_texts
WHEN EXISTS (SELECT 1 FROM pair_note_erasures e WHERE e.note_id = NEW.note_id)
BEGIN SELECT RAISE(ABORT, 'erased words do not come back'); END;
