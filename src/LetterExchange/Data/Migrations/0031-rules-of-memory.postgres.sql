-- What is kept of a text goes with it.
CREATE FUNCTION revision_text_leaves_memory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM traces WHERE letter_id = OLD.letter_id AND number = OLD.number;
    RETURN NULL;
END $$;
CREATE TRIGGER revision_texts_leave_memory AFTER DELETE ON revision_texts FOR EACH ROW EXECUTE FUNCTION revision_text_leaves_memory();
