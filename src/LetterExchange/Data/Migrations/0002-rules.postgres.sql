-- What a CHECK or a key cannot hold (DESIGN.md, section 4).

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER events_never_change BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse('events are append-only');
CREATE TRIGGER seals_never_change BEFORE UPDATE OR DELETE ON seals FOR EACH ROW EXECUTE FUNCTION refuse('seals are append-only');
CREATE TRIGGER decisions_never_change BEFORE UPDATE OR DELETE ON decisions FOR EACH ROW EXECUTE FUNCTION refuse('decisions are append-only');
CREATE TRIGGER revisions_never_change BEFORE UPDATE OR DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION refuse('revisions never change');
CREATE TRIGGER revision_texts_never_change BEFORE UPDATE ON revision_texts FOR EACH ROW EXECUTE FUNCTION refuse('revisions never change');
CREATE TRIGGER erasures_never_change BEFORE UPDATE OR DELETE ON erasures FOR EACH ROW EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER deliveries_never_change BEFORE UPDATE OR DELETE ON deliveries FOR EACH ROW EXECUTE FUNCTION refuse('a delivery never changes');
CREATE TRIGGER releases_never_go BEFORE DELETE ON releases FOR EACH ROW EXECUTE FUNCTION refuse('a release is ended, not deleted');

CREATE TRIGGER events_never_emptied BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse('events are append-only');
CREATE TRIGGER seals_never_emptied BEFORE TRUNCATE ON seals FOR EACH STATEMENT EXECUTE FUNCTION refuse('seals are append-only');
CREATE TRIGGER erasures_never_emptied BEFORE TRUNCATE ON erasures FOR EACH STATEMENT EXECUTE FUNCTION refuse('erasures are append-only');
CREATE TRIGGER releases_never_emptied BEFORE TRUNCATE ON releases FOR EACH STATEMENT EXECUTE FUNCTION refuse('a release is ended, not deleted');
CREATE TRIGGER unsealed_events_never_emptied BEFORE TRUNCATE ON unsealed_events FOR EACH STATEMENT EXECUTE FUNCTION refuse('an event is sealed sooner or later');
CREATE TRIGGER decisions_never_emptied BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse('decisions are append-only');
CREATE TRIGGER revisions_never_emptied BEFORE TRUNCATE ON revisions FOR EACH STATEMENT EXECUTE FUNCTION refuse('revisions never go');
CREATE TRIGGER revision_texts_never_emptied BEFORE TRUNCATE ON revision_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse('a text goes only with a recorded erasure');
CREATE TRIGGER deliveries_never_emptied BEFORE TRUNCATE ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION refuse('a delivery never goes');

CREATE FUNCTION unsealed_event_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM seals s WHERE s.event_id = OLD.event_id) THEN
        RAISE EXCEPTION 'an event is sealed sooner or later' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER unsealed_events_go_by_seal BEFORE DELETE ON unsealed_events FOR EACH ROW EXECUTE FUNCTION unsealed_event_goes();

-- The pair's row is locked, so that nothing slips through beside a pause.
CREATE FUNCTION revision_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM letters l JOIN pairs p ON p.id = l.pair_id
      WHERE l.id = NEW.letter_id AND l.state IN ('Draft', 'Returned') AND l.revision = NEW.number - 1
        AND p.state = 'Active' AND p.stands_until > NEW.submitted_at
        FOR SHARE OF p;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an open letter of an active pair is submitted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revisions_of_active_pairs BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION revision_comes();

CREATE FUNCTION revision_text_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = OLD.letter_id AND e.number = OLD.number) THEN
        RAISE EXCEPTION 'a text goes only with a recorded erasure' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER revision_texts_go_by_erasure BEFORE DELETE ON revision_texts FOR EACH ROW EXECUTE FUNCTION revision_text_goes();

CREATE FUNCTION revision_text_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM erasures e WHERE e.letter_id = NEW.letter_id AND e.number = NEW.number) THEN
        RAISE EXCEPTION 'an erased text does not come back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revision_texts_stay_erased BEFORE INSERT ON revision_texts FOR EACH ROW EXECUTE FUNCTION revision_text_comes();

-- Nobody decides on a letter that they wrote or receive, or on one that a concern is about which names them; nobody plays a lead.
CREATE FUNCTION decision_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.revision = NEW.number AND NEW.reviewer_id <> l.writer_id AND NEW.reviewer_id <> l.reader_id)
       OR EXISTS (SELECT 1 FROM concerns n JOIN concern_people q ON q.concern_id = n.id WHERE n.letter_id = NEW.letter_id AND q.person_id = NEW.reviewer_id)
       OR (NEW.as_lead <> 0 AND NOT EXISTS (SELECT 1 FROM letters l JOIN memberships m ON m.program_id = l.program_id
            WHERE l.id = NEW.letter_id AND m.person_id = NEW.reviewer_id AND m.role = 'SafeguardingLead' AND m.ended_at IS NULL)) THEN
        RAISE EXCEPTION 'this person does not decide on this revision' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_by_whom_may BEFORE INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION decision_comes();

-- A key counts while nothing but an approval has come after it.
CREATE FUNCTION release_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.state = 'InReview' AND l.revision = NEW.revision AND l.route = NEW.route)
       OR EXISTS (SELECT 1 FROM decisions d JOIN decisions v ON v.letter_id = d.letter_id AND v.ordinal > d.ordinal AND v.kind <> 'Approve'
                   WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id))
       OR (NEW.lead_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions d
            WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id) AND d.reviewer_id = NEW.lead_id AND d.as_lead = 1)) THEN
        RAISE EXCEPTION 'a release rests on approvals that still count, of a letter in review' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_of_letters_in_review BEFORE INSERT ON releases FOR EACH ROW EXECUTE FUNCTION release_comes();

CREATE FUNCTION release_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.standing IS NOT NULL AND NEW.standing IS NULL
        AND (NEW.id, NEW.letter_id, NEW.revision, NEW.sha256, NEW.route, NEW.writer_id, NEW.reader_id, NEW.first_decision_id, NEW.first_reviewer_id, NEW.at)
          = (OLD.id, OLD.letter_id, OLD.revision, OLD.sha256, OLD.route, OLD.writer_id, OLD.reader_id, OLD.first_decision_id, OLD.first_reviewer_id, OLD.at)
        AND NEW.second_decision_id IS NOT DISTINCT FROM OLD.second_decision_id
        AND NEW.second_reviewer_id IS NOT DISTINCT FROM OLD.second_reviewer_id
        AND NEW.lead_id IS NOT DISTINCT FROM OLD.lead_id) THEN
        RAISE EXCEPTION 'a release can only be ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER releases_only_end BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION release_changes();

-- The pair's row is locked, so that a letter cannot slip through beside a pause.
CREATE FUNCTION delivery_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM letters l JOIN pairs p ON p.id = l.pair_id
      WHERE l.id = NEW.letter_id AND l.revision = NEW.revision AND l.state = 'Approved' AND p.state = 'Active' AND p.stands_until > NEW.at
        FOR SHARE OF p;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an approved letter of an active pair is delivered' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deliveries_of_active_pairs BEFORE INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION delivery_comes();

CREATE FUNCTION letter_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'Draft' OR NEW.revision <> 0 THEN
        RAISE EXCEPTION 'a letter starts as a draft' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.program_id = NEW.program_id
                      AND ((NEW.writer_id = p.mentee_id AND NEW.reader_id = p.mentor_id) OR (NEW.writer_id = p.mentor_id AND NEW.reader_id = p.mentee_id)))
       OR (NEW.turn_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM turns t WHERE t.id = NEW.turn_id AND t.pair_id = NEW.pair_id AND t.writer_id = NEW.writer_id)) THEN
        RAISE EXCEPTION 'a letter goes from one of its pair to the other' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_start_as_drafts BEFORE INSERT ON letters FOR EACH ROW EXECUTE FUNCTION letter_starts();

CREATE TRIGGER letters_keep_their_people BEFORE UPDATE ON letters FOR EACH ROW
WHEN ((NEW.writer_id, NEW.reader_id, NEW.pair_id, NEW.program_id) <> (OLD.writer_id, OLD.reader_id, OLD.pair_id, OLD.program_id) OR NEW.turn_id IS DISTINCT FROM OLD.turn_id)
EXECUTE FUNCTION refuse('a letter keeps its pair, its people and its turn');

CREATE FUNCTION letter_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM releases r WHERE r.letter_id = NEW.id AND r.revision = NEW.revision AND r.route = NEW.route AND r.standing = 1) THEN
        RAISE EXCEPTION 'a letter is approved by a standing release' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_approved_by_release BEFORE UPDATE ON letters FOR EACH ROW WHEN (NEW.state = 'Approved') EXECUTE FUNCTION letter_approved();

CREATE FUNCTION letter_delivered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('Delivered', 'Read') AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.letter_id = NEW.id AND d.revision = NEW.revision) THEN
        RAISE EXCEPTION 'nothing unreviewed is ever delivered' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state IN ('Delivered', 'Read') AND NEW.state NOT IN ('Delivered', 'Read') THEN
        RAISE EXCEPTION 'a delivered letter stays delivered' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER letters_delivered_by_delivery BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION letter_delivered();

CREATE TRIGGER letters_stay_submitted BEFORE DELETE ON letters FOR EACH ROW WHEN (OLD.revision > 0) EXECUTE FUNCTION refuse('a submitted letter never goes');

CREATE TRIGGER pairs_keep_their_people BEFORE UPDATE ON pairs FOR EACH ROW
WHEN ((NEW.mentor_id, NEW.mentee_id, NEW.program_id) <> (OLD.mentor_id, OLD.mentee_id, OLD.program_id))
EXECUTE FUNCTION refuse('a pair keeps its two people');

CREATE TRIGGER pairs_stay_closed BEFORE UPDATE ON pairs FOR EACH ROW
WHEN (OLD.state = 'Closed' AND NEW.state <> 'Closed')
EXECUTE FUNCTION refuse('a closed pair stays closed');

CREATE FUNCTION opens_for_pair() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM pairs p WHERE p.id = NEW.pair_id AND p.state = 'Active' AND p.stands_until > NEW.opened_at FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assignments_open_for_active_pairs BEFORE UPDATE ON assignments FOR EACH ROW
WHEN (NEW.state = 'Open' AND OLD.state <> 'Open') EXECUTE FUNCTION opens_for_pair('only an active pair is given something to read');
CREATE TRIGGER turns_open_for_active_pairs BEFORE UPDATE ON turns FOR EACH ROW
WHEN (NEW.state = 'Open' AND OLD.state <> 'Open') EXECUTE FUNCTION opens_for_pair('only a turn of an active pair opens');

CREATE TRIGGER notices_in_one_mail BEFORE UPDATE ON notices FOR EACH ROW
WHEN (OLD.mail_id IS NOT NULL AND NEW.mail_id IS DISTINCT FROM OLD.mail_id)
EXECUTE FUNCTION refuse('a notice goes in one mail at most');

CREATE TRIGGER notices_tell_one_thing BEFORE UPDATE ON notices FOR EACH ROW
WHEN ((NEW.person_id, NEW.kind, NEW.subject_id, NEW.occasion) <> (OLD.person_id, OLD.kind, OLD.subject_id, OLD.occasion))
EXECUTE FUNCTION refuse('a notice tells one person of one thing');

CREATE TRIGGER mails_sent_once BEFORE UPDATE ON mails FOR EACH ROW
WHEN ((NEW.person_id, NEW.message_id) <> (OLD.person_id, OLD.message_id) OR (OLD.state = 'Sent' AND NEW.state <> 'Sent'))
EXECUTE FUNCTION refuse('a mail keeps its person and its Message-ID, and is sent once');
