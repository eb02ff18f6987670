-- What waits for its seal stands in one tree instead of two: each event is written there too.
CREATE TABLE unsealed (
    event_id UUID NOT NULL PRIMARY KEY REFERENCES events (id)
) WITHOUT ROWID;
INSERT INTO unsealed (event_id) SELECT event_id FROM unsealed_events;
DROP TRIGGER unsealed_events_go_by_seal;
DROP TABLE unsealed_events;
ALTER TABLE unsealed RENAME TO unsealed_events;
CREATE TRIGGER unsealed_events_go_by_seal BEFORE DELETE ON unsealed_events
WHEN NOT EXISTS (SELECT 1 FROM seals s WHERE s.event_id = OLD.event_id)
BEGIN SELECT RAISE(ABORT, 'an event is sealed sooner or later'); END;

-- Whoever writes an event, it waits for its seal.
CREATE TRIGGER events_wait_for_their_seal AFTER INSERT ON events
BEGIN INSERT INTO unsealed_events (event_id) VALUES (NEW.id); END;
