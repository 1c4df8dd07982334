-- The picture of somebody or something, one each: redrawn before it came here, so nothing but pixels.
CREATE TABLE picture (
    owner TEXT PRIMARY KEY,
    name  TEXT NOT NULL, -- what it is asked for by: begins its SHA-256
    png   BLOB NOT NULL
) STRICT;
CREATE INDEX picture_name ON picture (name);
