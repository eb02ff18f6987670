-- A person's roles in a program are asked for by both: by the program alone, whoever is in it would be looked through.
DROP INDEX memberships_person;
CREATE INDEX memberships_person ON memberships (person_id, program_id);
