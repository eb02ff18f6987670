-- What a CHECK or a key cannot hold (DESIGN.md, section 4). RAISE(ABORT): a ROLLBACK would destroy the savepoints of others.

CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER seals_never_change BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
CREATE TRIGGER seals_never_go BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals are append-only'); END;
CREATE TRIGGER decisions_never_change BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_never_go BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions never change'); END;
CREATE TRIGGER revisions_never_go BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions never go'); END;
CREATE TRIGGER revision_texts_never_change BEFORE UPDATE ON revision_texts BEGIN SELECT RAISE(ABORT, 'revisions never change'); END;
CREATE TRIGGER erasures_never_change BEFORE UPDATE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER erasures_never_go BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
CREATE TRIGGER deliveries_never_change BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'a delivery never changes'); END;
CREATE TRIGGER deliveries_never_go BEFORE DELETE ON deliveries BEGIN SELECT RAISE(ABORT, 'a delivery never goes'); END;
CREATE TRIGGER releases_never_go BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'a release is ended, not deleted'); END;

CREATE TRIGGER revision_texts_go_by_erasure BEFORE DELETE ON revision_texts
WHEN NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = OLD.letter_id AND e.number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a text goes only with a recorded erasure'); END;

CREATE TRIGGER revision_texts_stay_erased BEFORE INSERT ON revision_texts
WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = NEW.letter_id AND e.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'an erased text does not come back'); END;

CREATE TRIGGER releases_only_end BEFORE UPDATE ON releases
WHEN NOT (OLD.standing = 1 AND NEW.standing IS NULL AND NEW.id = OLD.id AND NEW.letter_id = OLD.letter_id AND NEW.revision = OLD.revision
      AND NEW.sha256 = OLD.sha256 AND NEW.route = OLD.route AND NEW.writer_id = OLD.writer_id AND NEW.reader_id = OLD.reader_id
      AND NEW.first_decision_id = OLD.first_decision_id AND NEW.first_reviewer_id = OLD.first_reviewer_id
      AND NEW.second_decision_id IS OLD.second_decision_id AND NEW.second_reviewer_id IS OLD.second_reviewer_id AND NEW.lead_id IS OLD.lead_id)
BEGIN SELECT RAISE(ABORT, 'a release can only be ended'); END;

CREATE TRIGGER deliveries_of_active_pairs BEFORE INSERT ON deliveries
WHEN NOT EXISTS (SELECT 1 FROM letters l JOIN pairs p ON p.id = l.pair_id
                  WHERE l.id = NEW.letter_id AND l.revision = NEW.revision AND l.state = 'Approved' AND p.state = 'Active' AND p.stands_until > NEW.at)
BEGIN SELECT RAISE(ABORT, 'only an approved letter of an active pair is delivered'); END;

CREATE TRIGGER letters_start_as_drafts BEFORE INSERT ON letters
WHEN NEW.state <> 'Draft' OR NEW.revision <> 0
BEGIN SELECT RAISE(ABORT, 'a letter starts as a draft'); END;

CREATE TRIGGER letters_delivered_by_delivery BEFORE UPDATE ON letters
WHEN NEW.state IN ('Delivered', 'Read')
 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter_id = NEW.id AND d.revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'nothing unreviewed is ever delivered'); END;

CREATE TRIGGER letters_stay_delivered BEFORE UPDATE ON letters
WHEN OLD.state IN ('Delivered', 'Read') AND NEW.state NOT IN ('Delivered', 'Read')
BEGIN SELECT RAISE(ABORT, 'a delivered letter stays delivered'); END;

CREATE TRIGGER notices_in_one_mail BEFORE UPDATE ON notices
WHEN OLD.mail_id IS NOT NULL AND NEW.mail_id IS NOT OLD.mail_id
BEGIN SELECT RAISE(ABORT, 'a notice goes in one mail at most'); END;
