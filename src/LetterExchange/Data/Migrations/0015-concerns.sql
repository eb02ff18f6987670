-- A concern as a case: what happened, who was told, what is to be done until when, its letters, who may read it, and whether it holds its pair.
-- What was written lies beside its line, so that it can be erased with a record while the line stays.

ALTER TABLE concerns ADD COLUMN held_at BIGINT NULL;   -- since when it holds its pair
CREATE INDEX concerns_holding ON concerns (pair_id) WHERE held_at IS NOT NULL;

CREATE TABLE concern_entries (
    id         UUID     NOT NULL PRIMARY KEY,
    concern_id UUID     NOT NULL REFERENCES concerns (id),
    ordinal    INTEGER  NOT NULL CHECK (ordinal > 0),
    kind       TEXT     NOT NULL CHECK (kind IN ('Happened', 'Told', 'Action', 'Done', 'Dropped', 'Letter', 'Held', 'LetGo', 'Taken', 'Closed', 'Reopened')),
    by_id      UUID     NOT NULL REFERENCES people (id),
    at         BIGINT   NOT NULL,           -- when it was written
    has_text   SMALLINT NOT NULL CHECK (has_text IN (0, 1)),
    told_how   TEXT     NULL CHECK (told_how IN ('Phone', 'InPerson', 'Mail', 'Letter', 'Other')),
    told_at    BIGINT   NULL,
    due_day    TEXT     NULL,               -- yyyy-MM-dd of the program's calendar
    action_id  UUID     NULL,               -- which action is done, or dropped
    letter_id  UUID     NULL REFERENCES letters (id),
    outcome    TEXT     NULL CHECK (outcome IN ('NoConcern', 'Advice', 'Support', 'Referred', 'PairEnded', 'Other')),
    UNIQUE (concern_id, ordinal),
    UNIQUE (id, concern_id),
    FOREIGN KEY (action_id, concern_id) REFERENCES concern_entries (id, concern_id),
    CHECK ((kind = 'Told') = (told_how IS NOT NULL AND told_at IS NOT NULL)),
    CHECK ((kind = 'Action') = (due_day IS NOT NULL)),
    CHECK ((kind IN ('Done', 'Dropped')) = (action_id IS NOT NULL)),
    CHECK ((kind = 'Letter') = (letter_id IS NOT NULL)),
    CHECK ((kind = 'Closed') = (outcome IS NOT NULL)),
    CHECK (has_text = 1 OR kind NOT IN ('Happened', 'Told', 'Action', 'Dropped', 'Closed', 'Reopened'))
);
CREATE UNIQUE INDEX concern_entries_decided ON concern_entries (action_id) WHERE action_id IS NOT NULL;
CREATE UNIQUE INDEX concern_entries_letter ON concern_entries (letter_id, concern_id) WHERE letter_id IS NOT NULL;

CREATE TABLE concern_texts (
    entry_id UUID NOT NULL PRIMARY KEY REFERENCES concern_entries (id),
    whom     TEXT NULL,                     -- who was told
    text     TEXT NOT NULL
);

CREATE TABLE concern_erasures (
    entry_id UUID   NOT NULL PRIMARY KEY REFERENCES concern_entries (id),
    by_id    UUID   NULL REFERENCES people (id),
    at       BIGINT NOT NULL
);

-- Of the note with which it was opened, which may then be emptied.
CREATE TABLE concern_note_erasures (
    concern_id UUID   NOT NULL PRIMARY KEY REFERENCES concerns (id),
    by_id      UUID   NULL REFERENCES people (id),
    at         BIGINT NOT NULL
);

-- Chosen readers. Without a chosen lead all leads whom it does not name may read it; a coordinator only when chosen.
CREATE TABLE concern_readers (
    concern_id UUID   NOT NULL REFERENCES concerns (id),
    person_id  UUID   NOT NULL REFERENCES people (id),
    role       TEXT   NOT NULL CHECK (role IN ('SafeguardingLead', 'Coordinator')),
    by_id      UUID   NOT NULL REFERENCES people (id),
    since      BIGINT NOT NULL,
    PRIMARY KEY (concern_id, person_id, role)
);

-- Who may read and act. A choice of which nobody is a lead any more is none: a child's concern is never left without a reader.
CREATE VIEW concern_leads AS
SELECT c.id AS concern_id, m.person_id
  FROM concerns c JOIN memberships m ON m.program_id = c.program_id
 WHERE m.role = 'SafeguardingLead' AND m.ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = c.id AND q.person_id = m.person_id)
   AND (EXISTS (SELECT 1 FROM concern_readers r WHERE r.concern_id = c.id AND r.person_id = m.person_id AND r.role = 'SafeguardingLead')
     OR NOT EXISTS (SELECT 1 FROM concern_readers r JOIN memberships s ON s.person_id = r.person_id JOIN people h ON h.id = r.person_id
                     WHERE r.concern_id = c.id AND r.role = 'SafeguardingLead' AND s.program_id = c.program_id AND s.role = 'SafeguardingLead'
                       AND s.ended_at IS NULL AND h.left_at IS NULL
                       AND NOT EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = c.id AND q.person_id = r.person_id)));

-- Who may read it and no more.
CREATE VIEW concern_guests AS
SELECT r.concern_id, r.person_id
  FROM concern_readers r JOIN concerns c ON c.id = r.concern_id JOIN memberships m ON m.person_id = r.person_id AND m.program_id = c.program_id
 WHERE r.role = 'Coordinator' AND m.role = 'Coordinator' AND m.ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM concern_people q WHERE q.concern_id = c.id AND q.person_id = r.person_id);

-- What was written at the end of the cases so far becomes the last line of each; the case keeps its code.
INSERT INTO concern_entries (id, concern_id, ordinal, kind, by_id, at, has_text, outcome)
SELECT id, id, 1, 'Closed', closed_by, closed_at, 1, 'Other' FROM concerns WHERE state = 'Closed' AND closed_by IS NOT NULL;
INSERT INTO concern_texts (entry_id, text) SELECT c.id, c.outcome FROM concerns c JOIN concern_entries e ON e.id = c.id;
UPDATE concerns SET outcome = 'Other' WHERE id IN (SELECT id FROM concern_entries);
