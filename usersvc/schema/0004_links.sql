-- What the links in mails stand for, by the SHA-256 of their tokens; one table for each kind, so that
-- none passes for another.  Some rows stand for nothing: they were asked for with an address that was
-- not the right one, and are there so that this takes as long.
CREATE TABLE sign_up (
    hash       TEXT PRIMARY KEY,
    email      TEXT NOT NULL,
    locale     TEXT,
    expires_at INTEGER NOT NULL -- ms since 1970, as all times
) STRICT;
CREATE INDEX sign_up_expires ON sign_up (expires_at);

CREATE TABLE password_reset (
    hash       TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    generation INTEGER NOT NULL, -- of the person; void once it is another
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_reset_expires ON password_reset (expires_at);
CREATE INDEX password_reset_person ON password_reset (person);

CREATE TABLE email_change (
    hash       TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    generation INTEGER NOT NULL,
    email      TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX email_change_expires ON email_change (expires_at);
CREATE INDEX email_change_person ON email_change (person);
