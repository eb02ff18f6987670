-- What is delivered or withheld comes into the index; what leaves that state, or is erased, leaves it in the same transaction.

CREATE TRIGGER letters_come_into_search AFTER UPDATE OF state ON letters
WHEN NEW.state <> OLD.state AND NEW.state IN ('Delivered', 'Read', 'Withheld') AND OLD.state NOT IN ('Delivered', 'Read')
BEGIN
    INSERT INTO search_due (letter_id, at) VALUES (NEW.id, COALESCE(NEW.delivered_at, NEW.submitted_at)) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER letters_leave_search AFTER UPDATE OF state ON letters
WHEN OLD.state = 'Withheld' AND NEW.state <> 'Withheld'
BEGIN
    DELETE FROM search_letters WHERE letter_id = NEW.id;
    DELETE FROM search_due WHERE letter_id = NEW.id;
END;

CREATE TRIGGER revision_texts_leave_search AFTER DELETE ON revision_texts
BEGIN
    DELETE FROM search_letters WHERE letter_id = OLD.letter_id AND revision = OLD.number;
END;

CREATE TRIGGER search_letters_go AFTER DELETE ON search_letters
BEGIN
    INSERT INTO search_gone (program_id, number) VALUES (OLD.program_id, OLD.number) ON CONFLICT DO NOTHING;
END;
