-- What readers were given stays as it was.

CREATE TRIGGER own_story_versions_never_change BEFORE UPDATE ON own_story_versions BEGIN SELECT RAISE(ABORT, 'a version of a story never changes'); END;
CREATE TRIGGER own_story_versions_never_go BEFORE DELETE ON own_story_versions BEGIN SELECT RAISE(ABORT, 'a version of a story never changes'); END;
