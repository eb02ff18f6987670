-- So that the next to be delivered are found without sorting all that are approved.
DROP INDEX letters_approved;
CREATE INDEX letters_approved ON letters (program_id, deliver_at, id) WHERE state = 'Approved';
