-- People.  A row outlives its account: id and sub are never given again, and the generation goes
-- on answering for what was issued.  Deleting clears all that was about the person.
CREATE TABLE person (
    id             TEXT PRIMARY KEY,
    sub            TEXT NOT NULL UNIQUE,
    username       TEXT,
    username_key   TEXT UNIQUE, -- in lower case; NULL, like all below that may be, once deleted
    email          TEXT,
    email_key      TEXT UNIQUE,
    email_verified INTEGER NOT NULL,
    name           TEXT,
    given_name     TEXT,
    family_name    TEXT,
    nickname       TEXT,
    picture        TEXT,
    website        TEXT,
    zoneinfo       TEXT,
    locale         TEXT,
    member_of      TEXT,             -- names of groups, one blank between them
    disabled       INTEGER NOT NULL,
    generation     INTEGER NOT NULL CHECK (generation >= 1),
    created_at     INTEGER NOT NULL, -- ms since 1970, as all times
    updated_at     INTEGER NOT NULL,
    password       TEXT,             -- argon2id, with its parameters and salt
    deleted_at     INTEGER
) STRICT;

-- Attempts with a wrong password, as common/store/limiter.h counts them.
CREATE TABLE attempt (
    mark     TEXT PRIMARY KEY, -- SHA-256 of what it counts for
    clear_at INTEGER NOT NULL, -- when the last failure is forgiven
    open_at  INTEGER NOT NULL  -- when the next attempt is heard
) STRICT;
CREATE INDEX attempt_clear ON attempt (clear_at);
