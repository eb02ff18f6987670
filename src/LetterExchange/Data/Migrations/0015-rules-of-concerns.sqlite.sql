-- The log of a concern holds: lines are only added, while it is not closed; a text goes only with a recorded erasure.

CREATE TRIGGER concern_entries_never_change BEFORE UPDATE ON concern_entries BEGIN SELECT RAISE(ABORT, 'the log of a concern is append-only'); END;
CREATE TRIGGER concern_entries_never_go BEFORE DELETE ON concern_entries BEGIN SELECT RAISE(ABORT, 'the log of a concern is append-only'); END;
CREATE TRIGGER concern_texts_never_change BEFORE UPDATE ON concern_texts BEGIN SELECT RAISE(ABORT, 'the log of a concern is append-only'); END;
CREATE TRIGGER concern_erasures_never_change BEFORE UPDATE ON concern_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER concern_erasures_never_go BEFORE DELETE ON concern_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER concern_note_erasures_never_change BEFORE UPDATE ON concern_note_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER concern_note_erasures_never_go BEFORE DELETE ON concern_note_erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER concerns_never_go BEFORE DELETE ON concerns BEGIN SELECT RAISE(ABORT, 'a concern is closed, not deleted'); END;
CREATE TRIGGER concerns_keep_what_was_said BEFORE UPDATE ON concerns
WHEN (NEW.note <> OLD.note AND NOT (NEW.note = '' AND EXISTS (SELECT 1 FROM concern_note_erasures e WHERE e.concern_id = OLD.id))) OR NEW.program_id <> OLD.program_id OR NEW.pair_id IS NOT OLD.pair_id OR NEW.letter_id IS NOT OLD.letter_id
  OR NEW.opened_at <> OLD.opened_at OR NEW.opened_by IS NOT OLD.opened_by OR NEW.source <> OLD.source
BEGIN SELECT RAISE(ABORT, 'a concern keeps what was said and by whom'); END;

CREATE TRIGGER concern_texts_go_by_erasure BEFORE DELETE ON concern_texts
WHEN NOT EXISTS (SELECT 1 FROM concern_erasures e WHERE e.entry_id = OLD.entry_id)
BEGIN SELECT RAISE(ABORT, 'a text goes only with a recorded erasure'); END;
CREATE TRIGGER concern_texts_come_once BEFORE INSERT ON concern_texts
WHEN EXISTS (SELECT 1 FROM concern_erasures e WHERE e.entry_id = NEW.entry_id)
  OR NOT EXISTS (SELECT 1 FROM concern_entries n WHERE n.id = NEW.entry_id AND n.has_text = 1)
BEGIN SELECT RAISE(ABORT, 'a text comes with its line, and an erased one does not come back'); END;

CREATE TRIGGER concern_entries_while_open BEFORE INSERT ON concern_entries
WHEN EXISTS (SELECT 1 FROM concerns c WHERE c.id = NEW.concern_id AND c.state = 'Closed')
BEGIN SELECT RAISE(ABORT, 'nothing is added to a closed concern'); END;
CREATE TRIGGER concern_entries_decide_actions BEFORE INSERT ON concern_entries
WHEN NEW.action_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM concern_entries a WHERE a.id = NEW.action_id AND a.kind = 'Action')
BEGIN SELECT RAISE(ABORT, 'only an action is done or dropped'); END;
CREATE TRIGGER concern_entries_of_its_letters BEFORE INSERT ON concern_entries
WHEN NEW.letter_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM concerns c JOIN letters l ON l.id = NEW.letter_id
     WHERE c.id = NEW.concern_id AND l.program_id = c.program_id AND l.revision > 0 AND (c.pair_id IS NULL OR l.pair_id = c.pair_id))
BEGIN SELECT RAISE(ABORT, 'only a sent letter of its pair, or of its program, belongs to a concern'); END;

CREATE TRIGGER concerns_close_decided BEFORE UPDATE ON concerns
WHEN NEW.state = 'Closed' AND OLD.state <> 'Closed'
 AND (NEW.held_at IS NOT NULL
   OR NOT EXISTS (SELECT 1 FROM concern_entries e WHERE e.concern_id = NEW.id AND e.kind = 'Closed' AND e.outcome = NEW.outcome
                     AND e.ordinal = (SELECT MAX(x.ordinal) FROM concern_entries x WHERE x.concern_id = NEW.id))
   OR EXISTS (SELECT 1 FROM concern_entries a WHERE a.concern_id = NEW.id AND a.kind = 'Action'
                 AND NOT EXISTS (SELECT 1 FROM concern_entries d WHERE d.action_id = a.id)))
BEGIN SELECT RAISE(ABORT, 'a concern is closed with an outcome, every action decided, its pair let go'); END;

CREATE TRIGGER concerns_hold_what_stands_still BEFORE UPDATE ON concerns
WHEN NEW.held_at IS NOT NULL AND OLD.held_at IS NULL AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.state = 'Paused')
BEGIN SELECT RAISE(ABORT, 'a concern holds a pair that is paused'); END;
CREATE TRIGGER pairs_held_by_concerns BEFORE UPDATE ON pairs
WHEN NEW.state = 'Active' AND OLD.state <> 'Active' AND EXISTS (SELECT 1 FROM concerns c WHERE c.pair_id = NEW.id AND c.held_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a concern holds this pair'); END;

CREATE TRIGGER concern_readers_are_not_named BEFORE INSERT ON concern_readers
WHEN EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = NEW.concern_id AND q.person_id = NEW.person_id)
BEGIN SELECT RAISE(ABORT, 'whom a concern names does not read it'); END;
