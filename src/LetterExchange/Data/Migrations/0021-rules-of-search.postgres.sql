-- What is delivered or withheld comes into the index; what leaves that state, or is erased, leaves it in the same transaction.
-- Words are compared byte by byte, as SQLite does; their places are short already, so that nothing is to be compressed.

ALTER TABLE search_words ALTER COLUMN word TYPE TEXT COLLATE "C";
ALTER TABLE search_words ALTER COLUMN places SET STORAGE EXTERNAL;

CREATE FUNCTION letter_comes_into_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_due (letter_id, at) VALUES (NEW.id, COALESCE(NEW.delivered_at, NEW.submitted_at)) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER letters_come_into_search AFTER UPDATE OF state ON letters FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state IN ('Delivered', 'Read', 'Withheld') AND OLD.state NOT IN ('Delivered', 'Read')) EXECUTE FUNCTION letter_comes_into_search();

CREATE FUNCTION letter_leaves_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_letters WHERE letter_id = NEW.id;
    DELETE FROM search_due WHERE letter_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER letters_leave_search AFTER UPDATE OF state ON letters FOR EACH ROW
    WHEN (OLD.state = 'Withheld' AND NEW.state <> 'Withheld') EXECUTE FUNCTION letter_leaves_search();

CREATE FUNCTION revision_text_leaves_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_letters WHERE letter_id = OLD.letter_id AND revision = OLD.number;
    RETURN NULL;
END $$;
CREATE TRIGGER revision_texts_leave_search AFTER DELETE ON revision_texts FOR EACH ROW EXECUTE FUNCTION revision_text_leaves_search();

CREATE FUNCTION search_letter_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_gone (program_id, number) VALUES (OLD.program_id, OLD.number) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER search_letters_go AFTER DELETE ON search_letters FOR EACH ROW EXECUTE FUNCTION search_letter_goes();
