-- What a program makes of a screening rule's findings of one category; a rule that is as it is has no row.
CREATE TABLE rule_settings (
    program_id UUID   NOT NULL REFERENCES programs (id),
    category   TEXT   NOT NULL,
    rule       TEXT   NOT NULL,
    loudness   TEXT   NOT NULL CHECK (loudness IN ('Quieter', 'Louder')),
    PRIMARY KEY (program_id, category, rule)
);
