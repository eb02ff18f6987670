-- Searches kept, and letters that leave the house as files. A file lies in the data directory; the row says who may have it and until when.
CREATE TABLE exports (
    id         UUID     NOT NULL PRIMARY KEY,
    program_id UUID     NOT NULL REFERENCES programs (id),
    asked_by   UUID     NOT NULL REFERENCES people (id),
    asked_at   BIGINT   NOT NULL,
    query      TEXT     NOT NULL,            -- the words
    filter     TEXT     NOT NULL,            -- the rest of what was asked, as JSON
    form       TEXT     NOT NULL CHECK (form IN ('Csv', 'JsonLines', 'Mbox')),
    names      SMALLINT NOT NULL,            -- 0: roles stand in the place of the pairs' names
    findings   SMALLINT NOT NULL,
    state      TEXT     NOT NULL CHECK (state IN ('Working', 'Ready', 'Failed', 'Deleted')),
    letters    INTEGER  NOT NULL DEFAULT 0,  -- written so far
    last       INTEGER  NULL,                -- the number in the index of the letter that was written last
    thousandths INTEGER NOT NULL DEFAULT 0,  -- of the index gone through
    bytes      BIGINT   NOT NULL DEFAULT 0,
    work_at    BIGINT   NULL,                -- when the sweep is to go on with it
    ready_at   BIGINT   NULL,
    delete_at  BIGINT   NULL,                -- when its file is to be deleted; 0 when a text in it was erased
    version    INTEGER  NOT NULL DEFAULT 1,
    CHECK (state = 'Working' OR work_at IS NULL)
);
CREATE INDEX exports_work ON exports (work_at, id) WHERE work_at IS NOT NULL;
CREATE INDEX exports_delete ON exports (delete_at, id) WHERE delete_at IS NOT NULL;
CREATE INDEX exports_person ON exports (asked_by, asked_at);

-- Which texts are in a file that still lies there.
CREATE TABLE export_texts (
    letter_id UUID    NOT NULL,
    revision  INTEGER NOT NULL,
    export_id UUID    NOT NULL REFERENCES exports (id),
    PRIMARY KEY (letter_id, revision, export_id)
);
CREATE INDEX export_texts_export ON export_texts (export_id);
