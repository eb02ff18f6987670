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

CREATE TRIGGER unsealed_events_go_by_seal BEFORE DELETE ON unsealed_events
WHEN NOT EXISTS (SELECT 1 FROM seals s WHERE s.event_id = OLD.event_id)
BEGIN SELECT RAISE(ABORT, 'an event is sealed sooner or later'); END;

CREATE TRIGGER revisions_of_active_pairs BEFORE INSERT ON revisions
WHEN NOT EXISTS (SELECT 1 FROM letters l JOIN pairs p ON p.id = l.pair_id
                  WHERE l.id = NEW.letter_id AND l.state IN ('Draft', 'Returned') AND l.revision = NEW.number - 1
                    AND p.state = 'Active' AND p.stands_until > NEW.submitted_at)
BEGIN SELECT RAISE(ABORT, 'only an open letter of an active pair is submitted'); END;

CREATE TRIGGER revision_texts_go_by_erasure BEFORE DELETE ON revision_texts
WHEN NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = OLD.letter_id AND e.number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a text goes only with a recorded erasure'); END;

CREATE TRIGGER revision_texts_stay_erased BEFORE INSERT ON revision_texts
WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = NEW.letter_id AND e.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'an erased text does not come back'); END;

-- Nobody decides on a letter that they wrote or receive, or on one that a concern is about which names them; nobody plays a lead.
CREATE TRIGGER decisions_by_whom_may BEFORE INSERT ON decisions
WHEN NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.revision = NEW.number AND NEW.reviewer_id <> l.writer_id AND NEW.reviewer_id <> l.reader_id)
  OR EXISTS (SELECT 1 FROM concerns n JOIN concern_people q ON q.concern_id = n.id WHERE n.letter_id = NEW.letter_id AND q.person_id = NEW.reviewer_id)
  OR (NEW.as_lead <> 0 AND NOT EXISTS (SELECT 1 FROM letters l JOIN memberships m ON m.program_id = l.program_id
       WHERE l.id = NEW.letter_id AND m.person_id = NEW.reviewer_id AND m.role = 'SafeguardingLead' AND m.ended_at IS NULL))
BEGIN SELECT RAISE(ABORT, 'this person does not decide on this revision'); END;

-- A key counts while nothing but an approval has come after it.
CREATE TRIGGER releases_of_letters_in_review BEFORE INSERT ON releases
WHEN NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.state = 'InReview' AND l.revision = NEW.revision AND l.route = NEW.route)
  OR EXISTS (SELECT 1 FROM decisions d JOIN decisions v ON v.letter_id = d.letter_id AND v.ordinal > d.ordinal AND v.kind <> 'Approve'
              WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id))
  OR (NEW.lead_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions d
       WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id) AND d.reviewer_id = NEW.lead_id AND d.as_lead = 1))
BEGIN SELECT RAISE(ABORT, 'a release rests on approvals that still count, of a letter in review'); END;

CREATE TRIGGER releases_only_end BEFORE UPDATE ON releases
WHEN NOT (OLD.standing IS NOT NULL AND NEW.standing IS NULL AND NEW.id = OLD.id AND NEW.letter_id = OLD.letter_id AND NEW.revision = OLD.revision
      AND NEW.sha256 = OLD.sha256 AND NEW.route = OLD.route AND NEW.writer_id = OLD.writer_id AND NEW.reader_id = OLD.reader_id
      AND NEW.first_decision_id = OLD.first_decision_id AND NEW.first_reviewer_id = OLD.first_reviewer_id
      AND NEW.second_decision_id IS OLD.second_decision_id AND NEW.second_reviewer_id IS OLD.second_reviewer_id AND NEW.lead_id IS OLD.lead_id AND NEW.at = OLD.at)
BEGIN SELECT RAISE(ABORT, 'a release can only be ended'); END;

CREATE TRIGGER deliveries_of_active_pairs BEFORE INSERT ON deliveries
WHEN NOT EXISTS (SELECT 1 FROM letters l JOIN pairs p ON p.id = l.pair_id
                  WHERE l.id = NEW.letter_id AND l.revision = NEW.revision AND l.state = 'Approved' AND p.state = 'Active' AND p.stands_until > NEW.at)
BEGIN SELECT RAISE(ABORT, 'only an approved letter of an active pair is delivered'); END;

CREATE TRIGGER letters_start_as_drafts BEFORE INSERT ON letters
WHEN NEW.state <> 'Draft' OR NEW.revision <> 0
BEGIN SELECT RAISE(ABORT, 'a letter starts as a draft'); END;

CREATE TRIGGER letters_of_their_pair BEFORE INSERT ON letters
WHEN NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.program_id = NEW.program_id
                    AND ((NEW.writer_id = p.mentee_id AND NEW.reader_id = p.mentor_id) OR (NEW.writer_id = p.mentor_id AND NEW.reader_id = p.mentee_id)))
  OR (NEW.turn_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = NEW.turn_id AND t.pair_id = NEW.pair_id AND t.writer_id = NEW.writer_id))
BEGIN SELECT RAISE(ABORT, 'a letter goes from one of its pair to the other'); END;

CREATE TRIGGER letters_keep_their_people BEFORE UPDATE ON letters
WHEN NEW.writer_id <> OLD.writer_id OR NEW.reader_id <> OLD.reader_id OR NEW.pair_id <> OLD.pair_id OR NEW.program_id <> OLD.program_id OR NEW.turn_id IS NOT OLD.turn_id
BEGIN SELECT RAISE(ABORT, 'a letter keeps its pair, its people and its turn'); END;

CREATE TRIGGER letters_approved_by_release BEFORE UPDATE ON letters
WHEN NEW.state = 'Approved'
 AND NOT EXISTS (SELECT 1 FROM releases r WHERE r.letter_id = NEW.id AND r.revision = NEW.revision AND r.route = NEW.route AND r.standing = 1)
BEGIN SELECT RAISE(ABORT, 'a letter is approved by a standing release'); END;

CREATE TRIGGER letters_delivered_by_delivery BEFORE UPDATE ON letters
WHEN NEW.state IN ('Delivered', 'Read')
 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter_id = NEW.id AND d.revision = NEW.revision)
BEGIN SELECT RAISE(ABORT, 'nothing unreviewed is ever delivered'); END;

CREATE TRIGGER letters_stay_delivered BEFORE UPDATE ON letters
WHEN OLD.state IN ('Delivered', 'Read') AND NEW.state NOT IN ('Delivered', 'Read')
BEGIN SELECT RAISE(ABORT, 'a delivered letter stays delivered'); END;

CREATE TRIGGER pairs_keep_their_people BEFORE UPDATE ON pairs
WHEN NEW.mentor_id <> OLD.mentor_id OR NEW.mentee_id <> OLD.mentee_id OR NEW.program_id <> OLD.program_id
BEGIN SELECT RAISE(ABORT, 'a pair keeps its two people'); END;

CREATE TRIGGER pairs_stay_closed BEFORE UPDATE ON pairs
WHEN OLD.state = 'Closed' AND NEW.state <> 'Closed'
BEGIN SELECT RAISE(ABORT, 'a closed pair stays closed'); END;

CREATE TRIGGER assignments_open_for_active_pairs BEFORE UPDATE ON assignments
WHEN NEW.state = 'Open' AND OLD.state <> 'Open'
 AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.state = 'Active' AND p.stands_until > NEW.opened_at)
BEGIN SELECT RAISE(ABORT, 'only an active pair is given something to read'); END;

CREATE TRIGGER turns_open_for_active_pairs BEFORE UPDATE ON turns
WHEN NEW.state = 'Open' AND OLD.state <> 'Open'
 AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.state = 'Active' AND p.stands_until > NEW.opened_at)
BEGIN SELECT RAISE(ABORT, 'only a turn of an active pair opens'); END;

CREATE TRIGGER letters_stay_submitted BEFORE DELETE ON letters
WHEN OLD.revision > 0
BEGIN SELECT RAISE(ABORT, 'a submitted letter never goes'); END;

CREATE TRIGGER notices_in_one_mail BEFORE UPDATE ON notices
WHEN OLD.mail_id IS NOT NULL AND NEW.mail_id IS NOT OLD.mail_id
BEGIN SELECT RAISE(ABORT, 'a notice goes in one mail at most'); END;

CREATE TRIGGER notices_tell_one_thing BEFORE UPDATE ON notices
WHEN NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind OR NEW.subject_id <> OLD.subject_id OR NEW.occasion <> OLD.occasion
BEGIN SELECT RAISE(ABORT, 'a notice tells one person of one thing'); END;

CREATE TRIGGER mails_sent_once BEFORE UPDATE ON mails
WHEN NEW.person_id <> OLD.person_id OR NEW.message_id <> OLD.message_id OR (OLD.state = 'Sent' AND NEW.state <> 'Sent')
BEGIN SELECT RAISE(ABORT, 'a mail keeps its person and its Message-ID, and is sent once'); END;
