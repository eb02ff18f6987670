-- Stories that a program has added to its library. A version never changes: assignments name it, and its readers keep their place and their marks in it.
CREATE TABLE own_stories (
    id         UUID    NOT NULL PRIMARY KEY,
    program_id UUID    NOT NULL REFERENCES programs (id),
    name       TEXT    NOT NULL,                -- the id of its front matter
    version    INTEGER NOT NULL,                -- the newest
    added_at   BIGINT  NOT NULL,
    UNIQUE (program_id, name)
);

CREATE TABLE own_story_versions (
    story_id UUID    NOT NULL REFERENCES own_stories (id),
    number   INTEGER NOT NULL CHECK (number > 0),
    story    TEXT    NOT NULL UNIQUE,           -- what plans and assignments call it: no file's name has a dot
    markdown TEXT    NOT NULL,
    added_by UUID    NULL REFERENCES people (id),
    added_at BIGINT  NOT NULL,
    PRIMARY KEY (story_id, number)
);

-- What a program offers no longer, built-in or its own: a line a version.
CREATE TABLE retired_stories (
    program_id UUID   NOT NULL REFERENCES programs (id),
    story      TEXT   NOT NULL,
    retired_by UUID   NULL REFERENCES people (id),
    retired_at BIGINT NOT NULL,
    PRIMARY KEY (program_id, story)
);

CREATE INDEX assignments_story ON assignments (story_id) WHERE story_id IS NOT NULL;
