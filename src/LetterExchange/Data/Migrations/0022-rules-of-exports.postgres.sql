-- An erasure reaches exports: a file with the text is to be deleted at once, one that is being written begins again.
CREATE FUNCTION revision_text_leaves_exports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE exports SET delete_at = 0, version = version + 1
     WHERE state IN ('Working', 'Ready') AND id IN (SELECT x.export_id FROM export_texts x WHERE x.letter_id = OLD.letter_id AND x.revision = OLD.number);
    RETURN NULL;
END $$;
CREATE TRIGGER revision_texts_leave_exports AFTER DELETE ON revision_texts FOR EACH ROW EXECUTE FUNCTION revision_text_leaves_exports();
