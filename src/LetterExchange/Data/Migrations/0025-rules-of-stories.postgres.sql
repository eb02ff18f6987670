-- What readers were given stays as it was.

CREATE TRIGGER own_story_versions_never_change BEFORE UPDATE OR DELETE ON own_story_versions FOR EACH ROW EXECUTE FUNCTION refuse('a version of a story never changes');
CREATE TRIGGER own_story_versions_never_emptied BEFORE TRUNCATE ON own_story_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse('a version of a story never changes');
