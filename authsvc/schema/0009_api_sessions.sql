-- Sessions of programs, beside those of browsers.
ALTER TABLE session ADD COLUMN dialect TEXT; -- in which a program has it; NULL: a browser's

-- What their JWTs are signed with, wrapped.  There is one.
CREATE TABLE api_session_key (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    kid     TEXT NOT NULL,
    wrapped BLOB NOT NULL
) STRICT;
