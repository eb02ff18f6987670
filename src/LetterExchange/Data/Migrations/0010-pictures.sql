-- Pictures in letters. What a picture is never changes; its bytes lie beside it, and go with the texts of all revisions that it was sent in.

CREATE TABLE pictures (
    id        UUID    NOT NULL PRIMARY KEY,
    letter_id UUID    NOT NULL REFERENCES letters (id),
    sha256    TEXT    NOT NULL,             -- lower-case hex over salt and bytes
    type      TEXT    NOT NULL CHECK (type IN ('image/jpeg', 'image/png')),
    width     INTEGER NOT NULL CHECK (width BETWEEN 1 AND 2000),
    height    INTEGER NOT NULL CHECK (height BETWEEN 1 AND 2000),
    added_at  BIGINT  NOT NULL,
    UNIQUE (id, letter_id)
);
CREATE INDEX pictures_letter ON pictures (letter_id);

CREATE TABLE picture_bytes (
    picture_id UUID  NOT NULL PRIMARY KEY REFERENCES pictures (id),
    salt       TEXT  NOT NULL,
    bytes      BYTEA NOT NULL CHECK (LENGTH(bytes) > 0)
);

-- What lies with a draft, in the order of the pictures' keys.
CREATE TABLE draft_pictures (
    letter_id  UUID NOT NULL,
    picture_id UUID NOT NULL,
    PRIMARY KEY (letter_id, picture_id),
    FOREIGN KEY (picture_id, letter_id) REFERENCES pictures (id, letter_id)
);
CREATE INDEX draft_pictures_picture ON draft_pictures (picture_id);

-- What was sent with a revision, whose hash covers the pictures' own.
CREATE TABLE attachments (
    letter_id  UUID    NOT NULL,
    number     INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL CHECK (ordinal BETWEEN 1 AND 9),
    picture_id UUID    NOT NULL,
    PRIMARY KEY (letter_id, number, ordinal),
    UNIQUE (picture_id, number),
    FOREIGN KEY (letter_id, number) REFERENCES revisions (letter_id, number),
    FOREIGN KEY (picture_id, letter_id) REFERENCES pictures (id, letter_id)
);
