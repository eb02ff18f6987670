-- Whoever writes an event, it waits for its seal.
CREATE FUNCTION event_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unsealed_events (event_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER events_wait_for_their_seal AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION event_comes();
