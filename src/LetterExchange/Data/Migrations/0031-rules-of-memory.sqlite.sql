-- What is kept of a text goes with it.
CREATE TRIGGER revision_texts_leave_memory AFTER DELETE ON revision_texts
BEGIN
    DELETE FROM traces WHERE letter_id = OLD.letter_id AND number = OLD.number;
END;
