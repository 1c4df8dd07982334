-- When a code of the person's second factor was last given in a session; 0: never.
ALTER TABLE session ADD COLUMN second_at INTEGER NOT NULL DEFAULT 0;

-- People whose password was right and of whom a code is wanted.  None of these is a session.
CREATE TABLE half_sign_in (
    hash        BLOB PRIMARY KEY, -- of what the browser or program has for it
    person      TEXT NOT NULL,
    generation  INTEGER NOT NULL, -- of the person, when the password was right
    browser     BLOB,             -- hash of the cookie of the browser; NULL: a program's
    dialect     TEXT,             -- in which a program has it; NULL: a browser's
    transaction_hash BLOB,        -- of the one that waits for the sign-in; NULL: none
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX half_sign_in_expires ON half_sign_in (expires_at);
CREATE INDEX half_sign_in_person ON half_sign_in (person, expires_at);
