-- Somebody's pairs in a program that are not closed: asked for person by person in lists of people, where a look through all pairs of the program would be one for each of them.
CREATE INDEX pairs_of_mentor ON pairs (mentor_id, program_id) WHERE state <> 'Closed';
CREATE INDEX pairs_of_mentee ON pairs (mentee_id, program_id) WHERE state <> 'Closed';
