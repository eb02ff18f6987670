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
CREATE TRIGGER decisions_never_emptied BEFORE TRUNCATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse('decisions are append-only');
CREATE TRIGGER revisions_never_emptied BEFORE TRUNCATE ON revisions FOR EACH STATEMENT EXECUTE FUNCTION refuse('revisions never go');
CREATE TRIGGER revision_texts_never_emptied BEFORE TRUNCATE ON revision_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse('a text goes only with a recorded erasure');
CREATE TRIGGER deliveries_never_emptied BEFORE TRUNCATE ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION refuse('a delivery never goes');

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

CREATE FUNCTION release_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.standing = 1 AND NEW.standing IS NULL
        AND (NEW.id, NEW.letter_id, NEW.revision, NEW.sha256, NEW.route, NEW.writer_id, NEW.reader_id, NEW.first_decision_id, NEW.first_reviewer_id)
          = (OLD.id, OLD.letter_id, OLD.revision, OLD.sha256, OLD.route, OLD.writer_id, OLD.reader_id, OLD.first_decision_id, OLD.first_reviewer_id)
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
    RETURN NEW;
END $$;
CREATE TRIGGER letters_start_as_drafts BEFORE INSERT ON letters FOR EACH ROW EXECUTE FUNCTION letter_starts();

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

CREATE FUNCTION notice_mailed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.mail_id IS NOT NULL AND NEW.mail_id IS DISTINCT FROM OLD.mail_id THEN
        RAISE EXCEPTION 'a notice goes in one mail at most' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notices_in_one_mail BEFORE UPDATE ON notices FOR EACH ROW EXECUTE FUNCTION notice_mailed();
