-- Whoever is to be told of trouble with the service is found without reading through everybody's roles.

CREATE INDEX memberships_administrators ON memberships (person_id) WHERE role = 'Administrator' AND ended_at IS NULL;
