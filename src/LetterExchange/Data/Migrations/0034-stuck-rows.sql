-- Rows that a sweep could not do, for the administrator. The row itself stays due; this one goes when it has been done, or is due no more.
CREATE TABLE stuck_rows (
    sweep    TEXT    NOT NULL,
    row_id   UUID    NOT NULL,
    code     TEXT    NOT NULL,                -- the sort of failure
    since    BIGINT  NOT NULL,
    last_at  BIGINT  NOT NULL,
    again_at BIGINT  NULL,                    -- when it is tried again; never by itself where it was passed over
    tries    INTEGER NOT NULL,
    PRIMARY KEY (sweep, row_id)
);
CREATE INDEX stuck_rows_since ON stuck_rows (since);
