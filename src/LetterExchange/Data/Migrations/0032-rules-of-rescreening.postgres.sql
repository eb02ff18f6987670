-- An approval from before screening raised the route is no key any more.
CREATE OR REPLACE FUNCTION release_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = NEW.letter_id AND l.state = 'InReview' AND l.revision = NEW.revision AND l.route = NEW.route)
       OR EXISTS (SELECT 1 FROM decisions d JOIN decisions v ON v.letter_id = d.letter_id AND v.ordinal > d.ordinal AND v.kind <> 'Approve'
                   WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id))
       OR EXISTS (SELECT 1 FROM decisions d JOIN letters l ON l.id = d.letter_id WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id) AND d.ordinal <= l.keys_after)
       OR (NEW.lead_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions d
            WHERE d.id IN (NEW.first_decision_id, NEW.second_decision_id) AND d.reviewer_id = NEW.lead_id AND d.as_lead = 1)) THEN
        RAISE EXCEPTION 'a release rests on approvals that still count, of a letter in review' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
