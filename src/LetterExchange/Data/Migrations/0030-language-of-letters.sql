-- In which language a letter is written, as screening tells it from its words (ISO 639-1); null before, or where nothing can be told.
ALTER TABLE letters ADD COLUMN language TEXT;
