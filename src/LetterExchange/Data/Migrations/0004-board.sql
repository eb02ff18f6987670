-- What the coordinator's list of pairs looks for, so that it costs what needs a person and not all that ever happened.

DROP INDEX turns_pair;
CREATE INDEX turns_pair ON turns (pair_id, closed_at);
CREATE INDEX turns_owed ON turns (due_at) WHERE state = 'Open' AND held_at IS NULL;
CREATE INDEX turns_lapsed ON turns (closed_at) WHERE state = 'Lapsed';
CREATE INDEX assignments_ahead ON assignments (pair_id, line) WHERE state = 'Scheduled';
CREATE INDEX pairs_board ON pairs (program_id, id) WHERE state <> 'Closed';
